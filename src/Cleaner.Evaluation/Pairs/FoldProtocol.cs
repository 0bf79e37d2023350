using Cleaner.Manifests;

namespace Cleaner.Evaluation.Pairs;

/// <summary>How the threshold of a fold is looked for on the other folds.</summary>
public enum ThresholdSearch
{
    /// <summary>Every midpoint between neighbouring scores: the best threshold there is.</summary>
    Exact,

    /// <summary>Squared distances 0, 0.01 … 3.99, as facenet's and insightface's evaluation code, to compare with published figures.</summary>
    Grid,
}

/// <summary>Accuracy over the folds; the threshold of each fold was chosen on the others.</summary>
/// <param name="Accuracy">Mean over the folds, 0…1.</param>
/// <param name="Deviation">Standard deviation over the folds (population, as insightface prints it).</param>
/// <param name="FoldAccuracy">Accuracy of each fold.</param>
/// <param name="FoldThreshold">Cosine from which on a pair counted as one identity, per fold.</param>
public sealed record FoldResult(double Accuracy, double Deviation, double[] FoldAccuracy, double[] FoldThreshold);

/// <summary>
/// The verification protocol of "Labeled Faces in the Wild" (Huang et al. 2007): k folds in the order of the list, threshold chosen
/// for accuracy on k−1 of them, accuracy measured on the one left out.
/// </summary>
public static class FoldProtocol
{
    private const int GridSteps = 400;
    private const double GridStep = 0.01;

    /// <summary>Runs the protocol.</summary>
    /// <param name="scores">Cosine of each pair.</param>
    /// <param name="same">Whether the pair shows one identity.</param>
    /// <param name="folds">Number of folds, at least 2; pair i belongs to the fold that consecutive, equal parts of the list give it.</param>
    public static FoldResult Run(ReadOnlySpan<float> scores, ReadOnlySpan<bool> same, int folds = 10, ThresholdSearch search = ThresholdSearch.Exact)
    {
        if (folds < 2 || scores.Length < folds)
        {
            throw new UsageException($"{scores.Length} pairs cannot be split into {folds} folds; use between 2 folds and one per pair");
        }

        var accuracy = new double[folds];
        var threshold = new double[folds];
        for (int fold = 0; fold < folds; fold++)
        {
            var (from, to) = Bounds(scores.Length, folds, fold);
            float[] trainScores = [.. scores[..from], .. scores[to..]];
            bool[] trainSame = [.. same[..from], .. same[to..]];
            threshold[fold] = search == ThresholdSearch.Exact ? BestThreshold(trainScores, trainSame) : BestOnGrid(trainScores, trainSame);
            accuracy[fold] = Accuracy(scores[from..to], same[from..to], threshold[fold]);
        }

        double mean = accuracy.Average();
        return new FoldResult(mean, Math.Sqrt(accuracy.Average(a => (a - mean) * (a - mean))), accuracy, threshold);
    }

    /// <summary>For every pair whether the threshold of its fold judges it rightly.</summary>
    public static bool[] Right(ReadOnlySpan<float> scores, ReadOnlySpan<bool> same, FoldResult result)
    {
        var right = new bool[scores.Length];
        for (int fold = 0; fold < result.FoldThreshold.Length; fold++)
        {
            var (from, to) = Bounds(scores.Length, result.FoldThreshold.Length, fold);
            for (int i = from; i < to; i++)
            {
                right[i] = scores[i] >= result.FoldThreshold[fold] == same[i];
            }
        }

        return right;
    }

    /// <summary>Share of pairs on the right side of a threshold (a pair is accepted at a score of at least the threshold).</summary>
    public static double Accuracy(ReadOnlySpan<float> scores, ReadOnlySpan<bool> same, double threshold)
    {
        int right = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            right += scores[i] >= threshold == same[i] ? 1 : 0;
        }

        return (double)right / scores.Length;
    }

    /// <summary>The threshold with the highest accuracy: midway between two neighbouring scores, of equally good ones the lowest.</summary>
    public static double BestThreshold(float[] scores, bool[] same)
    {
        var keys = (float[])scores.Clone();
        var labels = (bool[])same.Clone();
        Array.Sort(keys, labels);
        // Below the lowest score everything is accepted; each step up rejects the pairs that it passes.
        int right = labels.Count(s => s), best = right;
        double threshold = keys[0] - 1;
        for (int i = 0; i < keys.Length;)
        {
            int next = i;
            while (next < keys.Length && keys[next] == keys[i])
            {
                right += labels[next++] ? -1 : 1;
            }

            if (right > best)
            {
                best = right;
                threshold = next < keys.Length ? ((double)keys[i] + keys[next]) / 2 : keys[i] + 1;
            }

            i = next;
        }

        return threshold;
    }

    /// <summary>Of the grid of squared distances d = 2 − 2·cosine the first with the highest accuracy, as a cosine.</summary>
    private static double BestOnGrid(float[] scores, bool[] same)
    {
        double best = -1, threshold = 0;
        for (int step = 0; step < GridSteps; step++)
        {
            // insightface accepts where distance < limit; just above the cosine of the limit is the same.
            double cosine = Math.BitIncrement(1 - (step * GridStep / 2));
            double accuracy = Accuracy(scores, same, cosine);
            if (accuracy > best)
            {
                (best, threshold) = (accuracy, cosine);
            }
        }

        return threshold;
    }

    /// <summary>Consecutive folds; the first ones are one longer where the parts are not equal (as scikit-learn's KFold).</summary>
    private static (int From, int To) Bounds(int count, int folds, int fold)
    {
        int size = count / folds, longer = count % folds;
        int from = (fold * size) + Math.Min(fold, longer);
        return (from, from + size + (fold < longer ? 1 : 0));
    }
}
