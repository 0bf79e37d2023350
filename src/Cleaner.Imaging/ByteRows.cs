using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cleaner.Imaging;

/// <summary>Conversions of rows of bytes.</summary>
internal static class ByteRows
{
    /// <summary>Eight bytes from a place on, widened.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Eight(ref byte row, int at)
    {
        var bytes = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref row, at))).AsByte();
        return Avx2.IsSupported
            ? Avx2.ConvertToVector256Int32(bytes)
            : Vector256.WidenLower(Vector128.WidenLower(bytes).ToVector256Unsafe()).AsInt32();
    }

    /// <summary>Widens each byte to a float; <paramref name="target"/> is at least as long as <paramref name="source"/>.</summary>
    public static void ToFloat(ReadOnlySpan<byte> source, Span<float> target)
    {
        int i = 0;
        for (; i + 16 <= source.Length; i += 16)
        {
            var (low, high) = Vector256.Widen(Vector256.WidenLower(Vector128.Create(source.Slice(i, 16)).ToVector256Unsafe()));
            Vector256.ConvertToSingle(low.AsInt32()).CopyTo(target[i..]);
            Vector256.ConvertToSingle(high.AsInt32()).CopyTo(target[(i + 8)..]);
        }

        for (; i < source.Length; i++)
        {
            target[i] = source[i];
        }
    }
}
