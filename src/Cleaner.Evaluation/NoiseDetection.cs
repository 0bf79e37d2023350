namespace Cleaner.Evaluation;

/// <summary>How well noise was found.</summary>
/// <param name="Samples">Samples judged.</param>
/// <param name="Noise">Truly noisy ones.</param>
/// <param name="Flagged">Samples called noise.</param>
/// <param name="Found">Noisy ones among the flagged.</param>
/// <param name="Precision">Found / Flagged; 0 when nothing was flagged.</param>
/// <param name="Recall">Found / Noise; 0 when there is none.</param>
/// <param name="F1">Harmonic mean of the two; 0 when both are.</param>
/// <param name="AveragePrecision">Of the ranking by score; NaN when there are no scores or no noise.</param>
/// <param name="BestF1">F1 at the threshold on the score that is best in hindsight; NaN as <paramref name="AveragePrecision"/>.</param>
public sealed record DetectionResult(
    long Samples, long Noise, long Flagged, long Found, double Precision, double Recall, double F1, double AveragePrecision, double BestF1);

/// <summary>What a ranking is worth, whatever was decided by it.</summary>
/// <param name="AveragePrecision">
/// AP = Σₙ (Rₙ − Rₙ₋₁)·Pₙ over the distinct scores from high to low, without interpolation (scikit-learn's average_precision_score).
/// </param>
/// <param name="BestF1">The largest F1 = 2·found / (called + noise) over the same thresholds.</param>
public readonly record struct RankingQuality(double AveragePrecision, double BestF1);

/// <summary>Noise detection as a binary decision and as a ranking.</summary>
public static class NoiseDetection
{
    /// <summary>Compares decisions with the truth.</summary>
    /// <param name="isNoise">Truth per sample.</param>
    /// <param name="dropped">Decision per sample.</param>
    /// <param name="score">Higher means more likely noise; empty when there is no ranking. NaN ranks last.</param>
    public static DetectionResult Measure(ReadOnlySpan<bool> isNoise, ReadOnlySpan<bool> dropped, ReadOnlySpan<float> score)
    {
        if (dropped.Length != isNoise.Length || (score.Length != 0 && score.Length != isNoise.Length))
        {
            throw new ArgumentException($"{isNoise.Length} truths, {dropped.Length} decisions and {score.Length} scores do not belong together");
        }

        long noise = 0, flagged = 0, found = 0;
        for (int i = 0; i < isNoise.Length; i++)
        {
            noise += isNoise[i] ? 1 : 0;
            flagged += dropped[i] ? 1 : 0;
            found += isNoise[i] && dropped[i] ? 1 : 0;
        }

        double precision = flagged == 0 ? 0 : (double)found / flagged;
        double recall = noise == 0 ? 0 : (double)found / noise;
        double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        var ranking = score.Length == 0 || noise == 0 ? new RankingQuality(double.NaN, double.NaN) : Rank(isNoise, score);
        return new DetectionResult(isNoise.Length, noise, flagged, found, precision, recall, f1, ranking.AveragePrecision, ranking.BestF1);
    }

    /// <summary>Judges a ranking; samples with equal scores enter together, so that their order cannot matter.</summary>
    /// <param name="positive">Truth per sample; at least one must be true.</param>
    /// <param name="score">Higher ranks first; NaN ranks last.</param>
    public static RankingQuality Rank(ReadOnlySpan<bool> positive, ReadOnlySpan<float> score)
    {
        var keys = score.ToArray();
        var labels = positive.ToArray();
        Array.Sort(keys, labels);
        long total = labels.LongCount(l => l), found = 0;
        if (total == 0)
        {
            throw new ArgumentException("a ranking cannot be judged without a positive sample", nameof(positive));
        }

        double average = 0, best = 0;
        for (int last = keys.Length - 1, next; last >= 0; last = next)
        {
            long before = found;
            for (next = last; next >= 0 && keys[next].Equals(keys[last]); next--)
            {
                found += labels[next] ? 1 : 0;
            }

            int called = keys.Length - 1 - next;
            average += (double)(found - before) / total * found / called;
            best = Math.Max(best, 2.0 * found / (called + total));
        }

        return new RankingQuality(average, best);
    }
}
