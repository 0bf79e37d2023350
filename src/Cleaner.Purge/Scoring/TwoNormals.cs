namespace Cleaner.Purge.Scoring;

/// <summary>A mixture of two normal densities in one dimension, fitted by expectation-maximisation from a split at the median.</summary>
/// <param name="Share">Weight of the upper one.</param>
/// <param name="LowMean">Mean of the lower one.</param>
/// <param name="LowDeviation">Its standard deviation.</param>
/// <param name="HighMean">Mean of the upper one.</param>
/// <param name="HighDeviation">Its standard deviation.</param>
public sealed record TwoNormals(double Share, double LowMean, double LowDeviation, double HighMean, double HighDeviation)
{
    private const int Steps = 200;
    private const double MinDeviation = 1e-4;

    /// <summary>Fits the mixture.</summary>
    public static TwoNormals Fit(ReadOnlySpan<float> values)
    {
        float[] x = values.ToArray();
        Array.Sort(x);
        var upper = new double[x.Length];
        Array.Fill(upper, 1, x.Length / 2, x.Length - (x.Length / 2));
        TwoNormals fitted = Maximise(x, upper);
        for (int step = 0; step < Steps; step++)
        {
            TwoNormals before = fitted;
            fitted = Maximise(x, Array.ConvertAll(x, value => before.Posterior(value)));
            if (Math.Abs(fitted.Share - before.Share) < 1e-7)
            {
                break;
            }
        }

        return fitted;
    }

    /// <summary>The probability that a value belongs to the upper one.</summary>
    public double Posterior(double value)
    {
        double low = Math.Log(1 - Share) - Math.Log(LowDeviation) - (Square((value - LowMean) / LowDeviation) / 2);
        double high = Math.Log(Share) - Math.Log(HighDeviation) - (Square((value - HighMean) / HighDeviation) / 2);
        return 1 / (1 + Math.Exp(low - high));
    }

    /// <summary>Where the upper one becomes the likelier between the two means.</summary>
    public double Threshold()
    {
        double low = LowMean, high = HighMean;
        for (int halving = 0; halving < 60; halving++)
        {
            double middle = (low + high) / 2;
            (low, high) = Posterior(middle) < 0.5 ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static TwoNormals Maximise(float[] x, double[] upper)
    {
        double total = upper.Sum();
        var (lowMean, lowDeviation) = Moments(x, upper, complement: true);
        var (highMean, highDeviation) = Moments(x, upper, complement: false);
        return new TwoNormals(Math.Clamp(total / x.Length, 1e-6, 1 - 1e-6), lowMean, lowDeviation, highMean, highDeviation);
    }

    private static (double Mean, double Deviation) Moments(float[] x, double[] upper, bool complement)
    {
        double weights = 0, sum = 0, square = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double weight = complement ? 1 - upper[i] : upper[i];
            weights += weight;
            sum += weight * x[i];
        }

        double mean = weights > 0 ? sum / weights : x[^1];
        for (int i = 0; i < x.Length; i++)
        {
            square += (complement ? 1 - upper[i] : upper[i]) * Square(x[i] - mean);
        }

        return (mean, Math.Max(MinDeviation, weights > 0 ? Math.Sqrt(square / weights) : 0));
    }

    private static double Square(double value) => value * value;
}
