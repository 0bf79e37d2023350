namespace Cleaner.Purge.Scoring;

/// <summary>How much farther right labels spread above their mode than below it, before any data is seen.</summary>
/// <param name="Ratio">Mean distance from the mode above it, over that below it.</param>
/// <param name="Weight">How far this is believed, relative to what the samples say themselves.</param>
public readonly record struct Skew(double Ratio, double Weight);

/// <summary>
/// The scores of a set as a mixture of right and wrong labels, fitted by expectation-maximisation from several starts; the likeliest counts.
/// <para>Right labels: one mode. Left of it lie right labels alone, so half of a normal density fits there whatever the noise. Right of it, half
/// of a logistic one (exponential tail): its width is held near a multiple of the left one's, because a free one would take the
/// wrong labels in. A share of <see cref="HardShare"/> of the right half is <see cref="HardRatio"/> times as wide: the hard images
/// that every clean set has.</para>
/// <para>Wrong labels: a normal density whose mean and deviation are tied to those of a permutation null (labels put on at random) by a
/// conjugate prior worth <see cref="PriorSamples"/> samples. Without noise the data say nothing of it, the prior holds it where random labels
/// would lie, and its share goes to zero: what a mixture with two free parts cannot do.</para>
/// </summary>
/// <param name="Share">π: share of wrong labels.</param>
/// <param name="Mode">Score of a typical right label.</param>
/// <param name="Left">Standard deviation of the half normal left of the mode.</param>
/// <param name="Right">Scale of the half logistic right of it.</param>
/// <param name="Mean">Mean score of the wrong labels.</param>
/// <param name="Deviation">Standard deviation of the wrong labels' scores.</param>
public sealed record NoiseMixture(double Share, double Mode, double Left, double Right, double Mean, double Deviation)
{
    /// <summary>Weight of the permutation null in the wrong labels' mean and deviation, in samples.</summary>
    public const double PriorSamples = 10;

    /// <summary>Share of the right half whose scores spread more widely.</summary>
    public const double HardShare = 0.02;

    /// <summary>How much more widely.</summary>
    public const double HardRatio = 3;

    /// <summary>The mode of all labels is sought where this share of them lies densest: less than there are right ones, in any set worth cleaning.</summary>
    public const double DenseShare = 0.3;

    private const int Steps = 60;
    private const double MeanOfHalfLogistic = 1.3862943611198906; // 2·ln 2
    private const double MeanOfHalfNormal = 0.7978845608028654; // √(2/π)
    private const double AreaOfHalfNormal = 1.2533141373155003; // √(π/2), of exp(−x²/2)
    private const double AreaOfHalfLogistic = 2; // of 4·e⁻ˣ/(1 + e⁻ˣ)²

    // Where the wrong labels are looked for at first, from the mode to the null, and how many of them.
    private static readonly (double Way, double Share)[] Starts = [(1, 0.05), (1, 0.3), (0.7, 0.3), (0.5, 0.3), (0.35, 0.3)];

    /// <summary>Fits the mixture.</summary>
    /// <param name="scores">Score of every sample; higher: more likely wrong.</param>
    /// <param name="null">Scores that randomly labelled samples would have; not empty.</param>
    /// <param name="skew">What is expected of the right labels.</param>
    public static NoiseMixture Fit(ReadOnlySpan<float> scores, ReadOnlySpan<float> @null, Skew skew)
    {
        var prior = Moments(@null);
        ScorePoints points = ScorePoints.Of(scores);
        var (mode, left) = points.LeftHalf(points.Weight, DenseShare);
        NoiseMixture? best = null;
        double likeliest = double.NegativeInfinity;
        foreach (var (way, share) in Starts)
        {
            var mixture = new NoiseMixture(share, mode, left, ExpectedRight(left, skew), mode + (way * (prior.Mean - mode)), Math.Max(ScorePoints.MinDeviation, prior.Deviation));
            for (int step = 0; step < Steps; step++)
            {
                mixture = mixture.Maximise(points, Array.ConvertAll(points.Score, mixture.Posterior), prior, skew);
            }

            double likelihood = mixture.LogLikelihood(points, prior);
            if (best is null || likelihood > likeliest)
            {
                (best, likeliest) = (mixture, likelihood);
            }
        }

        return best!;
    }

    /// <summary>The probability that a sample of this score is labelled wrongly; grows with the score.</summary>
    public double Posterior(double score)
    {
        if (score <= Mode)
        {
            return 0;
        }

        double at = Math.Min(score, Peak);
        double wrong = Share * NormalDensity(at, Mean, Deviation);
        double right = (1 - Share) * RightDensity(at);
        return wrong > 0 ? wrong / (wrong + right) : 0;
    }

