using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Cleaner.Bench.Manifests;

/// <summary>Runs one thing and prints what it took as a JSON line: wall and processor time, rate, peak memory of the process so far.</summary>
internal static class Measurement
{
    public static void Run(string what, long rows, Action action)
    {
        using Process self = Process.GetCurrentProcess();
        TimeSpan processorBefore = self.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        action();
        double seconds = watch.Elapsed.TotalSeconds;
        self.Refresh();
        double processor = (self.TotalProcessorTime - processorBefore).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"what\":\"{what}\",\"rows\":{rows},\"seconds\":{seconds:F2},\"cpu_seconds\":{processor:F2},\"rows_per_second\":{rows / seconds:F0},\"peak_mib\":{self.PeakWorkingSet64 >> 20}}}"));
    }

    /// <summary>The machine and versions, for the record.</summary>
    public static void Machine() => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"machine\":\"{RuntimeInformation.OSDescription}\",\"cores\":{Environment.ProcessorCount},\"framework\":\"{RuntimeInformation.FrameworkDescription}\"}}"));
}
