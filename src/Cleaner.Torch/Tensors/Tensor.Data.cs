using Cleaner.Torch.Interop;
using TorchSharp.Utils;
using static Cleaner.Torch.Interop.Calls;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Values as C# sees them.</summary>
    public partial class Tensor
    {
        /// <summary>The elements of a CPU tensor in place, of another device's tensor a copy; T must match the element type.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            if (TypeOf(typeof(T)) != dtype)
                throw new ArgumentException($"the tensor holds {dtype}, not {typeof(T).Name}");
            return new TensorAccessor<T>(device_type == DeviceType.CPU ? this : cpu());
        }

        /// <summary>The value of a tensor with one element.</summary>
        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1)
                throw new ArgumentException($"a tensor of {NumberOfElements} elements is not a single value");
            return data<T>()[0];
        }

        public T ReadCpuValue<T>(long i) where T : unmanaged => data<T>()[i];

        public Scalar ToScalar()
        {
            var value = CallScalar("aten::item", this);
            return value.Tag switch
            {
                Tag.Double => value.Real,
                Tag.Bool => value.Payload != 0,
                _ => value.Payload,
            };
        }

        /// <summary>The raw bytes of a contiguous CPU tensor, in place; valid as long as the tensor is.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                var length = CheckedLength();
                return length > int.MaxValue
                    ? throw new ArgumentException("a span holds at most 2 GiB: write larger tensors to a stream")
                    : new Span<byte>(Data(), (int)length);
            }
            set
            {
                if (CheckedLength() != value.Length)
                    throw new ArgumentException($"{value.Length} bytes do not fill a tensor of {CheckedLength()}");
                value.CopyTo(bytes);
            }
        }

        public unsafe void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            var length = CheckedLength();
            var data = (byte*)Data();
            for (var at = 0L; at < length; at += ChunkBytes)
                stream.Write(new ReadOnlySpan<byte>(data + at, (int)Math.Min(ChunkBytes, length - at)));
            GC.KeepAlive(this);
        }

        public unsafe void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            var length = CheckedLength();
            var data = (byte*)Data();
            for (var at = 0L; at < length; at += ChunkBytes)
                stream.ReadExactly(new Span<byte>(data + at, (int)Math.Min(ChunkBytes, length - at)));
            GC.KeepAlive(this);
        }

        /// <summary>Address of the first element, in the memory of the tensor's device.</summary>
        internal unsafe void* Data()
        {
            void* data;
            NativeMethods.Check(NativeMethods.ct_data(Handle, &data));
            return data;
        }

        private const int ChunkBytes = 1 << 24;

        private long CheckedLength()
        {
            var description = Describe();
            if (description.DeviceType != (int)DeviceType.CPU)
                throw new InvalidOperationException("only memory of the CPU can be read: copy the tensor with cpu() first");
            if (description.Contiguous == 0)
                throw new InvalidOperationException("only contiguous tensors have a plain run of bytes: call contiguous() first");
            return description.Numel * description.ItemSize;
        }

        public static explicit operator float(Tensor value) => value.ToSingle();
        public static explicit operator double(Tensor value) => value.ToDouble();
        public static explicit operator sbyte(Tensor value) => value.ToSByte();
        public static explicit operator byte(Tensor value) => value.ToByte();
        public static explicit operator short(Tensor value) => value.ToInt16();
        public static explicit operator int(Tensor value) => value.ToInt32();
        public static explicit operator long(Tensor value) => value.ToInt64();
        public static explicit operator bool(Tensor value) => value.ToBoolean();

        public static implicit operator Tensor(byte value) => tensor(value);
        public static implicit operator Tensor(int value) => tensor(value);
        public static implicit operator Tensor(long value) => tensor(value);
        public static implicit operator Tensor(float value) => tensor(value);
        public static implicit operator Tensor(double value) => tensor(value);
        public static implicit operator Tensor(bool value) => tensor(value);
        public static implicit operator Tensor(byte[] value) => tensor(value);
        public static implicit operator Tensor(int[] value) => tensor(value);
        public static implicit operator Tensor(long[] value) => tensor(value);
        public static implicit operator Tensor(float[] value) => tensor(value);
        public static implicit operator Tensor(double[] value) => tensor(value);
        public static implicit operator Tensor(bool[] value) => tensor(value);
        public static implicit operator Tensor(Scalar scalar) =>
            Call("aten::full", Array.Empty<long>(), scalar, scalar.Type, Arg.None, CPU);
    }
}
