using Cleaner.Torch.Interop;
using static Cleaner.Torch.Interop.Calls;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Shape, type and place.</summary>
    public partial class Tensor
    {
        public long Dimensions => Describe().Dim;

        public long dim() => Dimensions;

        public long ndim => Dimensions;

        public long NumberOfElements => Describe().Numel;

        public long numel() => NumberOfElements;

        /// <summary>Bytes of one element.</summary>
        public long ElementSize => Describe().ItemSize;

        public long element_size() => ElementSize;

        public ScalarType dtype => (ScalarType)Describe().DType;

        public Device device
        {
            get
            {
                var description = Describe();
                return new Device((DeviceType)description.DeviceType, description.DeviceIndex);
            }
        }

        public int device_index => device_type == DeviceType.CPU ? -1 : Describe().DeviceIndex;

        public DeviceType device_type => (DeviceType)Describe().DeviceType;

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public unsafe long[] shape
        {
            get
            {
                var description = Describe();
                var sizes = new ReadOnlySpan<long>(description.Sizes, description.Dim).ToArray();
                GC.KeepAlive(this);
                return sizes;
            }
        }

        public long[] size() => shape;

        public unsafe long size(int dim)
        {
            var description = Describe();
            var size = description.Sizes[Wrap(dim, description.Dim)];
            GC.KeepAlive(this);
            return size;
        }

        /// <summary>Elements from one entry of each dimension to the next.</summary>
        public unsafe long[] stride()
        {
            var description = Describe();
            var strides = new ReadOnlySpan<long>(description.Strides, description.Dim).ToArray();
            GC.KeepAlive(this);
            return strides;
        }

        public long stride(int dim) => stride()[Wrap(dim, (int)Dimensions)];

        public long storage_offset() => Describe().StorageOffset;

        public bool is_contiguous() => Describe().Contiguous != 0;

        public bool is_pinned() => CallBool("aten::is_pinned", this);

        /// <summary>Shape, type and device: "[3x4], type = Float32, device = cpu".</summary>
        public override string ToString() => IsInvalid
            ? "[disposed]"
            : $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

        internal unsafe NativeDescription Describe()
        {
            NativeDescription description;
            NativeMethods.Check(NativeMethods.ct_describe(Handle, &description));
            GC.KeepAlive(this);
            return description;
        }

        private static int Wrap(int dim, int dimensions) => dim >= -dimensions && dim < dimensions
            ? (dim < 0 ? dim + dimensions : dim)
            : throw new ArgumentOutOfRangeException(nameof(dim), $"a tensor of {dimensions} dimensions has no dimension {dim}");
    }
}
