using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cleaner.Torch.Interop;
using static Cleaner.Torch.Interop.Calls;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A tensor that shares the array's memory, which stays pinned until the last tensor on it is gone; a copy where another type or
    /// device is asked for.
    /// </summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        var shared = Share(rawArray, ShapeOf(rawArray), TypeOf(rawArray.GetType().GetElementType()!), 0);
        return Leaf(Moved(shared, dtype, device), requires_grad, names);
    }

    /// <summary>As <see cref="from_array(Array, Device?)"/>, flat, from an offset in elements.</summary>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        var own = TypeOf(rawArray.GetType().GetElementType()!);
        if (count < 0)
            count = rawArray.LongLength - offset;
        if (offset < 0 || count + offset > rawArray.LongLength)
            throw new ArgumentException($"{count} elements from {offset} on do not lie within an array of {rawArray.LongLength}");
        return Leaf(Moved(Share(rawArray, [count], own, offset), dtype, null), requires_grad);
    }

    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) =>
        data.to(dtype ?? data.dtype, device ?? data.device);
    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device);
    public static Tensor as_tensor(bool[] rawArray, ScalarType? dtype = null, Device? device = null) => from_array(rawArray, dtype, device);
    public static Tensor as_tensor(IList<bool> rawArray, ScalarType? dtype = null, Device? device = null) => tensor(rawArray, dtype, device);
    public static Tensor as_tensor(byte[] rawArray, ScalarType? dtype = null, Device? device = null) => from_array(rawArray, dtype, device);
    public static Tensor as_tensor(IList<byte> rawArray, ScalarType? dtype = null, Device? device = null) => tensor(rawArray, dtype, device);
    public static Tensor as_tensor(int[] rawArray, ScalarType? dtype = null, Device? device = null) => from_array(rawArray, dtype, device);
    public static Tensor as_tensor(IList<int> rawArray, ScalarType? dtype = null, Device? device = null) => tensor(rawArray, dtype, device);
    public static Tensor as_tensor(long[] rawArray, ScalarType? dtype = null, Device? device = null) => from_array(rawArray, dtype, device);
    public static Tensor as_tensor(IList<long> rawArray, ScalarType? dtype = null, Device? device = null) => tensor(rawArray, dtype, device);
    public static Tensor as_tensor(IList<float> rawArray, ScalarType? dtype = null, Device? device = null) => tensor(rawArray, dtype, device);
    public static Tensor as_tensor(double[] rawArray, ScalarType? dtype = null, Device? device = null) => from_array(rawArray, dtype, device);
    public static Tensor as_tensor(IList<double> rawArray, ScalarType? dtype = null, Device? device = null) => tensor(rawArray, dtype, device);

    internal static ScalarType TypeOf(Type element) =>
        element == typeof(float) ? ScalarType.Float32
        : element == typeof(double) ? ScalarType.Float64
        : element == typeof(long) ? ScalarType.Int64
        : element == typeof(int) ? ScalarType.Int32
        : element == typeof(short) ? ScalarType.Int16
        : element == typeof(sbyte) ? ScalarType.Int8
        : element == typeof(byte) ? ScalarType.Byte
        : element == typeof(bool) ? ScalarType.Bool
        : element == typeof(Half) ? ScalarType.Float16
        : throw new NotSupportedException($"tensors of {element} do not exist");

    /// <summary>A CPU tensor with a copy of the values, then converted and moved.</summary>
    internal static unsafe Tensor Copy<T>(
        ReadOnlySpan<T> values, ReadOnlySpan<long> shape, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names = null)
        where T : unmanaged
    {
        var count = 1L;
        foreach (var size in shape)
            count *= size;
        if (count > values.Length)
            throw new ArgumentException($"a tensor of {count} elements cannot be made from {values.Length} values");
        var copy = Call("aten::empty.memory_format", shape.ToArray(), TypeOf(typeof(T)), Arg.None, CPU);
        values[..(int)count].CopyTo(new Span<T>(copy.Data(), (int)count));
        return Leaf(Moved(copy, dtype, device), requiresGrad, names);
    }

    private static Tensor Moved(Tensor made, ScalarType? dtype, Device? device)
    {
        device = InitializeDevice(device);
        return (dtype is null || dtype == made.dtype) && device.type == DeviceType.CPU
            ? made
            : made.to(dtype ?? made.dtype, device, disposeAfter: true);
    }

    private static ReadOnlySpan<T> Flat<T>(Array array) where T : unmanaged =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    private static long[] ShapeOf(Array array)
    {
        var shape = new long[array.Rank];
        for (var i = 0; i < shape.Length; i++)
            shape[i] = array.GetLongLength(i);
        return shape;
    }

    private static unsafe Tensor Share(Array array, long[] shape, ScalarType type, long offset)
    {
        var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        nint handle;
        fixed (long* sizes = shape)
        {
            var data = (byte*)pin.AddrOfPinnedObject() + offset * type.ElementSize();
            handle = NativeMethods.ct_from_blob(data, sizes, shape.Length, (int)type, &Unpin, GCHandle.ToIntPtr(pin));
        }
        if (handle == 0)
            pin.Free();
        return new Tensor(NativeMethods.Check(handle), 0);
    }

    [UnmanagedCallersOnly]
    private static unsafe void Unpin(void* pin) => GCHandle.FromIntPtr((nint)pin).Free();
}
