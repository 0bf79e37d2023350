using Cleaner.Torch.Interop;
using static TorchSharp.torch;

namespace Cleaner.Torch;

/// <summary>
/// Bytes of a CUDA device. The allocator's own figures are null when the native library was compiled without CUDA's headers.
/// </summary>
/// <param name="Allocated">In tensors now.</param>
/// <param name="PeakAllocated">In tensors at most, since the start or <see cref="ResetPeak"/>.</param>
/// <param name="Reserved">Taken from the driver now, in tensors or cached for them.</param>
/// <param name="PeakReserved">Taken from the driver at most.</param>
/// <param name="Free">Free on the device, for every process.</param>
/// <param name="Total">All of the device.</param>
public sealed record DeviceMemory(long? Allocated, long? PeakAllocated, long? Reserved, long? PeakReserved, long? Free, long? Total)
{
    /// <summary>The figures of a CUDA device now.</summary>
    public static unsafe DeviceMemory Of(Device device)
    {
        var figures = stackalloc long[6];
        NativeMethods.Check(NativeMethods.ct_memory(device.index, figures));
        return new DeviceMemory(
            Known(figures[0]), Known(figures[1]), Known(figures[2]), Known(figures[3]), Known(figures[4]), Known(figures[5]));

        static long? Known(long figure) => figure < 0 ? null : figure;
    }

    /// <summary>The peaks count from now on.</summary>
    public static void ResetPeak(Device device) => NativeMethods.Check(NativeMethods.ct_reset_peak_memory(device.index));

    /// <summary>Gives cached memory back to the driver, after the garbage collector has freed what nobody reaches.</summary>
    public static void EmptyCache() => NativeMemoryBudget.CollectEverything();

    /// <summary>Bytes that the tensors of this process hold, on all devices, by their own report: views count nothing.</summary>
    public static long HeldByTensors => NativeMemoryBudget.Held;
}
