using static Cleaner.Torch.Interop.Calls;

namespace TorchSharp;

public static partial class torch
{
    // Joining, cutting and choosing.

    public static Tensor squeeze(Tensor input, long? dim = null) =>
        input.squeeze(dim);
    public static Tensor[] chunk(Tensor input, long chunks, long dim = 0) =>
        input.chunk(chunks, dim);
    public static Tensor gather(Tensor input, long dim, Tensor index) =>
        input.gather(dim, index);
    public static Tensor gather(Tensor input, long dim, Tensor index, bool sparse_grad = false) =>
        Call("aten::gather", input, dim, index, sparse_grad);
    public static Tensor index_select(Tensor input, long dim, Tensor index) =>
        input.index_select(dim, index);
    public static Tensor masked_select(Tensor input, Tensor mask) =>
        input.masked_select(mask);
    public static Tensor nonzero(Tensor input) =>
        input.nonzero();
    public static Tensor permute(Tensor input, params long[] permutation) =>
        input.permute(permutation);
    public static Tensor reshape(Tensor input, params long[] shape) =>
        input.reshape(shape);
    public static Tensor scatter(Tensor input, long dim, Tensor index, Tensor src) =>
        input.scatter(dim, index, src);
    public static Tensor scatter_add(Tensor input, long dim, Tensor index, Tensor src) =>
        input.scatter_add(dim, index, src);
    public static Tensor[] split(Tensor tensor, long[] split_size_or_sections, long dim = 0) =>
        tensor.split(split_size_or_sections, dim);
    public static Tensor transpose(Tensor input, long dim0, long dim1) =>
        input.transpose(dim0, dim1);
    public static Tensor unsqueeze(Tensor input, long dim) =>
        input.unsqueeze(dim);

    /// <summary>Joins along an existing dimension.</summary>
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Call("aten::cat", tensors.ToArray(), dim);
    public static Tensor cat(Tensor[] tensors, long dim = 0) => Call("aten::cat", tensors, dim);
    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Call("aten::cat", tensors.ToArray(), dim);
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);
    public static Tensor concat(Tensor[] tensors, long dim = 0) => cat(tensors, dim);
    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    /// <summary>Joins along a new dimension.</summary>
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Call("aten::stack", tensors.ToArray(), dim);

    /// <summary>x where the condition holds, y elsewhere.</summary>
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => Call("aten::where.self", condition, x, y);

    /// <summary>Where the condition holds: one index tensor for each dimension.</summary>
    public static Tensor[] where(Tensor condition) => CallList("aten::where", condition);
}
