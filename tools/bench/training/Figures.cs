using System.Globalization;
using System.Text.Json;
using Cleaner.Training.Engine;
using static TorchSharp.torch;

namespace Cleaner.Bench.Training;

/// <summary>One measurement; pytorch_training.py prints the same.</summary>
/// <param name="ImagesPerSecond">Images through forward, backward and optimizer a second.</param>
/// <param name="SecondsPerStep">Median; 0 where only the whole loop was measured.</param>
/// <param name="CpuSecondsPerStep">Processor time of a step, all threads together, mean; what others do on the machine hardly moves it. 0 as above.</param>
/// <param name="PeakMib">Largest resident memory of the process.</param>
/// <param name="GpuPeakMib">Most memory in tensors of the GPU; 0 without one.</param>
/// <param name="Torch">Version of libtorch.</param>
internal sealed record Figures(double ImagesPerSecond, double SecondsPerStep, double CpuSecondsPerStep, double PeakMib, double GpuPeakMib, string Torch)
{
    public static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Figures Of(double imagesPerSecond, double secondsPerStep, double cpuSecondsPerStep, string device) => new(
        imagesPerSecond, secondsPerStep, cpuSecondsPerStep, PeakKib() / 1024.0,
        (Engines.Current.GpuMemory(At(device))?.Peak ?? 0) / (double)(1 << 20), __version__);

    private static Device At(string name) => device(name);

    /// <summary>The kernel's high-water mark, as ru_maxrss.</summary>
    private static long PeakKib()
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
