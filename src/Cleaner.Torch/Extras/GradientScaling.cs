using static Cleaner.Torch.Interop.Calls;
using static TorchSharp.torch;

namespace Cleaner.Torch;

/// <summary>
/// The two device-side steps of gradient scaling for float16 (as PyTorch's GradScaler): neither waits for the device, so that a training
/// step need not either.
/// </summary>
public static class GradientScaling
{
    /// <summary>
    /// Multiplies every gradient by <paramref name="inverseScale"/> (one float32 element) and sets <paramref name="foundInfinite"/> (one
    /// float32 element, 0 before) to 1 when one of them is infinite or NaN.
    /// </summary>
    public static void Unscale(IReadOnlyList<Tensor> gradients, Tensor foundInfinite, Tensor inverseScale) => Run(
        "aten::_amp_foreach_non_finite_check_and_unscale_", gradients as Tensor[] ?? [.. gradients], foundInfinite, inverseScale);

    /// <summary>
    /// Lowers the scale after an infinite gradient, raises it after <paramref name="growthInterval"/> good steps.
    /// <paramref name="scale"/>: one float32 element; <paramref name="growthTracker"/>: one int32 element.
    /// </summary>
    public static void Update(
        Tensor scale, Tensor growthTracker, Tensor foundInfinite, double growthFactor = 2, double backoffFactor = 0.5, long growthInterval = 2000) =>
        Run("aten::_amp_update_scale_", scale, growthTracker, foundInfinite, growthFactor, backoffFactor, growthInterval);
}
