using System.Runtime.Intrinsics;

namespace Cleaner.Purge.Scoring;

/// <summary>
/// How the scores of wrong labels are spread: as those of labels put on at random, drawn together towards the right ones, since real mistakes
/// resemble their label more than random ones do, and blurred. z → mode + way·(z − mode) + N(0, spread²).
/// </summary>
/// <param name="Null">Scores of random labels: quantiles, all of equal weight.</param>
/// <param name="Mode">Score of a typical right label.</param>
/// <param name="Way">Where wrong labels lie between right ones (0) and random ones (1).</param>
/// <param name="Spread">Standard deviation of the blur.</param>
public sealed record WrongScores(double[] Null, double Mode, double Way, double Spread)
{
    /// <summary>Samples that count as wrong labels lying where random ones do.</summary>
    public const double PriorSamples = 10;

    /// <summary>Where wrong labels lay on all sets that were looked at (.56 to 1.03, mean .75).</summary>
    public const double ExpectedWay = 0.7;

    /// <summary>Weight of that, as a share of the samples: where right labels have a shoulder that the model lacks, no number of samples should prove the null wrong.</summary>
    public const double ExpectedShare = 0.01;

    /// <summary>The blur before any data is seen, in standard deviations of the null (0 to .99 on those sets, mean .65).</summary>
    public const double ExpectedSpread = 0.65;

    /// <summary>The least <see cref="Way"/>: what lies nearer to the right labels is told from them by nothing.</summary>
    public const double LeastWay = 0.45;

    private const int Quantiles = 48;

    private static readonly double NormalHeight = 1 / Math.Sqrt(2 * Math.PI);

    /// <summary>Mean score of wrong labels.</summary>
    public double Mean => Place(Null.Average());

    /// <summary>Standard deviation of the null.</summary>
    internal double NullDeviation { get; private init; }

    /// <summary>Weight of what is believed beforehand, in samples.</summary>
    internal double PriorWeight { get; private init; }

    private double PriorWay => (PriorSamples + ((PriorWeight - PriorSamples) * ExpectedWay)) / PriorWeight;

    /// <summary>Where an estimation begins.</summary>
    internal static WrongScores Begin(ReadOnlySpan<float> @null, double mode, double way, double samples)
    {
        float[] sorted = @null.ToArray();
        Array.Sort(sorted);
        double[] quantiles = [.. Enumerable.Range(0, Quantiles).Select(q => (double)sorted[(int)((q + 0.5) / Quantiles * sorted.Length)])];
        double deviation = Math.Max(ScorePoints.MinDeviation, NoiseMixture.Moments(@null).Deviation);
        return new WrongScores(quantiles, mode, way, ExpectedSpread * deviation) { NullDeviation = deviation, PriorWeight = PriorSamples + (ExpectedShare * samples) };
    }

    /// <summary>The density, of area 1.</summary>
    public double Density(double score)
    {
        Span<double> kernels = stackalloc double[Null.Length];
        return Kernels(score, kernels) * NormalHeight / (Spread * Null.Length);
    }

    /// <summary>The log of what is believed of way and spread beforehand.</summary>
    internal double LogPrior
    {
        get
        {
            double expected = ExpectedSpread * NullDeviation, off = (PriorWay - Way) * (PriorWay - Way) * MeanSquare(Mode);
            return -0.5 * PriorWeight * ((2 * Math.Log(Spread)) + (((expected * expected) + off) / (Spread * Spread)));
        }
    }

    /// <summary>The next estimate from how much of every point is wrong: expectation-maximisation over the quantiles that a point may stem from.</summary>
    internal WrongScores Refit(ScorePoints points, double[] weight, double mode)
    {
        double prior = PriorWeight * MeanSquare(Mode);
        // Sums over points and quantiles of r·d·z, r·z² and r·d², where d and z count from the mode.
        double cross = PriorWay * prior, square = prior, distances = 0, total = 0;
        var share = new double[Null.Length];
        for (int i = 0; i < weight.Length; i++)
        {
            if (weight[i] <= 0)
            {
                continue;
            }

            double sum = Kernels(points.Score[i], share);
            if (sum <= 0)
            {
                Array.Fill(share, 0);
                (share[^1], sum) = (1, 1); // beyond all of them
            }

            double d = points.Score[i] - Mode;
            for (int j = 0; j < share.Length; j++)
            {
                double r = weight[i] * share[j] / sum, z = Null[j] - Mode;
                cross += r * d * z;
                square += r * z * z;
            }

            distances += weight[i] * d * d;
            total += weight[i];
        }

        double way = square > 0 ? Math.Max(LeastWay, cross / square) : 1;
        // Σ r·(d − way·z)², without the prior's part in the sums.
        double residual = distances - (2 * way * (cross - (PriorWay * prior))) + (way * way * (square - prior));
        double expected = ExpectedSpread * NullDeviation;
        double spread = Math.Sqrt((Math.Max(0, residual) + (PriorWeight * expected * expected)) / (total + PriorWeight));
        return this with { Mode = mode, Way = way, Spread = Math.Max(ScorePoints.MinDeviation, spread) };
    }

    // exp(−u²/2) for each quantile, u the distance to its place in spreads; returns their sum.
    private double Kernels(double score, Span<double> kernels)
    {
        Vector256<double> sum = default, origin = Vector256.Create((score - Mode) / Spread), slope = Vector256.Create(Way / Spread), mode = Vector256.Create(Mode);
        int j = 0;
        for (; j <= Null.Length - Vector256<double>.Count; j += Vector256<double>.Count)
        {
            Vector256<double> u = origin - (slope * (Vector256.Create(Null, j) - mode));
            Vector256<double> kernel = Vector256.Exp(Vector256.Create(-0.5) * u * u);
            kernel.CopyTo(kernels[j..]);
            sum += kernel;
        }

        double total = Vector256.Sum(sum);
        for (; j < Null.Length; j++)
        {
            double u = (score - Place(Null[j])) / Spread;
            total += kernels[j] = Math.Exp(-0.5 * u * u);
        }

        return total;
    }

    private double Place(double z) => Mode + (Way * (z - Mode));

    private double MeanSquare(double mode) => Null.Average(z => (z - mode) * (z - mode));
}
