using static Cleaner.Torch.Interop.Calls;

namespace TorchSharp;

public static partial class torch
{
    // The functions of Tensor with the tensor as their first argument: element by element, comparisons and matrix products.

    public static Tensor abs(Tensor input) =>
        input.abs();
    public static Tensor acos(Tensor input) =>
        input.acos();
    public static Tensor clamp(Tensor input, Scalar? min = null, Scalar? max = null) =>
        input.clamp(min, max);
    public static Tensor clamp(Tensor input, Tensor? min = null, Tensor? max = null) =>
        input.clamp(min, max);
    public static Tensor cos(Tensor input) =>
        input.cos();
    public static Tensor exp(Tensor input) =>
        input.exp();
    public static Tensor log(Tensor input) =>
        input.log();
    public static Tensor pow(Tensor left, Tensor exponent) =>
        left.pow(exponent);
    public static Tensor pow(Tensor left, Scalar exponent) =>
        left.pow(exponent);
    public static Tensor sin(Tensor input) =>
        input.sin();
    public static Tensor sqrt(Tensor input) =>
        input.sqrt();
    public static Tensor clone(Tensor input) =>
        input.clone();
    public static bool allclose(Tensor tensor, Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
        tensor.allclose(target, rtol, atol, equal_nan);
    public static Tensor eq(Tensor left, Tensor right) =>
        left.eq(right);
    public static Tensor ge(Tensor left, Tensor right) =>
        left.ge(right);
    public static Tensor gt(Tensor left, Tensor right) =>
        left.gt(right);
    public static Tensor isfinite(Tensor tensor) =>
        tensor.isfinite();
    public static Tensor isinf(Tensor tensor) =>
        tensor.isinf();
    public static Tensor isnan(Tensor input) =>
        input.isnan();
    public static Tensor le(Tensor left, Tensor right) =>
        left.le(right);
    public static Tensor lt(Tensor left, Tensor right) =>
        left.lt(right);
    public static Tensor maximum(Tensor input, Tensor other) =>
        input.maximum(other);
    public static Tensor minimum(Tensor input, Tensor other) =>
        input.minimum(other);
    public static Tensor ne(Tensor left, Tensor right) =>
        left.ne(right);
    public static Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) =>
        input.addmm(mat1, mat2, beta, alpha);
    public static Tensor bmm(Tensor input, Tensor batch2) =>
        input.bmm(batch2);
    public static Tensor matmul(Tensor input, Tensor target) =>
        input.matmul(target);
    public static Tensor mm(Tensor input, Tensor target) =>
        input.mm(target);
    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) =>
        input.softmax(dim, dtype);

    public static Tensor round(Tensor input, long decimals = 0) =>
        input.round(decimals);
    public static Tensor sigmoid(Tensor input) =>
        input.sigmoid();
    public static Tensor tanh(Tensor input) =>
        input.tanh();
    public static Tensor floor(Tensor input) =>
        input.floor();
    public static Tensor square(Tensor input) =>
        input.square();

    /// <summary>Distances between the rows of two matrices, in the p-norm.</summary>
    public static Tensor cdist(Tensor x1, Tensor x2, double p = 2, compute_mode compute_mode = compute_mode.use_mm_for_euclid_dist_if_necessary) =>
        Call("aten::cdist", x1, x2, p, (long)compute_mode);

    /// <summary>Sums of products in Einstein's notation, "ij,jk->ik".</summary>
    public static Tensor einsum(string equation, params Tensor[] tensors) => Call("aten::einsum", equation, tensors);

    /// <summary>How often each non-negative integer occurs, or the sum of its weights.</summary>
    public static Tensor bincount(Tensor input, Tensor? weights = null, long minlength = 0) => input.bincount(weights, minlength);
}
