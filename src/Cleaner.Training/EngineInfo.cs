using Cleaner.Training.Engine;
using Cleaner.Training.Planning;

namespace Cleaner.Training;

/// <summary>The numeric engine of this installation, for <c>cleaner doctor</c>.</summary>
public static class EngineInfo
{
    /// <summary>Provider, libtorch, BLAS, devices, threads, and what is slow or missing.</summary>
    public static IReadOnlyList<(string Name, string Value)> Describe() =>
    [
        .. Engines.Current.Describe(),
        ("physical cores", Machine.PhysicalCores().ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ("CPU trains in", TrainPlanner.Precision(TrainOptions.Auto, gpu: false, Engines.Current.CanAutocast, Machine.CpuMultipliesBf16())),
    ];
}
