using Cleaner.Evaluation.Identification;
using Cleaner.Manifests.Arrays;

namespace Cleaner.Evaluation.Comparison;

/// <summary>The units that a pair is made of; a pair within one unit counts as often as that is drawn, others as often as both are drawn together.</summary>
/// <param name="A">Unit of the one side.</param>
/// <param name="B">Unit of the other side.</param>
/// <param name="Genuine">Whether both show one identity.</param>
public readonly record struct UnitPair(int A, int B, bool Genuine);

/// <summary>Scored pairs, each with the units it is made of, in falling order of score: what a bootstrap over these units re-weights.</summary>
public sealed class WeightedPairs
{
    private readonly UnitPair[] _pairs;
    private readonly float[] _scores;

    private WeightedPairs(float[] negativeScores, UnitPair[] pairs, int units)
    {
        // Sorted ascending by the negative score, so falling by score.
        Array.Sort(negativeScores, pairs);
        (_scores, _pairs, Units) = (negativeScores, pairs, units);
    }

    /// <summary>Number of units.</summary>
    public int Units { get; }

    /// <summary>Compares all rows of a set, which must be small: N(N−1)/2 pairs are kept. The units are its identities.</summary>
    public static WeightedPairs Of(TemplateSet set)
    {
        long[] labels = [.. set.Labels.Distinct().Order()];
        int[] unit = [.. set.Labels.Select(l => Array.BinarySearch(labels, l))];
        int count = checked((int)((long)set.Count * (set.Count - 1) / 2));
        var scores = new float[count];
        var pairs = new UnitPair[count];
        var row = new float[set.Count];
        int at = 0;
        for (int i = 1; i < set.Count; i++)
        {
            MatrixProduct.Multiply(set.Row(i), 1, set.Vectors.AsSpan(0, i * set.Dim), i, set.Dim, row);
            for (int j = 0; j < i; j++)
            {
                (scores[at], pairs[at++]) = (-row[j], new UnitPair(unit[i], unit[j], unit[i] == unit[j]));
            }
        }

        return new WeightedPairs(scores, pairs, labels.Length);
    }

    /// <summary>Takes over pairs that are scored already.</summary>
    /// <param name="scores">Cosine of each pair.</param>
    /// <param name="pairs">Its units, numbered from 0.</param>
    /// <param name="units">Number of units.</param>
    public static WeightedPairs Of(IReadOnlyList<float> scores, IReadOnlyList<UnitPair> pairs, int units) =>
        new([.. scores.Select(s => -s)], [.. pairs], units);

    /// <summary>TAR at false accept rates and AUC, in one pass over the pairs.</summary>
    /// <param name="weights">How often each unit counts.</param>
    /// <param name="fars">False accept rates, ascending.</param>
    /// <returns>TAR for each rate, then the AUC; NaN without a genuine or an impostor pair.</returns>
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
            long weight = Weight(_pairs[i], weights);
            genuine += _pairs[i].Genuine ? weight : 0;
            impostor += _pairs[i].Genuine ? 0 : weight;
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
        long genuine = 0, impostor = 0;
        foreach (var pair in _pairs)
        {
            long weight = Weight(pair, weights);
            genuine += pair.Genuine ? weight : 0;
            impostor += pair.Genuine ? 0 : weight;
        }

        return (genuine, impostor);
    }

    private static long Weight(UnitPair pair, int[] weights) => pair.A == pair.B ? weights[pair.A] : (long)weights[pair.A] * weights[pair.B];
}
