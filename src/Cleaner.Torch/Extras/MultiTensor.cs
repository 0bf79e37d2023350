using TorchSharp;
using static Cleaner.Torch.Interop.Calls;
using static TorchSharp.torch;

namespace Cleaner.Torch;

/// <summary>
/// One operation on many tensors in one call (libtorch's foreach operators): a few kernels in all on CUDA, one call instead of hundreds
/// on the CPU. The lists have the same length and matching shapes. Nothing is recorded for gradients: call them within no_grad.
/// </summary>
public static class MultiTensor
{
    /// <summary>targets[i] += scale · sources[i].</summary>
    public static void AddScaled(IReadOnlyList<Tensor> targets, IReadOnlyList<Tensor> sources, double scale) =>
        Run("aten::_foreach_add_.List", Array(targets), Array(sources), (Scalar)scale);

    /// <summary>targets[i] *= factor.</summary>
    public static void Scale(IReadOnlyList<Tensor> targets, double factor) =>
        Run("aten::_foreach_mul_.Scalar", Array(targets), (Scalar)factor);

    /// <summary>targets[i] += scale · a[i] · b[i].</summary>
    public static void AddProducts(IReadOnlyList<Tensor> targets, IReadOnlyList<Tensor> a, IReadOnlyList<Tensor> b, double scale) =>
        Run("aten::_foreach_addcmul_.Scalar", Array(targets), Array(a), Array(b), (Scalar)scale);

    /// <summary>targets[i] += scale · a[i] / b[i].</summary>
    public static void AddQuotients(IReadOnlyList<Tensor> targets, IReadOnlyList<Tensor> a, IReadOnlyList<Tensor> b, double scale) =>
        Run("aten::_foreach_addcdiv_.Scalar", Array(targets), Array(a), Array(b), (Scalar)scale);

    /// <summary>targets[i] += scale · a[i] / (√b[i] / divisor + epsilon): the step of Adam.</summary>
    public static void AddNormalised(
        IReadOnlyList<Tensor> targets, IReadOnlyList<Tensor> a, IReadOnlyList<Tensor> b, double scale, double divisor, double epsilon)
    {
        using var scope = NewDisposeScope();
        var roots = CallList("aten::_foreach_sqrt", Array(b));
        Run("aten::_foreach_div_.Scalar", roots, (Scalar)divisor);
        Run("aten::_foreach_add_.Scalar", roots, (Scalar)epsilon);
        AddQuotients(targets, a, roots, scale);
    }

    /// <summary>targets[i] = 0.</summary>
    public static void Zero(IReadOnlyList<Tensor> targets) => Run("aten::_foreach_zero_", Array(targets));

    /// <summary>√(Σ‖tensors[i]‖²) over all of them, as a tensor on their device: reading it waits for the device.</summary>
    public static Tensor Norm(IReadOnlyList<Tensor> tensors)
    {
        using var scope = NewDisposeScope();
        var norms = CallList("aten::_foreach_norm.Scalar", Array(tensors), (Scalar)2.0);
        return stack(norms).norm().MoveToOuterDisposeScope();
    }

    private static Tensor[] Array(IReadOnlyList<Tensor> tensors) => tensors as Tensor[] ?? [.. tensors];
}
