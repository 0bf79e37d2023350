namespace Cleaner.Purge.Scoring;

/// <summary>
/// The scores of a set as a mixture of right and wrong labels, fitted by expectation-maximisation.
/// <para>Right labels: a logistic density around <see cref="Mode"/> (rounded top, exponential tail; what the scores of clean samples look
/// like), of which only the right half matters: samples left of the mode are right. A share of <see cref="HardShare"/> is
/// <see cref="HardRatio"/> times as wide: the hard images that every clean set has.</para>
/// <para>Wrong labels: a normal density whose mean and deviation are tied to those of a permutation null (labels put on at random) by a
/// conjugate prior worth <see cref="PriorSamples"/> samples. Without noise the data say nothing of it, the prior holds it where random labels
/// would lie, and its share goes to zero: what a mixture with two free parts cannot do.</para>
/// </summary>
/// <param name="Share">π: share of wrong labels.</param>
/// <param name="Mode">Score of a typical right label.</param>
/// <param name="Scale">Logistic scale of the right half of the right labels' density.</param>
/// <param name="Mean">Mean score of the wrong labels.</param>
/// <param name="Deviation">Standard deviation of the wrong labels' scores.</param>
public sealed record NoiseMixture(double Share, double Mode, double Scale, double Mean, double Deviation)
{
    /// <summary>Weight of the permutation null in the wrong labels' mean and deviation, in samples.</summary>
    public const double PriorSamples = 30;

    /// <summary>Share of right labels whose scores spread more widely.</summary>
    public const double HardShare = 0.02;

    /// <summary>How much more widely.</summary>
    public const double HardRatio = 3;

    private const int Steps = 60;
    private const double MeanExcessOfLogistic = 1.3862943611198906; // 2·ln 2: mean of |x| of the standard logistic
    private const double MinScale = 1e-4;

    /// <summary>Fits the mixture.</summary>
    /// <param name="scores">Score of every sample; higher: more likely wrong.</param>
    /// <param name="null">Scores that randomly labelled samples would have; not empty.</param>
    public static NoiseMixture Fit(ReadOnlySpan<float> scores, ReadOnlySpan<float> @null)
    {
        var (priorMean, priorDeviation) = Moments(@null);
        Points points = Points.Of(scores);
        var mixture = Begin(points, priorMean, priorDeviation);
        for (int step = 0; step < Steps; step++)
        {
            double[] wrong = Array.ConvertAll(points.Score, mixture.Posterior);
            mixture = mixture.Maximise(points, wrong, priorMean, priorDeviation);
        }

        return mixture;
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
        double right = (1 - Share) * (TypicalDensity(at) + HardDensity(at));
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
    private double Peak => Math.Max(Mode, Mean + (0.75 * Deviation * Deviation / (HardRatio * Scale)));

    private double TypicalDensity(double score) => (1 - HardShare) * LogisticDensity((score - Mode) / Scale) / Scale;

    private double HardDensity(double score) => HardShare * LogisticDensity((score - Mode) / (HardRatio * Scale)) / (HardRatio * Scale);

    private static NoiseMixture Begin(Points points, double mean, double deviation)
    {
        const double medianOfAbsoluteLogistic = 1.0986122886681098; // ln 3
        double above = 0;
        for (int i = 0; i < points.Score.Length; i++)
        {
            above += points.Score[i] > mean ? points.Weight[i] : 0;
        }

        double share = Math.Clamp(2 * above / points.Total, 0.01, 0.9);
        double mode = points.Quantile((1 - share) / 2, points.Weight);
        Points away = points.DistancesTo(mode);
        return new NoiseMixture(share, mode, Math.Max(MinScale, away.Quantile(0.5, away.Weight) / medianOfAbsoluteLogistic), mean, deviation);
    }

    private NoiseMixture Maximise(Points points, double[] wrong, double priorMean, double priorDeviation)
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
        double mean = (weighted + (PriorSamples * priorMean)) / weight;
        double mode = points.Quantile(0.5, rightWeight);
        double square = PriorSamples * ((priorDeviation * priorDeviation) + ((priorMean - mean) * (priorMean - mean)));
        double right = 0, excess = 0;
        var next = this with { Mode = mode };
        for (int i = 0; i < wrong.Length; i++)
        {
            double score = points.Score[i];
            square += points.Weight[i] * wrong[i] * (score - mean) * (score - mean);
            if (score > mode)
            {
                double hard = next.HardDensity(score) / (next.HardDensity(score) + next.TypicalDensity(score));
                right += rightWeight[i];
                excess += rightWeight[i] * (score - mode) * (1 - hard + (hard / HardRatio));
            }
        }

        double scale = right > 0 ? excess / right / MeanExcessOfLogistic : 0;
        return new NoiseMixture(sum / (points.Total + 1), mode, Math.Max(MinScale, scale), mean, Math.Max(MinScale, Math.Sqrt(square / weight)));
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

    private static double LogisticDensity(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        return e / ((1 + e) * (1 + e));
    }

    /// <summary>Sorted scores; many are taken together, so that a step costs the same for millions.</summary>
    private sealed record Points(double[] Score, double[] Weight, double Total)
    {
        private const int Most = 8192;

        public static Points Of(ReadOnlySpan<float> scores)
        {
            float[] sorted = scores.ToArray();
            Array.Sort(sorted);
            int count = Math.Min(Most, sorted.Length);
            var points = new Points(new double[count], new double[count], sorted.Length);
            for (int i = 0; i < count; i++)
            {
                int from = (int)((long)i * sorted.Length / count), to = (int)((long)(i + 1) * sorted.Length / count);
                double sum = 0;
                foreach (float score in sorted.AsSpan(from, to - from))
                {
                    sum += score;
                }

                points.Score[i] = sum / (to - from);
                points.Weight[i] = to - from;
            }

            return points;
        }

        public Points DistancesTo(double mode)
        {
            double[] away = Array.ConvertAll(Score, score => Math.Abs(score - mode));
            double[] weight = [.. Weight];
            Array.Sort(away, weight);
            return this with { Score = away, Weight = weight };
        }

        /// <summary>The score below which this share of the weights lies.</summary>
        public double Quantile(double share, double[] weight)
        {
            double total = weight.Sum(), below = 0;
            for (int i = 0; i < weight.Length; i++)
            {
                below += weight[i];
                if (below >= share * total)
                {
                    return Score[i];
                }
            }

            return Score[^1];
        }
    }
}
