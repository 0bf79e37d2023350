using static Cleaner.Torch.Interop.Calls;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Indexing with brackets, and the operators behind it.</summary>
    public partial class Tensor
    {
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => this[[i1]] = value;
        }

        public Tensor this[long i1, long i2]
        {
            get => this[[i1, i2]];
            set => this[[i1, i2]] = value;
        }

        public Tensor this[long i1, long i2, long i3]
        {
            get => this[[i1, i2, i3]];
            set => this[[i1, i2, i3]] = value;
        }

        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => this[[i1, i2, i3, i4]];
            set => this[[i1, i2, i3, i4]] = value;
        }

        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => this[[i1, i2, i3, i4, i5]];
            set => this[[i1, i2, i3, i4, i5]] = value;
        }

        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => this[[i1, i2, i3, i4, i5, i6]];
            set => this[[i1, i2, i3, i4, i5, i6]] = value;
        }

        public Tensor this[params long[] indices]
        {
            get => index(Singles(indices));
            set => index_put_(value, Singles(indices));
        }

        public Tensor index(params TensorIndex[] indices)
        {
            using var steps = new IndexSteps(this, indices);
            return steps.Get();
        }

        public Tensor index(params Tensor[] indices) => Call("aten::index.Tensor", this, indices);

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            using var steps = new IndexSteps(this, indices);
            steps.Put(value, accumulate);
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            Change("aten::index_put_", this, indices, value, accumulate);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var number = full(Array.Empty<long>(), value, dtype, device);
            return index_put_(number, indices);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices)
        {
            using var number = full(Array.Empty<long>(), value, dtype, device);
            return index_put_(number, indices);
        }

        public Tensor select(long dim, long index) => Call("aten::select.int", this, dim, index);

        public Tensor slice(long dim, long start, long finish, long step) => Call("aten::slice.Tensor", this, dim, start, finish, step);

        public Tensor narrow(long dim, long start, long length) => Call("aten::narrow", this, dim, start, length);

        public Tensor index_select(long dim, Tensor index) => Call("aten::index_select", this, dim, index);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Call("aten::index_add", this, dim, index, source, alpha);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Change("aten::index_add_", this, dim, index, source, alpha);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Change("aten::index_copy_", this, dim, index, source);

        public Tensor index_fill_(long dim, Tensor index, Scalar value) => Change("aten::index_fill_.int_Scalar", this, dim, index, value);

        public Tensor take_along_dim(Tensor indices) => Call("aten::take_along_dim", this, indices);

        public Tensor take_along_dim(Tensor indices, long dim) => Call("aten::take_along_dim", this, indices, dim);

        public Tensor take_along_dim(IEnumerable<long> indices)
        {
            using var positions = tensor(indices.ToArray());
            return take_along_dim(positions);
        }

        public Tensor take_along_dim(IEnumerable<long> indices, long dim)
        {
            using var positions = tensor(indices.ToArray());
            return take_along_dim(positions, dim);
        }

        public Tensor gather(long dim, Tensor index) => Call("aten::gather", this, dim, index);

        public Tensor scatter(long dim, Tensor index, Tensor src) => Call("aten::scatter.src", this, dim, index, src);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => Change("aten::scatter_.src", this, dim, index, src);

        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Call("aten::scatter_add", this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Change("aten::scatter_add_", this, dim, index, src);

        public Tensor masked_fill(Tensor mask, Scalar value) => Call("aten::masked_fill.Scalar", this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value) => Change("aten::masked_fill_.Scalar", this, mask, value);

        public Tensor masked_select(Tensor mask) => Call("aten::masked_select", this, mask);

        public Tensor nonzero() => Call("aten::nonzero", this);

        /// <summary>This tensor where the condition holds, <paramref name="y"/> elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) => Call("aten::where.self", condition, this, y);

        private static TensorIndex[] Singles(long[] indices) => Array.ConvertAll(indices, TensorIndexOf);

        private static TensorIndex TensorIndexOf(long index) => TensorIndex.Single(index);
    }
}
