namespace Cleaner.Purge.Scoring;

/// <summary>Sorted scores; many are taken together, so that a pass costs the same for millions.</summary>
/// <param name="Score">Ascending; the mean of those taken together.</param>
/// <param name="Weight">How many each stands for.</param>
/// <param name="Total">Sum of the weights.</param>
internal sealed record ScorePoints(double[] Score, double[] Weight, double Total)
{
    /// <summary>The smallest deviation that anything is divided by.</summary>
    public const double MinDeviation = 1e-4;

    private const int Most = 2048;

    public static ScorePoints Of(ReadOnlySpan<float> scores)
    {
        float[] sorted = scores.ToArray();
        Array.Sort(sorted);
        int count = Math.Min(Most, sorted.Length);
        var points = new ScorePoints(new double[count], new double[count], sorted.Length);
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

    /// <summary>
    /// The mode, as the median of the shortest interval that holds a share of the weight (Robertson and Cryer, 1974), and the root of the
    /// mean squared distance of what lies left of it, at least <see cref="MinDeviation"/>.
    /// </summary>
    public (double Mode, double Deviation) LeftHalf(double[] weight, double share)
    {
        var (first, last) = Shortest(weight, share);
        double mode = (last - first) % 2 == 0 ? Score[(first + last) / 2] : (Score[(first + last) / 2] + Score[((first + last) / 2) + 1]) / 2;
        return (mode, DeviationLeftOf(mode, weight));
    }

    /// <summary>The score that a share of all lies below, and the root of the mean squared distance of what does.</summary>
    public (double Score, double Deviation) LeftOf(double share)
    {
        double held = 0;
        int i = 0;
        while (i < Score.Length - 1 && held + Weight[i] < share * Total)
        {
            held += Weight[i++];
        }

        return (Score[i], DeviationLeftOf(Score[i], Weight));
    }

    private double DeviationLeftOf(double mode, double[] weight)
    {
        double sum = 0, square = 0;
        for (int i = 0; i < Score.Length && Score[i] < mode; i++)
        {
            sum += weight[i];
            square += weight[i] * (mode - Score[i]) * (mode - Score[i]);
        }

        return Math.Max(MinDeviation, sum > 0 ? Math.Sqrt(square / sum) : 0);
    }

    private (int First, int Last) Shortest(double[] weight, double share)
    {
        double wanted = share * weight.Sum(), held = 0, shortest = double.PositiveInfinity;
        var best = (0, Score.Length - 1);
        for (int first = 0, last = -1; first < Score.Length; held -= weight[first++])
        {
            while (held < wanted && last + 1 < Score.Length)
            {
                held += weight[++last];
            }

            if (held < wanted)
            {
                break;
            }

            if (Score[last] - Score[first] < shortest)
            {
                (shortest, best) = (Score[last] - Score[first], (first, last));
            }
        }

        return best;
    }
}
