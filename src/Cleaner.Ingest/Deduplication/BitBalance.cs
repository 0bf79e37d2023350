using System.Numerics;

namespace Cleaner.Ingest.Deduplication;

/// <summary>
/// Deals the 64 bit positions out to the four chunks of <see cref="HammingJoin"/> so that each gets its share of the
/// informative ones. The low frequencies of a perceptual hash are nearly the same for all pictures of one kind (aligned
/// faces); left side by side they would put most codes into a handful of buckets. Distances do not depend on the order.
/// </summary>
internal static class BitBalance
{
    private const int Bits = 64, Chunks = 4, ChunkBits = 16;
    private const int SampleSize = 200_000;

    /// <summary>The codes with their bits in the balanced order.</summary>
    public static ulong[] Permute(ReadOnlySpan<ulong> codes)
    {
        var tables = Tables(TargetPositions(codes));
        var permuted = new ulong[codes.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            ulong code = codes[i], result = 0;
            for (var b = 0; b < 8; b++)
                result |= tables[(b << 8) | (int)((code >> (8 * b)) & 0xFF)];
            permuted[i] = result;
        }
        return permuted;
    }

    /// <summary>For each bit its new position: bits sorted from the most to the least balanced, dealt to the chunks in turn.</summary>
    private static int[] TargetPositions(ReadOnlySpan<ulong> codes)
    {
        var ones = new long[Bits];
        var stride = Math.Max(1, codes.Length / SampleSize);
        long sampled = 0;
        for (var i = 0; i < codes.Length; i += stride, sampled++)
        {
            for (var rest = codes[i]; rest != 0; rest &= rest - 1)
                ones[BitOperations.TrailingZeroCount(rest)]++;
        }
        var target = new int[Bits];
        var rank = 0;
        foreach (var bit in Enumerable.Range(0, Bits).OrderBy(b => Math.Abs(2 * ones[b] - sampled)).ThenBy(b => b))
        {
            target[bit] = rank % Chunks * ChunkBits + rank / Chunks;
            rank++;
        }
        return target;
    }

    private static ulong[] Tables(int[] target)
    {
        var tables = new ulong[8 * 256];
        for (var b = 0; b < 8; b++)
        {
            for (var value = 0; value < 256; value++)
            {
                for (var bit = 0; bit < 8; bit++)
                {
                    if ((value >> bit & 1) != 0)
                        tables[(b << 8) | value] |= 1UL << target[8 * b + bit];
                }
            }
        }
        return tables;
    }
}
