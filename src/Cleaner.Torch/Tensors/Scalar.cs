using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A single number with its type, as operators take it; every C# number converts to one.</summary>
public sealed class Scalar : IDisposable
{
    private Scalar(ScalarType type, long bits)
    {
        Type = type;
        Bits = bits;
    }

    public ScalarType Type { get; }

    /// <summary>The bits of a double for floating types, the integer itself otherwise.</summary>
    internal long Bits { get; }

    internal bool IsFloating => is_floating_point(Type);

    internal double AsDouble => IsFloating ? BitConverter.Int64BitsToDouble(Bits) : Bits;

    internal long AsInt64 => IsFloating ? (long)BitConverter.Int64BitsToDouble(Bits) : Bits;

    public static implicit operator Scalar(byte value) => new(ScalarType.Byte, value);

    public static implicit operator Scalar(sbyte value) => new(ScalarType.Int8, value);

    public static implicit operator Scalar(short value) => new(ScalarType.Int16, value);

    public static implicit operator Scalar(int value) => new(ScalarType.Int32, value);

    public static implicit operator Scalar(long value) => new(ScalarType.Int64, value);

    public static implicit operator Scalar(Half value) => FromDouble(ScalarType.Float16, (double)value);

    public static implicit operator Scalar(float value) => FromDouble(ScalarType.Float32, value);

    public static implicit operator Scalar(double value) => FromDouble(ScalarType.Float64, value);

    public static implicit operator Scalar(bool value) => new(ScalarType.Bool, value ? 1 : 0);

    /// <summary>Nothing native is held; there because code written for TorchSharp disposes scalars.</summary>
    public void Dispose() { }

    private static Scalar FromDouble(ScalarType type, double value) => new(type, BitConverter.DoubleToInt64Bits(value));
}

/// <summary>Numbers to scalars and back.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;

    public static Scalar ToScalar(this sbyte value) => value;

    public static Scalar ToScalar(this short value) => value;

    public static Scalar ToScalar(this int value) => value;

    public static Scalar ToScalar(this long value) => value;

    public static Scalar ToScalar(this float value) => value;

    public static Scalar ToScalar(this double value) => value;

    public static Scalar ToScalar(this bool value) => value;

    public static Scalar ToScalar(this Half value) => value;

    public static float ToSingle(this Scalar value) => (float)value.AsDouble;

    public static double ToDouble(this Scalar value) => value.AsDouble;

    public static int ToInt32(this Scalar value) => (int)value.AsInt64;

    public static long ToInt64(this Scalar value) => value.AsInt64;

    public static bool ToBoolean(this Scalar value) => value.AsDouble != 0;
}
