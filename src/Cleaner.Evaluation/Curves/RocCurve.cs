using Cleaner.Manifests;

namespace Cleaner.Evaluation.Curves;

/// <summary>One point of a receiver operating characteristic at a false accept rate that was asked for.</summary>
/// <param name="Far">The false accept rate asked for, 0…1.</param>
/// <param name="Tar">Share of genuine pairs with a score of at least <paramref name="Threshold"/>.</param>
/// <param name="Threshold">The lowest score whose false accept rate is at most <paramref name="Far"/>; above every impostor when none may pass.</param>
/// <param name="ActualFar">The false accept rate at that threshold.</param>
/// <param name="Resolved">False when there are fewer than 1/far impostor pairs, so that not even one may pass.</param>
public sealed record OperatingPoint(double Far, double Tar, double Threshold, double ActualFar, bool Resolved);

/// <summary>
/// The receiver operating characteristic of similarity scores, kept exactly: for every distinct score, how many genuine and how many
/// impostor pairs score at least that much. A pair is accepted when its score is at least the threshold; ties share one point.
/// </summary>
public sealed class RocCurve
{
    private readonly double[] _scores;    // distinct, descending
    private readonly long[] _genuine;     // genuine pairs with at least that score
    private readonly long[] _impostor;

    private RocCurve(double[] scores, long[] genuine, long[] impostor)
    {
        _scores = scores;
        _genuine = genuine;
        _impostor = impostor;
        if (Genuine == 0 || Impostor == 0)
        {
            throw new CleanerException($"verification needs pairs of one identity and pairs of two: found {Genuine} and {Impostor}; give it at least two identities, one of them with two images");
        }
    }

    /// <summary>Number of genuine pairs.</summary>
    public long Genuine => _genuine.Length == 0 ? 0 : _genuine[^1];

    /// <summary>Number of impostor pairs.</summary>
    public long Impostor => _impostor.Length == 0 ? 0 : _impostor[^1];

    /// <summary>Number of distinct scores.</summary>
    public int Count => _scores.Length;

    /// <summary>Builds the curve from every score; the arrays are sorted in place.</summary>
    public static RocCurve FromScores(float[] genuine, float[] impostor)
    {
        Array.Sort(genuine);
        Array.Sort(impostor);
        // NaN sorts before every number.
        if ((genuine.Length > 0 && float.IsNaN(genuine[0])) || (impostor.Length > 0 && float.IsNaN(impostor[0])))
        {
            throw new CleanerException("a score is not a number: check the embeddings for NaN");
        }

        var scores = new List<double>();
        var genuineCounts = new List<long>();
        var impostorCounts = new List<long>();
        int g = genuine.Length, i = impostor.Length;
        while (g > 0 || i > 0)
        {
            float score = Math.Max(g > 0 ? genuine[g - 1] : float.NegativeInfinity, i > 0 ? impostor[i - 1] : float.NegativeInfinity);
            while (g > 0 && genuine[g - 1] == score)
            {
                g--;
            }

            while (i > 0 && impostor[i - 1] == score)
            {
                i--;
            }

            scores.Add(score);
            genuineCounts.Add(genuine.Length - g);
            impostorCounts.Add(impostor.Length - i);
        }

        return new RocCurve([.. scores], [.. genuineCounts], [.. impostorCounts]);
    }

    /// <summary>Builds the curve from scores paired with their truth.</summary>
    public static RocCurve FromPairs(ReadOnlySpan<float> scores, ReadOnlySpan<bool> same)
    {
        var genuine = new List<float>();
        var impostor = new List<float>();
        for (int i = 0; i < scores.Length; i++)
        {
            (same[i] ? genuine : impostor).Add(scores[i]);
        }

        return FromScores([.. genuine], [.. impostor]);
    }

