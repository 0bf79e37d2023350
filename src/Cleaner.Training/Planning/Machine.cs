using System.Globalization;
using System.Runtime.Intrinsics.X86;
using Cleaner.Training.Engine;
using static TorchSharp.torch;

namespace Cleaner.Training.Planning;

/// <summary>What this machine offers.</summary>
public static class Machine
{
    private static readonly string[] TopologyFiles = ["physical_package_id", "core_id"];

    /// <summary>Cores without counting hyper-threads, as far as the system tells; never more than this process may use.</summary>
    public static int PhysicalCores()
    {
        const string root = "/sys/devices/system/cpu";
        var all = Environment.ProcessorCount;
        if (!Directory.Exists(root))
            return Math.Max(1, all);
        var cores = new HashSet<string>();
        var logical = 0;
        foreach (var cpu in Directory.EnumerateDirectories(root, "cpu*"))
        {
            var files = TopologyFiles.Select(name => Path.Combine(cpu, "topology", name)).ToArray();
            if (!files.All(File.Exists))
                continue;
            logical++;
            cores.Add(string.Join('.', files.Select(f => File.ReadAllText(f).Trim())));
        }
        return cores.Count == 0 ? all : Math.Max(1, Math.Min(all, (int)Math.Round(all * (double)cores.Count / logical)));
    }

    /// <summary>Gathers what the plan depends on.</summary>
    public static DataFacts Facts(Data.TrainingSet set, string runFolder) => new(
        set.Count, set.Classes.Length, set.Sizes.MedianSide, set.Aligned,
        cuda_is_available() ? cuda.device_count() : 0,
        PhysicalCores(), FreeMemory(), new DriveInfo(Path.GetFullPath(runFolder)).AvailableFreeSpace,
        Engines.Current.CanAutocast)
    {
        HeightToWidth = set.Sizes.HeightToWidth,
        CpuBf16 = CpuMultipliesBf16(),
    };

    /// <summary>
    /// Whether the processor trains faster in bfloat16 than in float32: with AMX (by Intel's word), and with AVX512_BF16 on AMD's (Zen 4 and
    /// later: measured). Intel's without AMX, which a virtual machine may hide, are 10 to 40 % faster in float32 (measured on a Xeon with
    /// AVX512_FP16). Without these instructions oneDNN imitates bfloat16, slower.
    /// </summary>
    public static bool CpuMultipliesBf16()
    {
        const int features = 7, amxBf16 = 1 << 22, avx512Bf16 = 1 << 5, intel = 0x756e6547; // "Genu"
        if (!Avx512F.IsSupported)
            return false;
        var (subleaf, _, _, first) = X86Base.CpuId(features, 0);
        if ((first & amxBf16) != 0)
            return true;
        return subleaf >= 1 && (X86Base.CpuId(features, 1).Eax & avx512Bf16) != 0 && X86Base.CpuId(0, 0).Ebx != intel;
    }

    /// <summary>Memory that can be taken without pushing anything out, in bytes.</summary>
    public static long FreeMemory()
    {
        var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        const string path = "/proc/meminfo";
        if (!File.Exists(path))
            return limit / 2;
        var line = File.ReadLines(path).FirstOrDefault(l => l.StartsWith("MemAvailable:", StringComparison.Ordinal));
        var parts = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts is { Length: >= 2 } && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var kib)
            ? Math.Min(limit, kib << 10)
            : limit / 2;
    }
}
