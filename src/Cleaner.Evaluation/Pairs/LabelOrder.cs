namespace Cleaner.Evaluation.Pairs;

/// <summary>Rows put in the order of their labels, so that the genuine partners of a sample are a range.</summary>
internal sealed class LabelOrder
{
    private LabelOrder(int[] rows, int[] start, int[] end) => (Rows, Start, End) = (rows, start, end);

    /// <summary>Original row at each position.</summary>
    public int[] Rows { get; }

    /// <summary>First position of the label at each position.</summary>
    public int[] Start { get; }

    /// <summary>One past the last position of the label at each position.</summary>
    public int[] End { get; }

    public static LabelOrder Of(ReadOnlySpan<long> labels)
    {
        long[] keys = labels.ToArray();
        var rows = new int[keys.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = i;
        }

        var sorted = (long[])keys.Clone();
        // Equal labels keep the order of their rows, so that results do not depend on the sort.
        Array.Sort(rows, (a, b) => keys[a] != keys[b] ? keys[a].CompareTo(keys[b]) : a.CompareTo(b));
        Array.Sort(sorted);
        var start = new int[rows.Length];
        var end = new int[rows.Length];
        for (int from = 0, to; from < rows.Length; from = to)
        {
            to = from + 1;
            while (to < rows.Length && sorted[to] == sorted[from])
            {
                to++;
            }

            Array.Fill(start, from, from, to - from);
            Array.Fill(end, to, from, to - from);
        }

        return new LabelOrder(rows, start, end);
    }
}
