using System.Numerics;
using System.Runtime.InteropServices;

namespace Cleaner.Ingest.Deduplication;

/// <summary>
/// How far apart hashes may lie before a set drowns in chance pairs. Pictures of one kind (aligned faces on white) have hashes
/// alike by themselves: at one and the same distance, such a set may have thousands of times the pairs of mixed photographs.
/// </summary>
internal static class NearRadius
{
    private const int SampleSize = 4096;

    /// <summary>Candidate pairs a sample that are still worth comparing.</summary>
    private const long PairsPerCode = 32;

    private const long AlwaysBearable = 1_000_000;

    /// <summary>The largest distance, up to the one wished for, with a bearable number of pairs; estimated from a sample.</summary>
    public static int Bearable(ReadOnlySpan<ulong> codes, int wished)
    {
        var stride = (codes.Length + SampleSize - 1) / SampleSize;
        var sample = new List<ulong>(SampleSize);
        for (var i = 0; i < codes.Length; i += stride)
            sample.Add(codes[i]);

        var counts = new long[wished + 1];
        var all = CollectionsMarshal.AsSpan(sample);
        for (var i = 0; i < all.Length; i++)
        {
            var code = all[i];
            foreach (var other in all[(i + 1)..])
            {
                var distance = BitOperations.PopCount(code ^ other);
                if (distance <= wished)
                    counts[distance]++;
            }
        }

        // Pairs grow with the square of the number of codes.
        var scale = (double)stride * stride;
        var limit = PairsPerCode * (double)codes.Length + AlwaysBearable;
        double pairs = 0;
        for (var distance = 0; distance <= wished; distance++)
        {
            pairs += counts[distance] * scale;
            if (pairs > limit)
                return Math.Max(0, distance - 1);
        }
        return wished;
    }
}
