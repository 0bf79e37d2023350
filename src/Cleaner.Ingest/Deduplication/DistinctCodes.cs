namespace Cleaner.Ingest.Deduplication;

/// <summary>Codes with equal ones collapsed: the distinct values, and for each the items that carry it.</summary>
public sealed class DistinctCodes
{
    private readonly int[] _order;
    private readonly int[] _starts;

    private DistinctCodes(ulong[] values, int[] order, int[] starts) => (Values, _order, _starts) = (values, order, starts);

    /// <summary>The distinct codes, ascending.</summary>
    public ulong[] Values { get; }

    /// <summary>The indices of the items whose code is <c>Values[i]</c>, ascending.</summary>
    public ReadOnlySpan<int> Items(int i) => _order.AsSpan(_starts[i], _starts[i + 1] - _starts[i]);

    /// <summary>Groups the codes by value.</summary>
    public static DistinctCodes Of(ReadOnlySpan<ulong> codes)
    {
        var sorted = codes.ToArray();
        var order = new int[sorted.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(sorted, order);

        var values = new List<ulong>();
        var starts = new List<int>();
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i == 0 || sorted[i] != sorted[i - 1])
            {
                values.Add(sorted[i]);
                starts.Add(i);
            }
        }
        starts.Add(sorted.Length);
        for (var i = 0; i + 1 < starts.Count; i++)
            order.AsSpan(starts[i], starts[i + 1] - starts[i]).Sort();
        return new DistinctCodes([.. values], order, [.. starts]);
    }
}
