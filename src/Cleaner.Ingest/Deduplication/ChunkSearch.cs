using System.Numerics;

namespace Cleaner.Ingest.Deduplication;

/// <summary>Compares the codes of neighbouring buckets of one <see cref="ChunkIndex"/>.</summary>
internal sealed class ChunkSearch(ChunkIndex index, int[] radii, int maxDistance)
{
    /// <summary>A pair of buckets with more comparisons than this is indexed once more by the other chunks: skewed codes crowd a few buckets.</summary>
    private const long CrowdedComparisons = 1L << 25;

    private readonly ushort[] _masks = HammingJoin.Masks(radii[index.Chunk]);

    /// <summary>Runs over all buckets in parallel; blocks are handed out as threads become free, because buckets differ much in size.</summary>
    public IEnumerable<CodePair> Run(int threads, int blocks, CancellationToken stop)
    {
        var found = new List<CodePair>[blocks];
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = stop }, block =>
        {
            var pairs = found[block] = [];
            // Buckets are dealt in turn, so that a run of heavy ones is shared.
            for (var bucket = block; bucket < ChunkIndex.Buckets; bucket += blocks)
            {
                stop.ThrowIfCancellationRequested();
                Probe(bucket, pairs);
            }
        });
        return found.SelectMany(p => p);
    }

    private void Probe(int bucket, List<CodePair> pairs)
    {
        int from = index.Starts[bucket], to = index.Starts[bucket + 1];
        if (from == to)
            return;
        foreach (var mask in _masks)
        {
            var other = bucket ^ mask;
            if (other < bucket)
                continue;   // that pair of buckets is visited from the other side
            int otherFrom = index.Starts[other], otherTo = index.Starts[other + 1];
            if ((long)(to - from) * (otherTo - otherFrom) > CrowdedComparisons)
            {
                var left = maxDistance - BitOperations.PopCount(mask);
                foreach (var (i, j) in CrowdedBuckets.Join(index.Codes, from..to, otherFrom..otherTo, index.Chunk, left))
                    Report(i, j, index.Codes[i] ^ index.Codes[j], pairs);
                continue;
            }
            for (var i = from; i < to; i++)
                Compare(i, mask == 0 ? i + 1 : otherFrom, otherTo, pairs);
        }
    }

    private void Compare(int i, int from, int to, List<CodePair> pairs)
    {
        var code = index.Codes[i];
        var others = index.Codes.AsSpan(from, to - from);
        var limit = maxDistance;
        for (var j = 0; j < others.Length; j++)
        {
            if (BitOperations.PopCount(code ^ others[j]) <= limit)
                Report(i, from + j, code ^ others[j], pairs);
        }
    }

    private void Report(int i, int j, ulong difference, List<CodePair> pairs)
    {
        for (var chunk = 0; chunk < index.Chunk; chunk++)
        {
            if (BitOperations.PopCount((uint)ChunkIndex.Key(difference, chunk)) <= radii[chunk])
                return;     // an earlier chunk has reported it
        }
        int a = index.Ids[i], b = index.Ids[j];
        pairs.Add(new CodePair(Math.Min(a, b), Math.Max(a, b), BitOperations.PopCount(difference)));
    }
}
