using Cleaner.Torch.Interop;
using static Cleaner.Torch.Interop.Calls;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Gradients.</summary>
    public partial class Tensor
    {
        public bool is_leaf
        {
            get
            {
                var leaf = NativeMethods.Check(NativeMethods.ct_is_leaf(Handle)) != 0;
                GC.KeepAlive(this);
                return leaf;
            }
        }

        public bool requires_grad
        {
            get
            {
                var requires = NativeMethods.Check(NativeMethods.ct_requires_grad(Handle)) != 0;
                GC.KeepAlive(this);
                return requires;
            }
            set
            {
                NativeMethods.Check(NativeMethods.ct_set_requires_grad(Handle, value ? 1 : 0));
                GC.KeepAlive(this);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>Keeps the gradient of a tensor that is not a leaf.</summary>
        public void retain_grad()
        {
            NativeMethods.Check(NativeMethods.ct_retain_grad(Handle));
            GC.KeepAlive(this);
        }

        /// <summary>The accumulated gradient; null before the first backward pass.</summary>
        public unsafe Tensor? grad
        {
            get
            {
                nint gradient;
                NativeMethods.Check(NativeMethods.ct_grad(Handle, &gradient));
                GC.KeepAlive(this);
                // The parameter's own reference keeps the storage: nothing is freed with this object.
                return gradient == 0 ? null : new Tensor(gradient, 0);
            }
            set
            {
                NativeMethods.Check(NativeMethods.ct_set_grad(Handle, value?.Handle ?? 0));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        public void backward() => backward(null);

        /// <summary>
        /// Accumulates gradients of this tensor into the leaves that led to it (into <paramref name="inputs"/> only, when given).
        /// </summary>
        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>The same data outside of the graph.</summary>
        public Tensor detach() => Call("aten::detach", this);

        public Tensor detach_() => Change("aten::detach_", this);

        /// <summary>Puts other data in place of the tensor's own, also of another type or device; the object stays the same.</summary>
        internal void SetData(Tensor source)
        {
            NativeMethods.Check(NativeMethods.ct_set_data(Handle, source.Handle));
            GC.KeepAlive(this);
            GC.KeepAlive(source);
        }
    }
}
