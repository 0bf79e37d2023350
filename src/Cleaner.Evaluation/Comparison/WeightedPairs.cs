using Cleaner.Evaluation.Identification;
using Cleaner.Manifests.Arrays;

namespace Cleaner.Evaluation.Comparison;

/// <summary>
/// All pairs of a set, each with the identities it is made of, in falling order of score: what a bootstrap over identities re-weights.
/// A genuine pair counts as often as its identity is drawn, an impostor pair as often as its two identities are drawn together.
/// </summary>
public sealed class WeightedPairs
{
    private readonly (int A, int B)[] _identities;
    private readonly float[] _scores;
    private readonly int[] _images;     // by identity

    private WeightedPairs(float[] scores, (int A, int B)[] identities, int[] images) => (_scores, _identities, _images) = (scores, identities, images);

    /// <summary>Number of identities.</summary>
    public int Units => _images.Length;

    /// <summary>Compares all rows of a set, which must be small: N(N−1)/2 pairs are kept.</summary>
    public static WeightedPairs Of(TemplateSet set)
    {
        long[] labels = [.. set.Labels.Distinct().Order()];
        int[] unit = [.. set.Labels.Select(l => Array.BinarySearch(labels, l))];
        int pairs = checked((int)((long)set.Count * (set.Count - 1) / 2));
        var scores = new float[pairs];
        var identities = new (int, int)[pairs];
        var row = new float[set.Count];
        int at = 0;
        for (int i = 1; i < set.Count; i++)
        {
            MatrixProduct.Multiply(set.Row(i), 1, set.Vectors.AsSpan(0, i * set.Dim), i, set.Dim, row);
            for (int j = 0; j < i; j++)
            {
                // Sorted ascending by the negative score, so falling by score.
                (scores[at], identities[at++]) = (-row[j], (unit[i], unit[j]));
            }
        }

        Array.Sort(scores, identities);
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = -scores[i];
        }

        var images = new int[labels.Length];
        foreach (int u in unit)
        {
            images[u]++;
        }

        return new WeightedPairs(scores, identities, images);
    }

    /// <summary>TAR at false accept rates and AUC, in one pass over the pairs.</summary>
    /// <param name="weights">How often each identity counts.</param>
    /// <param name="fars">False accept rates, ascending.</param>
    /// <returns>TAR for each rate, then the AUC.</returns>
    public double[] Measure(int[] weights, double[] fars)
    {
        var (genuineTotal, impostorTotal) = Totals(weights);
        var result = new double[fars.Length + 1];
        if (genuineTotal == 0 || impostorTotal == 0)
        {
            Array.Fill(result, double.NaN);
            return result;
        }

        long genuine = 0, impostor = 0, genuineBefore = 0, impostorBefore = 0;
        double area = 0;
        int next = 0;
        for (int i = 0; i < _scores.Length; i++)
        {
            var (a, b) = _identities[i];
            genuine += a == b ? weights[a] : 0;
            impostor += a == b ? 0 : (long)weights[a] * weights[b];
            if (i + 1 < _scores.Length && _scores[i + 1] == _scores[i])
            {
                continue;
            }

            for (; next < fars.Length && impostor > (fars[next] * impostorTotal) + 1e-9; next++)
            {
                result[next] = (double)genuineBefore / genuineTotal;
            }

            area += (impostor - impostorBefore) * 0.5 * ((double)genuineBefore + genuine);
            (genuineBefore, impostorBefore) = (genuine, impostor);
        }

        for (; next < fars.Length; next++)
        {
            result[next] = 1;
        }

        result[^1] = area / genuineTotal / impostorTotal;
        return result;
    }

    private (long Genuine, long Impostor) Totals(int[] weights)
    {
        long genuine = 0, images = 0, squares = 0;
        for (int u = 0; u < weights.Length; u++)
        {
            long drawn = (long)weights[u] * _images[u];
            genuine += weights[u] * ((long)_images[u] * (_images[u] - 1) / 2);
            images += drawn;
            squares += drawn * drawn;
        }

        return (genuine, ((images * images) - squares) / 2);
    }
}
