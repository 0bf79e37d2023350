namespace Cleaner.Manifests.Diffing;

/// <summary>
/// Items cut into parts by a key that is spread evenly over 64 bits, so that a join or a sort of any number of items needs only one
/// part in memory. Parts lie in temporary files.
/// </summary>
internal sealed class Partitions<T> : IDisposable
    where T : unmanaged
{
    /// <summary>A part of this many items is joined in memory at a time: 16 MB at 32 bytes an item.</summary>
    private const int ItemsInMemory = 1 << 19;

    private const int MaximumParts = 1024;
    private const int BufferedItems = 1 << 12;

    private readonly SpillList<T>[] parts;

    /// <param name="expected">About how many items will come; the two sides of a join must say the same.</param>
    public Partitions(long expected)
    {
        long count = Math.Clamp((expected + ItemsInMemory - 1) / ItemsInMemory, 1, MaximumParts);
        parts = [.. Enumerable.Range(0, (int)count).Select(_ => new SpillList<T>(BufferedItems))];
    }

    public int Count => parts.Length;

    public long Items => parts.Sum(part => part.Count);

    /// <summary>Adds an item to the part of its key; keys of a higher part are larger than all of a lower one.</summary>
    public void Add(ulong key, in T item) => parts[(int)Math.BigMul(key, (ulong)parts.Length, out _)].Add(item);

    public T[] Take(int part) => parts[part].Take();

    public void Dispose()
    {
        foreach (SpillList<T> part in parts)
        {
            part.Dispose();
        }
    }
}
