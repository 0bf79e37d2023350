using System.Runtime.InteropServices;

namespace Cleaner.Torch.Interop;

/// <summary>How the payload of a value is read; the same numbers as ct_tag in native/cleaner_torch.h.</summary>
internal enum Tag
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    IntList = 5,
    DoubleList = 6,
    TensorList = 7,
    String = 8,
    Device = 9,
    Generator = 10,
    Default = 11,
}

/// <summary>ct_value: one argument as libcleaner_torch reads it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    public Tag Tag;
    public int Count;
    public long Payload;
}

/// <summary>ct_result: one result as libcleaner_torch gives it back.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeResult
{
    public Tag Tag;
    public int Count;
    public long Payload;

    /// <summary>Bytes of storage that the call made: 0 for a view of an argument.</summary>
    public long Bytes;

    public readonly nint Handle => (nint)Payload;

    public readonly double Real => BitConverter.Int64BitsToDouble(Payload);
}

/// <summary>ct_description: what a tensor is. The pointers are valid as long as the tensor is neither resized nor freed.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeDescription
{
    public long* Sizes;
    public long* Strides;
    public long Numel;
    public long StorageOffset;
    public int Dim;
    public int DType;
    public int DeviceType;
    public int DeviceIndex;
    public int ItemSize;
    public int Contiguous;
}
