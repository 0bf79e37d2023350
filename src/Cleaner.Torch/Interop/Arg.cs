using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Torch.Interop;

/// <summary>
/// One argument of an operator: a tag, eight bytes, and the managed object behind them, which keeps tensors alive during the call.
/// Everything an operator takes converts implicitly, so that a call reads like Python's.
/// </summary>
internal readonly struct Arg
{
    private readonly object? reference;
    private readonly long bits;
    private readonly Tag tag;

    private Arg(Tag tag, long bits, object? reference = null)
    {
        this.tag = tag;
        this.bits = bits;
        this.reference = reference;
    }

    /// <summary>The default that the operator's schema gives for this place.</summary>
    public static Arg Default => new(Tag.Default, 0);

    public static Arg None => default;

    public object? Reference => reference;

    public static implicit operator Arg(Tensor? value) => value is null ? default : new Arg(Tag.Tensor, 0, value);

    public static implicit operator Arg(Scalar? value) => value is null ? default
        : value.IsFloating ? new Arg(Tag.Double, value.Bits)
        : new Arg(value.Type == ScalarType.Bool ? Tag.Bool : Tag.Int, value.Bits);

    public static implicit operator Arg(int value) => new(Tag.Int, value);

    public static implicit operator Arg(long value) => new(Tag.Int, value);

    public static implicit operator Arg(long? value) => value is { } number ? new Arg(Tag.Int, number) : default;

    public static implicit operator Arg(double value) => new(Tag.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Arg(double? value) => value is { } number ? (Arg)number : default;

    public static implicit operator Arg(bool value) => new(Tag.Bool, value ? 1 : 0);

    public static implicit operator Arg(bool? value) => value is { } flag ? (Arg)flag : default;

    public static implicit operator Arg(long[]? value) => value is null ? default : new Arg(Tag.IntList, value.Length, value);

    public static implicit operator Arg(double[]? value) => value is null ? default : new Arg(Tag.DoubleList, value.Length, value);

    public static implicit operator Arg(Tensor?[] value) => new(Tag.TensorList, value.Length, value);

    public static implicit operator Arg(string? value) => value is null ? default : new Arg(Tag.String, 0, value);

    public static implicit operator Arg(ScalarType value) => new(Tag.Int, (long)value);

    public static implicit operator Arg(ScalarType? value) => value is { } type ? (Arg)type : default;

    public static implicit operator Arg(Device? value) => value is null ? default
        : new Arg(Tag.Device, ((long)value.type << 32) | (uint)value.index);

    public static implicit operator Arg(Generator? value) => value is null ? default : new Arg(Tag.Generator, 0, value);

    /// <summary>Eight-byte words of scratch memory that the argument's list or text takes.</summary>
    public int ScratchWords => tag switch
    {
        Tag.IntList or Tag.DoubleList or Tag.TensorList => (int)bits,
        Tag.String => ((string)reference!).Length + 1, // at most three UTF-8 bytes for each UTF-16 unit
        _ => 0,
    };

    /// <summary>Writes the argument as libcleaner_torch reads it and tells how many scratch words were taken.</summary>
    public unsafe int Write(ref NativeValue value, long* scratch)
    {
        value.Tag = tag;
        value.Count = 0;
        switch (tag)
        {
            case Tag.Tensor:
                value.Payload = Unsafe.As<Tensor>(reference)!.Handle;
                return 0;
            case Tag.Generator:
                value.Payload = Unsafe.As<Generator>(reference)!.Handle;
                return 0;
            case Tag.IntList:
            case Tag.DoubleList:
                value.Count = (int)bits;
                value.Payload = (long)scratch;
                if (tag == Tag.IntList)
                    Unsafe.As<long[]>(reference)!.CopyTo(new Span<long>(scratch, value.Count));
                else
                    Unsafe.As<double[]>(reference)!.CopyTo(new Span<double>(scratch, value.Count));
                return value.Count;
            case Tag.TensorList:
                var tensors = Unsafe.As<Tensor?[]>(reference)!;
                value.Count = tensors.Length;
                value.Payload = (long)scratch;
                for (var i = 0; i < tensors.Length; i++)
                    scratch[i] = tensors[i] is { } tensor ? tensor.Handle : 0;
                return value.Count;
            case Tag.String:
                var text = (string)reference!;
                value.Count = System.Text.Encoding.UTF8.GetBytes(text, new Span<byte>(scratch, ScratchWords * 8));
                value.Payload = (long)scratch;
                return ScratchWords;
            default:
                value.Payload = bits;
                return 0;
        }
    }
}
