namespace Cleaner.Ingest.Deduplication;

/// <summary>The codes sorted by one of their four 16-bit chunks (a counting sort), with the start of each bucket.</summary>
internal sealed class ChunkIndex
{
    public const int Buckets = 1 << 16;

    private ChunkIndex(int chunk, ulong[] codes, int[] ids, int[] starts) => (Chunk, Codes, Ids, Starts) = (chunk, codes, ids, starts);

    /// <summary>Which chunk, 0 (lowest bits) to 3.</summary>
    public int Chunk { get; }

    /// <summary>The codes, bucket after bucket.</summary>
    public ulong[] Codes { get; }

    /// <summary>The index of each of <see cref="Codes"/> in the original order.</summary>
    public int[] Ids { get; }

    /// <summary>Where each bucket starts; one entry more than there are buckets.</summary>
    public int[] Starts { get; }

    public static ChunkIndex Build(ReadOnlySpan<ulong> codes, int chunk)
    {
        var starts = new int[Buckets + 1];
        foreach (var code in codes)
            starts[Key(code, chunk) + 1]++;
        for (var b = 0; b < Buckets; b++)
            starts[b + 1] += starts[b];

        var next = starts.AsSpan(0, Buckets).ToArray();
        var sorted = new ulong[codes.Length];
        var ids = new int[codes.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            var at = next[Key(codes[i], chunk)]++;
            sorted[at] = codes[i];
            ids[at] = i;
        }
        return new ChunkIndex(chunk, sorted, ids, starts);
    }

    public static int Key(ulong code, int chunk) => (ushort)(code >> (16 * chunk));
}
