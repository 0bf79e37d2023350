namespace Cleaner.Purge.Scoring;

/// <summary>How much farther right labels spread above their mode than below it, before any data is seen.</summary>
/// <param name="Ratio">Mean distance from the mode above it, over that below it.</param>
/// <param name="Weight">How far this is believed, relative to what the samples say themselves.</param>
public readonly record struct Skew(double Ratio, double Weight);

/// <summary>
/// How the scores of right labels are spread: one mode; left of it, where noise never reaches, half of a normal density; right of it half of
/// a logistic one (exponential tail). Part of the right half is several times as wide: hard images, or identities that look alike.
/// </summary>
/// <param name="Mode">Score of a typical right label.</param>
/// <param name="Left">Standard deviation of the half normal left of the mode.</param>
/// <param name="Scale">Scale of the half logistic right of it.</param>
/// <param name="Hard">Share of the right half that spreads more widely.</param>
/// <param name="HardRatio">How much more widely: one of <see cref="HardRatios"/>.</param>
public sealed record RightScores(double Mode, double Left, double Scale, double Hard, double HardRatio)
{
    /// <summary>How much more widely hard images spread, in most sets.</summary>
    public const double UsualHardRatio = 2.5;

    /// <summary>How widely they may spread: the others are for sets where many classes are hardly learned, and have to be likelier by <see cref="Handicap"/>.</summary>
    public static readonly double[] HardRatios = [UsualHardRatio, 4, 6];

    /// <summary>Their share before any data is seen.</summary>
    public const double ExpectedHard = 0.02;

    /// <summary>Weight of that, in samples.</summary>
    public const double HardSamples = 200;

    /// <summary>How unlikely a scale is that the data choose freely, beforehand: the log of its ratio to the expected one is normal, of precision twice this.</summary>
    public const double ScalePrecision = 20;

    /// <summary>How much likelier a free scale, or an unusual <see cref="HardRatio"/>, has to make the data besides, as a log: within chance, the usual stays.</summary>
    public const double Handicap = 10;

    private const double MeanOfHalfLogistic = 1.3862943611198906; // 2·ln 2
    private const double MeanOfHalfNormal = 0.7978845608028654; // √(2/π)
    private const double AreaOfHalfNormal = 1.2533141373155003; // √(π/2), of exp(−x²/2)
    private const double AreaOfHalfLogistic = 2; // of 4·e⁻ˣ/(1 + e⁻ˣ)²
    private const double LogisticDeviation = 1.8137993642342178; // π/√3

    /// <summary>Root mean square distance from the mode above it.</summary>
    public double RightDeviation => LogisticDeviation * Scale * Math.Sqrt(1 - Hard + (Hard * HardRatio * HardRatio));

    /// <summary>Where an estimation begins.</summary>
    internal static RightScores Begin(double mode, double left, Skew skew, double hard, double hardRatio) => new(mode, left, ExpectedScale(left, skew), hard, hardRatio);

    /// <summary>The density, of area 1.</summary>
    public double Density(double score)
    {
        double distance = score - Mode;
        double height = distance < 0 ? Math.Exp(-0.5 * distance * distance / (Left * Left)) : Typical(distance) + Wide(distance);
        return height / ((AreaOfHalfNormal * Left) + (AreaOfHalfLogistic * Scale));
    }

    /// <summary>The log of what is believed of <see cref="Hard"/> and <see cref="Scale"/> beforehand.</summary>
    internal double LogPrior(Skew skew)
    {
        double off = Math.Log(Scale / ExpectedScale(Left, skew));
        double handicap = (skew.Weight > 0 ? 0 : Handicap) + (HardRatio == UsualHardRatio ? 0 : Handicap);
        return (HardSamples * ((ExpectedHard * Math.Log(Hard)) + ((1 - ExpectedHard) * Math.Log(1 - Hard)))) - (ScalePrecision * off * off) - handicap;
    }

    /// <summary>The next estimate from how much of every point is right. The scale is held near a multiple of the left one, as far as the skew is believed.</summary>
    internal RightScores Refit(ScorePoints points, double[] weight, Skew skew)
    {
        var (mode, left) = points.LeftHalf(weight, 0.5);
        double total = 0, excess = 0, wide = 0;
        for (int i = 0; i < weight.Length; i++)
        {
            double distance = points.Score[i] - mode;
            if (distance > 0)
            {
                double hard = Wide(distance), both = hard + Typical(distance);
                hard = both > 0 ? hard / both : 1;
                total += weight[i];
                wide += weight[i] * hard;
                excess += weight[i] * distance * (1 - hard + (hard / HardRatio));
            }
        }

        double own = total > 0 ? Math.Max(ScorePoints.MinDeviation, excess / total / MeanOfHalfLogistic) : ScorePoints.MinDeviation;
        double log = (Math.Log(own) + (skew.Weight * Math.Log(ExpectedScale(left, skew)))) / (1 + skew.Weight);
        return new RightScores(mode, left, Math.Exp(log), (wide + (ExpectedHard * HardSamples)) / (total + HardSamples), HardRatio);
    }

    private double Typical(double distance) => (1 - Hard) * HalfLogistic(distance / Scale);

    private double Wide(double distance) => Hard / HardRatio * HalfLogistic(distance / (HardRatio * Scale));

    private static double ExpectedScale(double left, Skew skew) => skew.Ratio * left * MeanOfHalfNormal / MeanOfHalfLogistic;

    // 4·e⁻ˣ/(1 + e⁻ˣ)²: 1 at 0.
    private static double HalfLogistic(double x)
    {
        double e = Math.Exp(-x);
        return 4 * e / ((1 + e) * (1 + e));
    }
}
