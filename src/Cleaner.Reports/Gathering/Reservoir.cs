namespace Cleaner.Reports.Gathering;

/// <summary>
/// Keeps the items with the lowest keys of a stream. With a mixed-up sample id as key that is an even sample which is the same each
/// time and does not depend on the order; with a distance as key it is the nearest ones.
/// </summary>
internal sealed class Reservoir<T>(int capacity)
{
    private readonly PriorityQueue<T, (double Key, long Order)> _kept = new(new Descending());

    /// <summary>Items offered in all.</summary>
    public long Offered { get; private set; }

    public void Offer(double key, T item)
    {
        // Of equal keys the earlier one stays.
        (double, long) rank = (key, Offered++);
        if (_kept.Count < capacity)
        {
            _kept.Enqueue(item, rank);
        }
        else if (capacity > 0)
        {
            _kept.EnqueueDequeue(item, rank);
        }
    }

    /// <summary>The kept items, lowest key first.</summary>
    public IReadOnlyList<T> Items() => [.. _kept.UnorderedItems.OrderBy(i => i.Priority).Select(i => i.Element)];

    /// <summary>A key that looks random but is a function of the id alone (the finalizer of SplitMix64).</summary>
    public static double Mixed(long id)
    {
        ulong z = (ulong)id + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (z ^ (z >> 31)) >> 11;
    }

    private sealed class Descending : IComparer<(double Key, long Order)>
    {
        public int Compare((double Key, long Order) x, (double Key, long Order) y) => y.CompareTo(x);
    }
}
