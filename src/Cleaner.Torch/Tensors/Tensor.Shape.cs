using static Cleaner.Torch.Interop.Calls;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Views and copies in another shape.</summary>
    public partial class Tensor
    {
        public Tensor reshape(params long[] shape) => Call("aten::reshape", this, shape);
        public Tensor view(params long[] shape) => Call("aten::view", this, shape);
        public Tensor view_as(Tensor other) => Call("aten::view_as", this, other);
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Call("aten::flatten.using_ints", this, start_dim, end_dim);
        public Tensor unflatten(long dim, params long[] sizes) => Call("aten::unflatten.int", this, dim, sizes);
        public Tensor unflatten(long dim, Size sizes) => unflatten(dim, sizes.Shape);

        public Tensor squeeze(long? dim = null) => dim is { } one ? Call("aten::squeeze.dim", this, one) : Call("aten::squeeze", this);
        public Tensor unsqueeze(long dim) => Call("aten::unsqueeze", this, dim);
        public Tensor unsqueeze_(long dim) => Change("aten::unsqueeze_", this, dim);

        public Tensor t() => Call("aten::t", this);
        public Tensor T => Call("aten::numpy_T", this);
        public Tensor transpose(long dim0, long dim1) => Call("aten::transpose.int", this, dim0, dim1);
        public Tensor transpose_(long dim0, long dim1) => Change("aten::transpose_", this, dim0, dim1);
        public Tensor permute(params long[] permutation) => Call("aten::permute", this, permutation);
        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        public Tensor expand(params long[] sizes) => expand(sizes, false);
        public Tensor expand(long[] sizes, bool isImplicit = false) => Call("aten::expand", this, sizes, isImplicit);
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => expand(sizes.ToArray(), isImplicit);
        public Tensor expand(Size sizes, bool isImplicit = false) => expand(sizes.Shape, isImplicit);
        public Tensor expand_as(Tensor other) => Call("aten::expand_as", this, other);
        public Tensor broadcast_to(params long[] shape) => Call("aten::broadcast_to", this, shape);
        public Tensor repeat(params long[] sizes) => Call("aten::repeat", this, sizes);

        public Tensor flip(params long[] dims) => Call("aten::flip", this, dims);
        public Tensor fliplr() => Call("aten::fliplr", this);
        public Tensor roll(long shifts, long? dims = null) =>
            dims is { } one ? Call("aten::roll", this, new[] { shifts }, new[] { one }) : Call("aten::roll", this, new[] { shifts });
        public Tensor roll((long, long) shifts, (long, long) dims) =>
            Call("aten::roll", this, new[] { shifts.Item1, shifts.Item2 }, new[] { dims.Item1, dims.Item2 });
        public Tensor roll((long, long, long) shifts, (long, long, long) dims) => Call("aten::roll", this,
            new[] { shifts.Item1, shifts.Item2, shifts.Item3 }, new[] { dims.Item1, dims.Item2, dims.Item3 });
        public Tensor roll(long[] shifts) => Call("aten::roll", this, shifts);
        public Tensor roll(long[] shifts, long[] dims) => Call("aten::roll", this, shifts, dims);
        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) =>
            Call("aten::roll", this, shifts.ToArray(), dims.ToArray());

        public Tensor[] unbind(long dimension = 0) => CallList("aten::unbind.int", this, dimension);
        public Tensor[] split(long size, int dim = 0) => CallList("aten::split.Tensor", this, size, dim);
        public Tensor[] split(long[] sizes, long dim = 0) => CallList("aten::split_with_sizes", this, sizes, dim);
        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => split(sizes.ToArray(), dim);
        public Tensor[] split(params long[] sizes) => split(sizes, 0L);
        public Tensor[] chunk(long chunks, long dim = 0) => CallList("aten::chunk", this, chunks, dim);

        public Tensor diag(long diagonal = 0) => Call("aten::diag", this, diagonal);
        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => Call("aten::diagonal", this, offset, dim1, dim2);
        public Tensor tril(long diagonal = 0) => Call("aten::tril", this, diagonal);
        public Tensor triu(long diagonal = 0) => Call("aten::triu", this, diagonal);
    }
}
