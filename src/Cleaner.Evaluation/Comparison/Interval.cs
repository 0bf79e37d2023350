namespace Cleaner.Evaluation.Comparison;

/// <summary>A figure with its bootstrap interval.</summary>
/// <param name="Value">On all data.</param>
/// <param name="Low">2.5 % quantile of the replicates.</param>
/// <param name="High">97.5 % quantile of the replicates.</param>
public sealed record Interval(double Value, double Low, double High)
{
    /// <summary>True when the interval does not hold zero: more than chance.</summary>
    public bool ExcludesZero => Low > 0 || High < 0;

    /// <summary>The percentile interval of replicates (Efron 1979), quantiles interpolated linearly.</summary>
    public static Interval Of(double value, double[] replicates)
    {
        double[] sorted = [.. replicates.Where(r => !double.IsNaN(r)).Order()];
        return sorted.Length == 0 ? new Interval(value, double.NaN, double.NaN) : new Interval(value, Quantile(sorted, 0.025), Quantile(sorted, 0.975));
    }

    /// <summary>Quantile of an ascending list, interpolated between neighbours (NumPy's default).</summary>
    public static double Quantile(double[] ascending, double share)
    {
        double at = share * (ascending.Length - 1);
        int below = (int)at;
        int above = Math.Min(below + 1, ascending.Length - 1);
        return ascending[below] + ((at - below) * (ascending[above] - ascending[below]));
    }
}
