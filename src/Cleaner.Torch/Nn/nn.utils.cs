using TorchSharp.Modules;
using static Cleaner.Torch.Interop.Calls;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Functions of all parameters at once.</summary>
        public static class utils
        {
            /// <summary>Scales all gradients together so that their norm is at most <paramref name="max_norm"/>; returns the norm before.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using var _ = no_grad();
                using var scope = NewDisposeScope();
                var gradients = tensors.Select(tensor => tensor.grad!).Where(gradient => gradient is not null).ToArray();
                if (gradients.Length == 0)
                    return 0;
                var norms = CallList("aten::_foreach_norm.Scalar", gradients, (Scalar)norm_type);
                var total = stack(norms.Select(norm => norm.to(norms[0].device))).norm((float)norm_type).ToDouble();
                var factor = max_norm / (total + 1e-6);
                if (factor < 1)
                    Run("aten::_foreach_mul_.Scalar", gradients, (Scalar)factor);
                return total;
            }

            /// <summary>Limits every entry of every gradient to ±<paramref name="clip_value"/>.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var _ = no_grad();
                foreach (var tensor in tensors)
                {
                    using var gradient = tensor.grad;
                    gradient?.clamp_(-clip_value, clip_value);
                }
            }

            /// <summary>All parameters, flat, one after the other.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat(tensors.Select(tensor => tensor.view(-1)).ToArray()).MoveToOuterDisposeScope();
            }

            /// <summary>The inverse of <see cref="parameters_to_vector"/>: copies a flat vector into the parameters.</summary>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var _ = no_grad();
                using var scope = NewDisposeScope();
                var start = 0L;
                foreach (var tensor in tensors)
                {
                    var length = tensor.numel();
                    tensor.copy_(vec.narrow(0, start, length).view_as(tensor));
                    start += length;
                }
            }
        }
    }
}
