using Cleaner.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Operations from here on are not recorded for gradients, until disposed. Of this thread only.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static bool is_grad_enabled() => NativeMethods.ct_grad_mode() != 0;

    /// <summary>As <see cref="no_grad"/>, cheaper still: tensors made here can never take part in a graph.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled() => NativeMethods.ct_inference_mode() != 0;

    private sealed class GradMode : IDisposable
    {
        private readonly int before = NativeMethods.ct_grad_mode();

        public GradMode(bool enabled) => NativeMethods.ct_set_grad_mode(enabled ? 1 : 0);

        public void Dispose() => NativeMethods.ct_set_grad_mode(before);
    }

    private sealed class InferenceMode(bool mode) : IDisposable
    {
        private nint guard = NativeMethods.Check(NativeMethods.ct_enter_inference_mode(mode ? 1 : 0));

        public void Dispose()
        {
            // No finalizer: the guard belongs to the thread that made it.
            if (guard != 0)
                NativeMethods.ct_leave_inference_mode(guard);
            guard = 0;
        }
    }

    /// <summary>Gradients of several tensors at once.</summary>
    public static unsafe class autograd
    {
        /// <summary>Accumulates gradients of the tensors into the leaves that led to them, or into <paramref name="inputs"/> only.</summary>
        public static void backward(
            IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            using var outputs = new HandleArray(tensors);
            using var gradients = new HandleArray(grad_tensors);
            using var into = new HandleArray(inputs);
            CheckCount(outputs, gradients, nameof(grad_tensors));
            NativeMethods.Check(NativeMethods.ct_backward(
                outputs.Handles, gradients.Handles, outputs.Count, into.Handles, into.Count, AsNumber(retain_graph), create_graph ? 1 : 0));
        }

        public static void backward(
            Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(
            Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        /// <summary>
        /// Gradients of the outputs with respect to the inputs, in their order; null for an input that the outputs do not depend on, which
        /// is an error unless allowed.
        /// </summary>
        public static IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false,
            bool create_graph = false, bool allow_unused = false)
        {
            using var of = new HandleArray(outputs);
            using var gradients = new HandleArray(grad_outputs);
            using var to = new HandleArray(inputs);
            CheckCount(of, gradients, nameof(grad_outputs));
            var results = new nint[to.Count];
            fixed (nint* first = results)
            {
                NativeMethods.Check(NativeMethods.ct_gradients(
                    of.Handles, gradients.Handles, of.Count, to.Handles, to.Count, AsNumber(retain_graph), create_graph ? 1 : 0,
                    allow_unused ? 1 : 0, first));
            }
            return Array.ConvertAll(results, handle => handle == 0 ? null! : new Tensor(handle, NativeMethods.ct_owned(handle)));
        }

        private static int AsNumber(bool? flag) => flag is { } value ? (value ? 1 : 0) : -1;

        private static void CheckCount(HandleArray outputs, HandleArray gradients, string parameter)
        {
            if (gradients.Count != 0 && gradients.Count != outputs.Count)
                throw new ArgumentException($"{gradients.Count} gradients for {outputs.Count} tensors", parameter);
        }
    }
}
