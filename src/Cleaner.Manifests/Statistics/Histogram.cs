namespace Cleaner.Manifests.Statistics;

/// <summary>One bar: how many values lie in From..To, both included.</summary>
/// <param name="From">Smallest value.</param>
/// <param name="To">Largest value.</param>
/// <param name="Count">How many.</param>
public sealed record HistogramBar(long From, long To, long Count);

/// <summary>Counts of whole numbers in bars whose width grows with the value: 1, 2, 3–4, 5–9, 10–19, 20–49, 50–99, 100–199, …</summary>
public static class Histogram
{
    /// <summary>The bars from the first to the last that is not empty.</summary>
    /// <param name="values">Each value with how often it occurs; values below 1 are in a bar of their own, 0.</param>
    public static IReadOnlyList<HistogramBar> Of(IEnumerable<KeyValuePair<long, long>> values)
    {
        var counts = new SortedDictionary<long, long>();
        foreach ((long value, long count) in values)
        {
            long from = BarOf(value).From;
            counts[from] = counts.GetValueOrDefault(from) + count;
        }

        var bars = new List<HistogramBar>();
        if (counts.Count == 0)
        {
            return bars;
        }

        long last = counts.Keys.Last();
        for (long from = counts.Keys.First(); from <= last; from = BarOf(from).To + 1)
        {
            bars.Add(new HistogramBar(from, BarOf(from).To, counts.GetValueOrDefault(from)));
        }

        return bars;
    }

    private static (long From, long To) BarOf(long value)
    {
        if (value <= 2)
        {
            return value < 1 ? (0, 0) : (value, value);
        }

        if (value < 10)
        {
            return value < 5 ? (3, 4) : (5, 9);
        }

        long decade = 10;
        while (value / 10 >= decade)
        {
            decade *= 10;
        }

        return value < 2 * decade ? (decade, (2 * decade) - 1)
            : value < 5 * decade ? (2 * decade, (5 * decade) - 1)
            : (5 * decade, (10 * decade) - 1);
    }
}
