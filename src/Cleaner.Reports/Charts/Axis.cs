using System.Globalization;

namespace Cleaner.Reports.Charts;

/// <summary>One axis of a plot: its range, where its ticks lie and how they are written.</summary>
/// <param name="Low">Value at the start.</param>
/// <param name="High">Value at the end, greater than <paramref name="Low"/>.</param>
/// <param name="Title">Written beside the axis.</param>
/// <param name="Format">Turns a tick into text.</param>
/// <param name="Logarithmic">Decades instead of equal steps; the range must be positive.</param>
internal sealed record Axis(double Low, double High, string Title, Func<double, string> Format, bool Logarithmic = false)
{
    private const double FewDecades = 30;

    private static readonly double[] NiceSteps = [1, 2, 2.5, 5, 10];
    private static readonly double[] WithinDecade = [1, 2, 5];

    /// <summary>From zero to a little above the largest value.</summary>
    public static Axis Counts(double largest, string title) => new(0, NiceCeiling(Math.Max(largest, 1)), title, Count);

    /// <summary>Covers the values, with some air.</summary>
    public static Axis Covering(IEnumerable<double> values, string title, Func<double, string> format)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values)
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        if (low > high)
        {
            (low, high) = (0, 1);
        }

        double air = high > low ? (high - low) * 0.04 : Math.Max(Math.Abs(high) * 0.1, 0.1);
        return new Axis(low - air, high + air, title, format);
    }

    /// <summary>Where a value lies, 0 at the start and 1 at the end.</summary>
    public double Position(double value) => Logarithmic
        ? Math.Log(Math.Max(value, Low) / Low) / Math.Log(High / Low)
        : (value - Low) / (High - Low);

    /// <summary>Round values inside the range, about <paramref name="wanted"/> of them.</summary>
    public IEnumerable<double> Ticks(int wanted = 5)
    {
        if (Logarithmic)
        {
            double[] steps = High / Low < FewDecades ? WithinDecade : [1];
            for (double decade = Math.Pow(10, Math.Floor(Math.Log10(Low))); decade <= High * (1 + 1e-9); decade *= 10)
            {
                foreach (double tick in steps.Select(s => s * decade).Where(t => t >= Low * (1 - 1e-9) && t <= High * (1 + 1e-9)))
                {
                    yield return tick;
                }
            }

            yield break;
        }

        double step = NiceStep((High - Low) / wanted);
        for (long i = (long)Math.Ceiling((Low / step) - 1e-9); i * step <= High + (step * 1e-9); i++)
        {
            yield return i * step;
        }
    }

    /// <summary>1200 as 1,200; 1200000 as 1.2M.</summary>
    public static string Count(double value) => value switch
    {
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        >= 1e4 => (value / 1e3).ToString("0.#", CultureInfo.InvariantCulture) + "k",
        _ => value.ToString("#,0.##", CultureInfo.InvariantCulture),
    };

    private static double NiceStep(double raw)
    {
        double magnitude = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return NiceSteps.Select(s => s * magnitude).First(s => s >= raw * (1 - 1e-9));
    }

    private static double NiceCeiling(double value)
    {
        double step = NiceStep(value / 4);
        return Math.Ceiling(value / step) * step;
    }
}
