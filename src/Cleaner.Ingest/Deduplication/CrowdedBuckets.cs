using System.Numerics;

namespace Cleaner.Ingest.Deduplication;

/// <summary>
/// Joins two large buckets that agree (nearly) in one chunk, by the same pigeonhole on the other three: 3 chunks, so with
/// d = 3r + a the first a + 1 of them are probed at radius r and the rest at r - 1.
/// </summary>
internal static class CrowdedBuckets
{
    /// <summary>Pairs of positions, each once, whose codes differ in at most <paramref name="distance"/> bits outside the shared chunk.</summary>
    /// <param name="codes">The codes of both buckets.</param>
    /// <param name="first">Positions of one bucket.</param>
    /// <param name="second">Positions of the other, or the same once more: then each pair comes in one order.</param>
    /// <param name="sharedChunk">The chunk by which the buckets were made.</param>
    /// <param name="distance">Bits that are left for the other chunks.</param>
    public static IEnumerable<(int I, int J)> Join(ulong[] codes, Range first, Range second, int sharedChunk, int distance)
    {
        var chunks = Enumerable.Range(0, 4).Where(c => c != sharedChunk).ToArray();
        var radii = chunks.Select((_, rank) => distance / 3 - (rank <= distance % 3 ? 0 : 1)).ToArray();
        var shared = 0xFFFFUL << (16 * sharedChunk);
        var same = first.Equals(second);
        var (start, count) = second.GetOffsetAndLength(codes.Length);
        for (var rank = 0; rank < chunks.Length; rank++)
        {
            if (radii[rank] < 0)
                continue;
            var index = ChunkIndex.Build(codes.AsSpan(start, count), chunks[rank]);
            var masks = HammingJoin.Masks(radii[rank]);
            for (var i = first.Start.Value; i < first.End.Value; i++)
            {
                var key = ChunkIndex.Key(codes[i], chunks[rank]);
                foreach (var mask in masks)
                {
                    for (var at = index.Starts[key ^ mask]; at < index.Starts[(key ^ mask) + 1]; at++)
                    {
                        var difference = (codes[i] ^ index.Codes[at]) & ~shared;
                        var j = start + index.Ids[at];
                        if (BitOperations.PopCount(difference) <= distance && (!same || j > i) && IsFirst(difference, chunks, radii, rank))
                            yield return (i, j);
                    }
                }
            }
        }
    }

    private static bool IsFirst(ulong difference, int[] chunks, int[] radii, int rank)
    {
        for (var earlier = 0; earlier < rank; earlier++)
        {
            if (BitOperations.PopCount((uint)ChunkIndex.Key(difference, chunks[earlier])) <= radii[earlier])
                return false;
        }
        return true;
    }
}
