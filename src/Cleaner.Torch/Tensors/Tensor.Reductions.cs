using static Cleaner.Torch.Interop.Calls;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Sums, extremes and order.</summary>
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Call("aten::sum", this, type);
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) =>
            Call("aten::sum.dim_IntList", this, dim, keepdim, type);
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => sum(dim.ToArray(), keepdim, type);
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1], keepdim, type);
        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            sum([dim0, dim1, dim2], keepdim, type);

        public Tensor mean() => Call("aten::mean", this);
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            Call("aten::mean.dim", this, dimensions, keepdim, type);

        public Tensor prod(ScalarType? type = null) => Call("aten::prod", this, type);
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Call("aten::prod.dim_int", this, dim, keepdim, type);

        public Tensor median() => Call("aten::median", this);

        public Tensor norm(float p = 2) => Call("aten::norm.Scalar", this, (Scalar)p);
        public Tensor norm(int dim, bool keepdim = false, float p = 2) =>
            Call("aten::norm.ScalarOpt_dim", this, (Scalar)p, new long[] { dim }, keepdim);

        public Tensor logsumexp(long dim, bool keepdim = false) => Call("aten::logsumexp", this, new[] { dim }, keepdim);

        public Tensor all() => Call("aten::all", this);
        public Tensor all(long dim, bool keepdim = false) => Call("aten::all.dim", this, dim, keepdim);
        public Tensor any() => Call("aten::any", this);
        public Tensor any(long dim, bool keepdim = false) => Call("aten::any.dim", this, dim, keepdim);

        public Tensor argmax() => Call("aten::argmax", this);
        public Tensor argmax(long dim, bool keepdim = false) => Call("aten::argmax", this, dim, keepdim);
        public Tensor argmin() => Call("aten::argmin", this);
        public Tensor argmin(long dim, bool keepdim = false) => Call("aten::argmin", this, dim, keepdim);

        public Tensor max() => Call("aten::max", this);
        public Tensor max(Tensor other) => Call("aten::max.other", this, other);
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Call2("aten::max.dim", this, dim, keepdim);
        public Tensor min() => Call("aten::min", this);
        public Tensor min(Tensor other) => Call("aten::min.other", this, other);
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Call2("aten::min.dim", this, dim, keepdim);

        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => Into(@out, "aten::amax", dims, keepdim);
        public Tensor amax(params long[] dims) => amax(dims, false, null);
        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => amax(dims.ToArray(), keepdim, @out);
        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => Into(@out, "aten::amin", dims, keepdim);
        public Tensor amin(params long[] dims) => amin(dims, false, null);
        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => amin(dims.ToArray(), keepdim, @out);

        public Tensor count_nonzero(long[]? dims = null) =>
            dims is null ? Call("aten::count_nonzero", this) : Call("aten::count_nonzero.dim_IntList", this, dims);

        public Tensor bincount(Tensor? weights, long minlength = 0) => Call("aten::bincount", this, weights, minlength);

        /// <summary>The k largest (or smallest) entries along a dimension and where they are.</summary>
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Call2("aten::topk", this, k, dim, largest, sorted);

        /// <summary>The k-th smallest entry along a dimension, counted from 1, and where it is.</summary>
        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) =>
            Call2("aten::kthvalue", this, k, dim ?? -1, keepdim);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Call2("aten::sort.stable", this, stable, dim, descending);

        public Tensor argsort(long dim = -1, bool descending = false) => Call("aten::argsort", this, dim, descending);

        /// <summary>Distinct values; where each entry went and how often each value occurs, when asked for.</summary>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(
            bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            var (output, inverse, counts) = dim is { } along
                ? Call3("aten::unique_dim", this, along, sorted, return_inverse, return_counts)
                : Call3("aten::_unique2", this, sorted, return_inverse, return_counts);
            return (output, Wanted(inverse, return_inverse), Wanted(counts, return_counts));
        }

        private static Tensor? Wanted(Tensor tensor, bool wanted)
        {
            if (!wanted)
                tensor.Dispose();
            return wanted ? tensor : null;
        }

        private Tensor Into(Tensor? output, string name, long[] dims, bool keepdim)
        {
            var result = Call(name, this, dims, keepdim);
            if (output is null)
                return result;
            using (result)
                return output.copy_(result);
        }
    }
}
