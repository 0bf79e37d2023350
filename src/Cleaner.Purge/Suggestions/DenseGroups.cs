using Cleaner.Manifests.Arrays;
using Cleaner.Purge.Scoring;

namespace Cleaner.Purge.Suggestions;

/// <summary>
/// Groups of vectors that lie within a given cosine of their own mean: mean shift with a flat kernel (Cheng, "Mean Shift, Mode Seeking, and
/// Clustering", 1995), begun at the densest vector, repeated on what is left.
/// </summary>
public static class DenseGroups
{
    /// <summary>Larger sets are thinned evenly to this many rows before groups are sought.</summary>
    public const int MaxRows = 1024;

    private const int MaxGroups = 6, MaxSteps = 15;

    /// <summary>Finds the groups, largest first.</summary>
    /// <param name="x">[n, dim] row-major, L2-normalised rows.</param>
    /// <param name="dim">Length of a row.</param>
    /// <param name="cut">Least cosine of a member to the mean of its group.</param>
    /// <param name="least">Fewest members of a group.</param>
    /// <returns>The normalised mean of each group and its members, ascending.</returns>
    public static IReadOnlyList<(float[] Mean, int[] Members)> Find(ReadOnlySpan<float> x, int dim, float cut, int least)
    {
        int n = x.Length / dim;
        var similarity = new float[n * n];
        MatrixProduct.Multiply(x, n, x, n, dim, similarity);
        var found = new List<(float[] Mean, int[] Members)>();
        int[] rest = [.. Enumerable.Range(0, n)];
        while (rest.Length >= least && found.Count < MaxGroups)
        {
            float[] mean = x.Slice(Densest(similarity, n, rest, least) * dim, dim).ToArray();
            int[] members = Shift(x, dim, rest, cut, least, mean);
            if (members.Length < least)
            {
                break;
            }

            found.Add((mean, members));
            rest = [.. rest.Except(members)];
        }

        return [.. found.OrderByDescending(group => group.Members.Length)];
    }

    /// <summary>At most <see cref="MaxRows"/> of the rows, evenly spaced.</summary>
    public static int[] Thin(int[] rows) => Thinned.Evenly(rows, MaxRows);

    private static int Densest(float[] similarity, int n, int[] rest, int least)
    {
        int best = rest[0];
        double bestSum = double.NegativeInfinity;
        var near = new float[rest.Length];
        foreach (int i in rest)
        {
            for (int j = 0; j < rest.Length; j++)
            {
                near[j] = similarity[(i * n) + rest[j]];
            }

            Array.Sort(near);
            double sum = 0;
            foreach (float s in near.AsSpan(near.Length - least))
            {
                sum += s;
            }

            if (sum > bestSum)
            {
                (best, bestSum) = (i, sum);
            }
        }

        return best;
    }

    /// <summary>Moves the mean to that of the rows within the cut (of the nearest few where they are too few), until these stay the same.</summary>
    private static int[] Shift(ReadOnlySpan<float> x, int dim, int[] rest, float cut, int least, float[] mean)
    {
        int[] members = [];
        for (int step = 0; step < MaxSteps; step++)
        {
            int[] next = Within(x, dim, rest, mean, cut, least);
            if (next.AsSpan().SequenceEqual(members))
            {
                break;
            }

            members = next;
            Array.Clear(mean);
            foreach (int i in members)
            {
                VectorMath.Add(mean, x.Slice(i * dim, dim));
            }

            VectorMath.Normalize(mean);
        }

        return Within(x, dim, rest, mean, cut, 0);
    }

    private static int[] Within(ReadOnlySpan<float> x, int dim, int[] rest, float[] mean, float cut, int least)
    {
        var away = new float[rest.Length];
        for (int i = 0; i < rest.Length; i++)
        {
            away[i] = -VectorMath.Dot(x.Slice(rest[i] * dim, dim), mean);
        }

        int[] order = [.. rest];
        Array.Sort(away, order);
        int inside = Array.FindLastIndex(away, a => -a >= cut) + 1;
        return [.. order[..Math.Max(inside, Math.Min(least, order.Length))].Order()];
    }
}
