namespace Cleaner.Reports.Gathering;

/// <summary>
/// A histogram over values whose range is not known beforehand, in one pass: where a value falls outside, bins are joined in pairs until
/// it fits. Several series share the bins.
/// </summary>
internal sealed class GrowingHistogram(int series)
{
    private const int Bins = 512;       // even, so that joining pairs leaves whole bins
    private const double FirstWidth = 1.0 / 65536;

    private readonly long[][] _counts = [.. Enumerable.Range(0, series).Select(_ => new long[Bins])];
    private double _low = double.NaN;
    private double _width = FirstWidth;

    /// <summary>Values counted.</summary>
    public long Total { get; private set; }

    public void Add(int which, double value)
    {
        if (!double.IsFinite(value))
        {
            return;
        }

        if (double.IsNaN(_low))
        {
            _low = (Math.Floor(value / _width) - (Bins / 2)) * _width;
        }

        while (value < _low || value >= _low + (Bins * _width))
        {
            Grow(downwards: value < _low);
        }

        _counts[which][(int)((value - _low) / _width)]++;
        Total++;
    }

    /// <summary>The counts on <paramref name="bins"/> equal bins from the lowest to the highest value seen; the edges are exact to one fine bin.</summary>
    public (double Low, double High, double[][] Counts) Coarsen(int bins)
    {
        int first = 0, last = Bins - 1;
        while (first < last && _counts.All(c => c[first] == 0))
        {
            first++;
        }

        while (last > first && _counts.All(c => c[last] == 0))
        {
            last--;
        }

        int step = Math.Max(1, (last - first + bins) / bins);
        int count = ((last - first) / step) + 1;
        var coarse = _counts.Select(_ => new double[count]).ToArray();
        for (int s = 0; s < coarse.Length; s++)
        {
            for (int i = first; i <= last; i++)
            {
                coarse[s][(i - first) / step] += _counts[s][i];
            }
        }

        double low = double.IsNaN(_low) ? 0 : _low + (first * _width);
        return (low, low + (count * step * _width), coarse);
    }

    private void Grow(bool downwards)
    {
        foreach (long[] counts in _counts)
        {
            for (int i = 0; i < Bins / 2; i++)
            {
                counts[i] = counts[2 * i] + counts[(2 * i) + 1];
            }

            Array.Clear(counts, Bins / 2, Bins / 2);
            if (downwards)
            {
                Array.Copy(counts, 0, counts, Bins / 2, Bins / 2);
                Array.Clear(counts, 0, Bins / 2);
            }
        }

        _low -= downwards ? Bins * _width : 0;
        _width *= 2;
    }
}
