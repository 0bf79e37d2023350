using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cleaner.Imaging;

/// <summary>How far pixels are from grey.</summary>
internal static class Chroma
{
    private const int Step = 96;

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

    private static Vector256<ulong> Difference(ref byte start, int offset, Vector256<byte> mask) =>
        Avx2.SumAbsoluteDifferences(
            Vector256.LoadUnsafe(ref start, (nuint)offset) & mask,
            Vector256.LoadUnsafe(ref start, (nuint)offset + 1) & mask).AsUInt64();
}
