using System.Numerics;

namespace Cleaner.Ingest.Deduplication;

/// <summary>Two codes that lie close together.</summary>
/// <param name="A">Index of the first code.</param>
/// <param name="B">Index of the second code; always greater than <paramref name="A"/>.</param>
/// <param name="Distance">Number of bits in which they differ.</param>
public readonly record struct CodePair(int A, int B, int Distance);

/// <summary>
/// All pairs of 64-bit codes within a Hamming distance, exactly, by multi-index hashing (Norouzi, Punjani, Fleet,
/// "Fast exact search in Hamming space with multi-index hashing", 2014): four chunks of 16 bits, each with its own
/// bucket index; two codes within d = 4r + a bits agree within r bits in one of the first a + 1 chunks or within r - 1
/// bits in one of the others. Candidates of a bucket are compared in full, and a pair is reported from the first chunk
/// that finds it, so that no pair comes twice and none is kept in a set.
/// </summary>
/// <remarks>
/// Memory: 20 bytes a code plus the pairs. Equal codes are pairs at distance 0, and m equal codes are m(m-1)/2 pairs:
/// collapse them first (<see cref="DistinctCodes"/>).
/// </remarks>
public static class HammingJoin
{
    /// <summary>Largest distance that is still worth this index; beyond it the probes outweigh a plain scan.</summary>
    public const int MaxDistance = 12;

    private const int Chunks = 4;
    private const int BlocksPerThread = 64;

    /// <summary>Finds every pair at a distance of at most <paramref name="maxDistance"/>.</summary>
    /// <param name="codes">The codes; any distribution.</param>
    /// <param name="maxDistance">Largest distance in bits, 0 to <see cref="MaxDistance"/>.</param>
    /// <param name="threads">Threads to use; 0 for all cores.</param>
    /// <param name="stop">Ends the search early.</param>
    /// <returns>The pairs in ascending order of (A, B), whatever the number of threads.</returns>
    public static List<CodePair> SelfJoin(ReadOnlySpan<ulong> codes, int maxDistance, int threads = 0, CancellationToken stop = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxDistance);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxDistance, MaxDistance);
        if (threads <= 0)
            threads = Environment.ProcessorCount;

        var permuted = BitBalance.Permute(codes);
        var radii = Radii(maxDistance);
        var pairs = new List<CodePair>();
        for (var chunk = 0; chunk < Chunks; chunk++)
        {
            if (radii[chunk] < 0)
                continue;
            var index = ChunkIndex.Build(permuted, chunk);
            var search = new ChunkSearch(index, radii, maxDistance);
            pairs.AddRange(search.Run(threads, threads * BlocksPerThread, stop));
        }
        pairs.Sort(static (x, y) => x.A != y.A ? x.A.CompareTo(y.A) : x.B.CompareTo(y.B));
        return pairs;
    }

    /// <summary>The refined pigeonhole: the radius to probe in each chunk, -1 for "this chunk need not be probed".</summary>
    internal static int[] Radii(int maxDistance)
    {
        int r = maxDistance / Chunks, a = maxDistance % Chunks;
        return [.. Enumerable.Range(0, Chunks).Select(c => c <= a ? r : r - 1)];
    }

    /// <summary>Every 16-bit mask with at most <paramref name="radius"/> bits set, the empty one first.</summary>
    internal static ushort[] Masks(int radius)
    {
        var masks = new List<ushort>();
        for (var bits = 0; bits <= radius; bits++)
        {
            for (uint mask = 0; mask < ChunkIndex.Buckets; mask++)
            {
                if (BitOperations.PopCount(mask) == bits)
                    masks.Add((ushort)mask);
            }
        }
        return [.. masks];
    }
}
