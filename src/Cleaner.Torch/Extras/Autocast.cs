using Cleaner.Torch.Interop;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Torch;

/// <summary>
/// Mixed precision on this thread: matrix products and convolutions run in the smaller type, sums and losses in float32, as PyTorch's
/// autocast decides. Ends when disposed; regions nest and are left in the opposite order.
/// </summary>
public sealed class Autocast : IDisposable
{
    private readonly DeviceType device;
    private readonly int enabledBefore;
    private readonly int typeBefore;
    private bool left;

    private Autocast(DeviceType device, bool enabled, ScalarType type)
    {
        this.device = device;
        NativeMethods.Check(NativeMethods.ct_enter_autocast((int)device, enabled ? 1 : 0, (int)type, out enabledBefore, out typeBefore));
    }

    /// <summary>On the CPU or on CUDA; the type is bfloat16, or on CUDA float16 too.</summary>
    public static Autocast Enter(Device device, ScalarType type) => new(device.type, true, type);

    /// <summary>Switches autocast off within a region that has it on.</summary>
    public static Autocast Off(Device device) => new(device.type, false, ScalarType.BFloat16);

    public void Dispose()
    {
        if (left)
            return;
        left = true;
        NativeMethods.Check(NativeMethods.ct_leave_autocast((int)device, enabledBefore, typeBefore));
    }
}
