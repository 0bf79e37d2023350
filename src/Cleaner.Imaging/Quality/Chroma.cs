using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cleaner.Imaging;

/// <summary>How far pixels are from grey.</summary>
internal static class Chroma
{
    private const int Step = 96;

    // BT.601 without RGB: R−G = 2.116·Cr + .344·Cb and G−B = −(2.116·Cb + .714·Cr), in 64ths of a level, which 16 bits hold.
    private const int Unit = 64;
    private const short Strong = 135;
    private const short BlueInRedGreen = 22;
    private const short RedInGreenBlue = 46;
    private const int Neutral = 128;
    private const int StepsThatFit = 1 << 14;

    /// <summary>Mean of |R−G| + |G−B| over interleaved RGB, in levels.</summary>
    public static double Mean(ReadOnlySpan<byte> rgb) => Sum(rgb) / (rgb.Length / 3.0);

    /// <summary>The same of two chroma planes of equal length; where RGB would clip, a little more.</summary>
    public static double Mean(ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr)
    {
        int lanes = Vector128<byte>.Count, done = cb.Length / lanes * lanes;
        long sum = 0;
        for (int i = 0; i < done;)
        {
            // A step adds at most 4·23168 to a lane.
            var sums = Vector256<int>.Zero;
            for (int end = Math.Min(done, i + (StepsThatFit * lanes)); i < end; i += lanes)
            {
                var blue = Centred(cb, i);
                var red = Centred(cr, i);
                sums += Widened((Strong * red) + (BlueInRedGreen * blue)) + Widened((Strong * blue) + (RedInGreenBlue * red));
            }

            sum += Vector256.Sum(Vector256.WidenLower(sums) + Vector256.WidenUpper(sums));
        }

        for (int i = done; i < cb.Length; i++)
        {
            int blue = cb[i] - Neutral, red = cr[i] - Neutral;
            sum += Math.Abs((Strong * red) + (BlueInRedGreen * blue)) + Math.Abs((Strong * blue) + (RedInGreenBlue * red));
        }

        return sum / (double)Unit / cb.Length;
    }

    /// <summary>Sum of |R−G| + |G−B| over interleaved RGB.</summary>
    public static long Sum(ReadOnlySpan<byte> rgb)
    {
        int done = Avx2.IsSupported ? rgb.Length / Step * Step : 0;
        long sum = done > 0 ? SumAvx2(rgb, ref done) : 0;
        for (int i = done; i + 2 < rgb.Length; i += 3)
        {
            sum += Math.Abs(rgb[i] - rgb[i + 1]) + Math.Abs(rgb[i + 1] - rgb[i + 2]);
        }

        return sum;
    }

    // The picture against itself moved by one byte gives R−G, G−B and B−R of the next pixel in turn; the third is masked out. The pattern
    // repeats every three vectors of 32 bytes.
    private static long SumAvx2(ReadOnlySpan<byte> rgb, ref int done)
    {
        // The last load of a step reaches one byte past it.
        if (done == rgb.Length)
        {
            done -= Step;
        }

        Span<byte> mask = stackalloc byte[Step];
        for (int i = 0; i < Step; i++)
        {
            mask[i] = (byte)(i % 3 == 2 ? 0 : 0xFF);
        }

        var mask0 = Vector256.Create<byte>(mask);
        var mask1 = Vector256.Create<byte>(mask[32..]);
        var mask2 = Vector256.Create<byte>(mask[64..]);
        ref byte start = ref MemoryMarshal.GetReference(rgb);
        var sum = Vector256<ulong>.Zero;
        for (int i = 0; i < done; i += Step)
        {
            sum += Difference(ref start, i, mask0) + Difference(ref start, i + 32, mask1) + Difference(ref start, i + 64, mask2);
        }

        return (long)Vector256.Sum(sum);
    }

    private static Vector256<short> Centred(ReadOnlySpan<byte> plane, int at) =>
        Vector256.WidenLower(Vector128.Create(plane.Slice(at, Vector128<byte>.Count)).ToVector256Unsafe()).AsInt16() - Vector256.Create((short)Neutral);

    private static Vector256<int> Widened(Vector256<short> difference)
    {
        var (low, high) = Vector256.Widen(Vector256.Abs(difference));
        return low + high;
    }

    private static Vector256<ulong> Difference(ref byte start, int offset, Vector256<byte> mask) =>
        Avx2.SumAbsoluteDifferences(
            Vector256.LoadUnsafe(ref start, (nuint)offset) & mask,
            Vector256.LoadUnsafe(ref start, (nuint)offset + 1) & mask).AsUInt64();
}