    /// <summary>The lowest score at which a wrong label is at least as probable as asked; +∞ where no score makes it so.</summary>
    public double Threshold(double probability = 0.5)
    {
        double low = Mode, high = Peak;
        if (Posterior(high) < probability)
        {
            return double.PositiveInfinity;
        }

        for (int halving = 0; halving < 60; halving++)
        {
            double middle = (low + high) / 2;
            (low, high) = Posterior(middle) < probability ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>A little before the normal tail begins to fall faster than the logistic one; beyond it the probability stays.</summary>
    private double Peak => Math.Max(Mode, Mean + (0.75 * Deviation * Deviation / (HardRatio * Right)));

    private static double ExpectedRight(double left, Skew skew) => skew.Ratio * left * MeanOfHalfNormal / MeanOfHalfLogistic;

    private double RightDensity(double score)
    {
        double distance = score - Mode;
        double height = distance < 0
            ? Math.Exp(-0.5 * distance * distance / (Left * Left))
            : ((1 - HardShare) * HalfLogistic(distance / Right)) + (HardShare / HardRatio * HalfLogistic(distance / (HardRatio * Right)));
        return height / ((AreaOfHalfNormal * Left) + (AreaOfHalfLogistic * Right));
    }

    private NoiseMixture Maximise(ScorePoints points, double[] wrong, (double Mean, double Deviation) prior, Skew skew)
    {
        double sum = 0, weighted = 0;
        var rightWeight = new double[wrong.Length];
        for (int i = 0; i < wrong.Length; i++)
        {
            double weightWrong = points.Weight[i] * wrong[i];
            rightWeight[i] = points.Weight[i] - weightWrong;
            sum += weightWrong;
            weighted += weightWrong * points.Score[i];
        }

        double weight = sum + PriorSamples;
        double mean = (weighted + (PriorSamples * prior.Mean)) / weight;
        double square = PriorSamples * ((prior.Deviation * prior.Deviation) + ((prior.Mean - mean) * (prior.Mean - mean)));
        for (int i = 0; i < wrong.Length; i++)
        {
            square += points.Weight[i] * wrong[i] * (points.Score[i] - mean) * (points.Score[i] - mean);
        }

        var (mode, left) = points.LeftHalf(rightWeight, 0.5);
        double logRight = (Math.Log(Math.Max(ScorePoints.MinDeviation, RightScale(points, rightWeight, mode))) + (skew.Weight * Math.Log(ExpectedRight(left, skew)))) / (1 + skew.Weight);
        return new NoiseMixture(sum / (points.Total + 1), mode, left, Math.Exp(logRight), mean, Math.Max(ScorePoints.MinDeviation, Math.Sqrt(square / weight)));
    }

    /// <summary>The scale that the right labels beyond the mode have by themselves.</summary>
    private double RightScale(ScorePoints points, double[] weight, double mode)
    {
        double total = 0, excess = 0;
        for (int i = 0; i < weight.Length; i++)
        {
            double distance = points.Score[i] - mode;
            if (distance > 0)
            {
                double hard = HardShare / HardRatio * HalfLogistic(distance / (HardRatio * Right));
                double both = hard + ((1 - HardShare) * HalfLogistic(distance / Right));
                hard = both > 0 ? hard / both : 1;
                total += weight[i];
                excess += weight[i] * distance * (1 - hard + (hard / HardRatio));
            }
        }

        return total > 0 ? excess / total / MeanOfHalfLogistic : 0;
    }

    private double LogLikelihood(ScorePoints points, (double Mean, double Deviation) prior)
    {
        double spread = (prior.Deviation * prior.Deviation) + ((prior.Mean - Mean) * (prior.Mean - Mean));
        double sum = -0.5 * PriorSamples * ((2 * Math.Log(Deviation)) + (spread / (Deviation * Deviation)));
        for (int i = 0; i < points.Score.Length; i++)
        {
            double density = (Share * NormalDensity(points.Score[i], Mean, Deviation)) + ((1 - Share) * RightDensity(points.Score[i]));
            sum += points.Weight[i] * Math.Log(Math.Max(double.Epsilon, density));
        }

        return sum;
    }

    internal static (double Mean, double Deviation) Moments(ReadOnlySpan<float> values)
    {
        double mean = 0, square = 0;
        foreach (float value in values)
        {
            mean += value;
        }

        mean /= values.Length;
        foreach (float value in values)
        {
            square += (value - mean) * (value - mean);
        }

        return (mean, Math.Sqrt(square / values.Length));
    }

    private static double NormalDensity(double x, double mean, double deviation)
    {
        double u = (x - mean) / deviation;
        return Math.Exp(-0.5 * u * u) / (deviation * Math.Sqrt(2 * Math.PI));
    }

    // 4·e⁻ˣ/(1 + e⁻ˣ)²: 1 at 0.
    private static double HalfLogistic(double x)
    {
        double e = Math.Exp(-x);
        return 4 * e / ((1 + e) * (1 + e));
    }
}
