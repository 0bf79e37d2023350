using static Cleaner.Torch.Interop.Calls;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Copies, element types and devices.</summary>
    public partial class Tensor
    {
        /// <summary>Another object for the same tensor.</summary>
        public Tensor alias() => Call("aten::alias", this);

        public Tensor clone() => Call("aten::clone", this);

        public Tensor contiguous() => Call("aten::contiguous", this);

        /// <summary>A copy in page-locked memory, from which a device copies asynchronously.</summary>
        public Tensor pin_memory() => Call("aten::pin_memory", this);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => Change("aten::copy_", this, source, nonBlocking);

        /// <summary>Lets this tensor share the storage, shape and strides of another.</summary>
        public Tensor set_(Tensor source) => Change("aten::set_.source_Tensor", this, source);

        public Tensor fill_(Scalar value) => Change("aten::fill_.Scalar", this, value);

        public Tensor cpu() => to(CPU);

        public Tensor cuda(Device? device = null, bool non_blocking = false) => device is null || device.type == DeviceType.CUDA
            ? to(device ?? CUDA, non_blocking: non_blocking)
            : throw new ArgumentException($"{device} is not a CUDA device", nameof(device));

        // The result is this tensor itself, as a new object, where nothing has to change and no copy is asked for.
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Done(Call("aten::to.dtype", this, type, non_blocking, copy), disposeAfter);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Done(Call("aten::to.device", this, InitializeDevice(device), dtype, non_blocking, copy), disposeAfter);

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Done(Call("aten::to.device", this, InitializeDevice(device), type, non_blocking, copy), disposeAfter);

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to(Tensor other, bool non_blocking = false) => Call("aten::to.other", this, other, non_blocking);

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(type, copy, disposeAfter, non_blocking);

        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);

        public Tensor type(ScalarType dtype) => to(dtype);

        public Tensor type_as(Tensor tensor) => to(tensor.dtype);

        public Tensor @bool() => to(ScalarType.Bool);
        public Tensor @byte() => to(ScalarType.Byte);
        public Tensor @char() => to(ScalarType.Int8);
        public Tensor @short() => to(ScalarType.Int16);
        public Tensor @int() => to(ScalarType.Int32);
        public Tensor @long() => to(ScalarType.Int64);
        public Tensor half() => to(ScalarType.Float16);
        public Tensor bfloat16() => to(ScalarType.BFloat16);
        public Tensor @float() => to(ScalarType.Float32);
        public Tensor @double() => to(ScalarType.Float64);

        private Tensor Done(Tensor result, bool disposeThis)
        {
            if (disposeThis)
                Dispose();
            return result;
        }
    }
}
