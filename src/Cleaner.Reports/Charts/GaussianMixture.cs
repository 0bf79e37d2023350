namespace Cleaner.Reports.Charts;

/// <summary>One bell of a mixture.</summary>
internal readonly record struct Bell(double Weight, double Mean, double Deviation)
{
    public double Density(double x) =>
        Weight / (Deviation * Math.Sqrt(2 * Math.PI)) * Math.Exp(-(x - Mean) * (x - Mean) / (2 * Deviation * Deviation));
}

/// <summary>Two Gaussians fitted to a histogram by expectation maximisation: the bulk that is right, and the tail that is not.</summary>
internal static class GaussianMixture
{
    private const int Iterations = 300;
    private const double SmallestWeight = 1e-3;

    /// <summary>Fits the mixture; null when the counts show no second bell of any weight.</summary>
    /// <param name="low">Left edge of the first bin.</param>
    /// <param name="step">Width of a bin.</param>
    /// <param name="counts">Counts by bin.</param>
    public static (Bell Lower, Bell Upper)? Fit(double low, double step, IReadOnlyList<double> counts)
    {
        double total = counts.Sum();
        if (total < 2 || counts.Count(c => c > 0) < 4)
        {
            return null;
        }

        double Center(int bin) => low + ((bin + 0.5) * step);
        double mean = counts.Select((c, i) => c * Center(i)).Sum() / total;
        double spread = Math.Sqrt(counts.Select((c, i) => c * Math.Pow(Center(i) - mean, 2)).Sum() / total);
        Bell lower = new(0.5, mean - spread, spread), upper = new(0.5, mean + spread, spread);
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            Moments first = default, second = default;
            for (int i = 0; i < counts.Count; i++)
            {
                double x = Center(i), a = lower.Density(x), b = upper.Density(x);
                double share = a + b > 0 ? a / (a + b) : x < mean ? 1 : 0;
                first.Add(x, counts[i] * share);
                second.Add(x, counts[i] * (1 - share));
            }

            (lower, upper) = (first.Bell(total, step), second.Bell(total, step));
        }

        (lower, upper) = lower.Mean <= upper.Mean ? (lower, upper) : (upper, lower);
        return lower.Weight < SmallestWeight || upper.Weight < SmallestWeight ? null : (lower, upper);
    }

    private struct Moments
    {
        private double _weight;
        private double _sum;
        private double _squares;

        public void Add(double x, double weight)
        {
            _weight += weight;
            _sum += weight * x;
            _squares += weight * x * x;
        }

        public readonly Bell Bell(double total, double smallest)
        {
            double mean = _weight > 0 ? _sum / _weight : 0;
            double variance = _weight > 0 ? (_squares / _weight) - (mean * mean) : 0;
            // A bell narrower than a bin would be a spike on one bin.
            return new Bell(_weight / total, mean, Math.Sqrt(Math.Max(variance, smallest * smallest)));
        }
    }
}