    /// <summary>Builds the curve from counts per score, scores ascending (bin i has score <paramref name="scoreOf"/>(i)).</summary>
    internal static RocCurve FromCounts(ReadOnlySpan<long> genuine, ReadOnlySpan<long> impostor, Func<int, double> scoreOf)
    {
        var scores = new List<double>();
        var genuineCounts = new List<long>();
        var impostorCounts = new List<long>();
        long g = 0, n = 0;
        for (int bin = genuine.Length - 1; bin >= 0; bin--)
        {
            if ((genuine[bin] | impostor[bin]) == 0)
            {
                continue;
            }

            scores.Add(scoreOf(bin));
            genuineCounts.Add(g += genuine[bin]);
            impostorCounts.Add(n += impostor[bin]);
        }

        return new RocCurve([.. scores], [.. genuineCounts], [.. impostorCounts]);
    }

    /// <summary>The best operating point whose false accept rate is at most <paramref name="far"/> (never interpolated, never above).</summary>
    public OperatingPoint At(double far)
    {
        if (far is not (>= 0 and <= 1))
        {
            throw new UsageException($"a false accept rate lies between 0 and 1, not {far}");
        }

        // The count may exceed far·n by rounding only: 0.1 · 30 is 3 here, not 2.
        long allowed = (long)Math.Floor((far * Impostor) + (1e-9 * Math.Max(1, far * Impostor)));
        int index = UpperBound(_impostor, allowed) - 1;
        bool resolved = allowed > 0 || far == 0;
        return index < 0
            ? new OperatingPoint(far, 0, Math.BitIncrement(_scores[0]), 0, resolved)
            : new OperatingPoint(far, Share(_genuine[index], Genuine), _scores[index], Share(_impostor[index], Impostor), resolved);
    }

    /// <summary>
    /// Area under the curve: the chance that a genuine pair scores above an impostor pair, ties counting half (as scikit-learn's roc_auc_score).
    /// </summary>
    public double Auc()
    {
        double area = 0;
        long g = 0, n = 0;
        for (int i = 0; i < _scores.Length; i++)
        {
            area += (_impostor[i] - n) * 0.5 * ((double)g + _genuine[i]);
            (g, n) = (_genuine[i], _impostor[i]);
        }

        return area / Genuine / Impostor;
    }

    /// <summary>Equal error rate: where false accept and false reject rate meet on the curve joined by straight lines, and the score there.</summary>
    public (double Rate, double Threshold) Eer()
    {
        double far = 0, frr = 1, score = _scores[0];
        for (int i = 0; i < _scores.Length; i++)
        {
            double nextFar = Share(_impostor[i], Impostor), nextFrr = 1 - Share(_genuine[i], Genuine);
            if (nextFar >= nextFrr)
            {
                double before = frr - far, after = nextFar - nextFrr;
                double t = before / (before + after);
                return (far + (t * (nextFar - far)), score + (t * (_scores[i] - score)));
            }

            (far, frr, score) = (nextFar, nextFrr, _scores[i]);
        }

        throw new InvalidOperationException("a curve ends at FAR 1, FRR 0");
    }

    /// <summary>Points of the curve for a plot: at most <paramref name="count"/>, evenly spaced in the logarithm of FAR, plus the end.</summary>
    public IReadOnlyList<(double Far, double Tar)> Sample(int count)
    {
        var points = new List<(double, double)>();
        double lowest = Math.Log10(1.0 / Impostor);
        for (int i = 0; i < count; i++)
        {
            var point = At(Math.Pow(10, lowest * (1 - ((double)i / (count - 1)))));
            if (points.Count == 0 || points[^1] != (point.ActualFar, point.Tar))
            {
                points.Add((point.ActualFar, point.Tar));
            }
        }

        return points;
    }

    /// <summary>Number of leading entries of an ascending list that are at most <paramref name="value"/>.</summary>
    private static int UpperBound(long[] ascending, long value)
    {
        int low = 0, high = ascending.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (ascending[middle] <= value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static double Share(long part, long whole) => (double)part / whole;
}
