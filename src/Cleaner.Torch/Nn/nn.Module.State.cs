using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The state as a dictionary, and where it lies.</summary>
        public partial class Module
        {
            protected DeviceType _deviceType = DeviceType.CPU;
            protected int _deviceIndex = -1;

            /// <summary>All parameters, then all persistent buffers, by dotted name. The tensors are the module's own, not copies.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var start = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (name, parameter) in named_parameters())
                    destination.TryAdd(start + name, parameter);
                foreach (var (name, buffer) in named_buffers(include_nonpersistent: false))
                    destination.TryAdd(start + name, buffer);
                return destination;
            }

            /// <summary>Copies values into the state. Strict: an exception, and nothing changed, unless the names are the same.</summary>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var own = state_dict();
                var skipped = skip is null ? [] : skip.ToHashSet();
                var missing = own.Keys.Where(name => !skipped.Contains(name) && !source.ContainsKey(name)).ToList();
                var unexpected = source.Keys.Where(name => !skipped.Contains(name) && !own.ContainsKey(name)).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                {
                    throw new InvalidOperationException(
                        $"the state does not fit {GetName()}: {Some("missing", missing)}{Some("unexpected", unexpected)}".TrimEnd(' ', ';'));
                }
                using var _ = no_grad();
                foreach (var (name, tensor) in own)
                {
                    if (!skipped.Contains(name) && source.TryGetValue(name, out var value))
                        tensor.copy_(value);
                }
                return (missing, unexpected);

                static string Some(string what, List<string> names) =>
                    names.Count == 0 ? "" : $"{names.Count} {what} ({string.Join(", ", names.Take(3))}{(names.Count > 3 ? ", …" : "")}); ";
            }

            /// <summary>Moves parameters and buffers; the tensors keep their identity, so that optimizers stay valid.</summary>
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking) => Move(device, dtype, non_blocking);

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                Move(new Device(deviceType, deviceIndex), null, non_blocking);

            /// <summary>Converts floating-point parameters and buffers; integers stay what they are.</summary>
            protected internal virtual Module _to(ScalarType dtype, bool non_blocking) => Move(null, dtype, non_blocking);

            public Module _to(Tensor other, bool non_blocking) => _to(other.device, other.dtype, non_blocking);

            private Module Move(Device? device, ScalarType? dtype, bool nonBlocking)
            {
                if (dtype is { } type && !is_floating_point(type) && !is_complex(type))
                    throw new ArgumentException($"a module can be converted to floating-point types only, not to {type}");
                if (device is not null)
                    InitializeDevice(device);
                using var untracked = no_grad();
                foreach (var (_, parameter) in _internal_params)
                    Replace(parameter, device, dtype, nonBlocking);
                foreach (var (_, (buffer, _)) in _internal_buffers)
                    Replace(buffer, device, dtype, nonBlocking);
                foreach (var module in children())
                {
                    _ = device is null ? module._to(dtype!.Value, nonBlocking)
                        : dtype is null ? module._to(device.type, device.index, nonBlocking)
                        : module._to(device, dtype.Value, nonBlocking);
                }
                if (device is not null)
                    (_deviceType, _deviceIndex) = (device.type, device.index);
                return this;
            }

            private static void Replace(Tensor tensor, Device? device, ScalarType? dtype, bool nonBlocking)
            {
                var type = dtype is { } wanted && !is_integral(tensor.dtype) ? wanted : tensor.dtype;
                using var moved = tensor.to(type, device ?? tensor.device, non_blocking: nonBlocking);
                tensor.SetData(moved);
                using var gradient = tensor.grad;
                if (gradient is null)
                    return;
                using var movedGradient = gradient.to(type, device ?? tensor.device, non_blocking: nonBlocking);
                tensor.grad = movedGradient;
            }

            protected static (Device device, ScalarType dtype) GetDefaultDeviceAndType(Device? device = null, ScalarType? dtype = null) =>
                (device ?? get_default_device(), dtype ?? get_default_dtype());
        }
    }
}
