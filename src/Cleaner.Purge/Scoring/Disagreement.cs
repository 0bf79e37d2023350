namespace Cleaner.Purge.Scoring;

/// <summary>
/// Share of the labels that the other images of their identity contradict: the sample is nearer to another identity's mean than to that of its
/// own, itself left out. Plain means and not robust centroids: where much is wrong, a robust one may settle among the wrong.
/// </summary>
internal static class Disagreement
{
    private const int MaxRows = 4096; // a share of them is off by .8 % at most

    /// <summary>Counts them, 0 to 1; of a random part where there are very many samples or identities (then too few, if anything).</summary>
    /// <param name="vectors">[N, D], L2-normalised rows.</param>
    /// <param name="groups">The rows of each class.</param>
    /// <param name="near">Classes that do not count as other.</param>
    /// <param name="counts">Whether a row counts.</param>
    /// <param name="seed">Of what is looked at.</param>
    public static double Of(Vectors vectors, Grouping groups, NearClasses near, Func<int, bool> counts, int seed)
    {
        var random = new Random(seed);
        int[] classes = RankShare.SomeClasses(Enumerable.Range(0, groups.Classes), random);
        int dim = vectors.Dim;
        var sums = new float[classes.Length][];
        Parallel.For(0, classes.Length, j => sums[j] = SumOf(vectors, groups[classes[j]]));
        float[] means = new float[classes.Length * dim];
        for (int j = 0; j < classes.Length; j++)
        {
            Span<float> mean = means.AsSpan(j * dim, dim);
            sums[j].CopyTo(mean);
            VectorMath.Normalize(mean);
        }

        (int Row, int Own)[] looked = RankShare.Some(
            Enumerable.Range(0, classes.Length).SelectMany(own => groups[classes[own]].ToArray().Where(counts).Select(row => (row, own))), MaxRows, random);
        int contradicted = 0;
        Parallel.ForEach(looked, item =>
        {
            float[] x = new float[dim], rest = new float[dim];
            vectors.CopyRow(item.Row, x);
            sums[item.Own].CopyTo(rest, 0);
            VectorMath.Add(rest, x, -1);
            VectorMath.Normalize(rest);
            float own = VectorMath.Dot(x, rest);
            for (int j = 0; j < classes.Length; j++)
            {
                if (!near.Contains(classes[item.Own], classes[j]) && VectorMath.Dot(x, means.AsSpan(j * dim, dim)) > own)
                {
                    Interlocked.Increment(ref contradicted);
                    return;
                }
            }
        });
        return looked.Length == 0 ? 0 : (double)contradicted / looked.Length;
    }

    private static float[] SumOf(Vectors vectors, ReadOnlySpan<int> rows)
    {
        float[] sum = new float[vectors.Dim], x = new float[vectors.Dim];
        foreach (int row in rows)
        {
            vectors.CopyRow(row, x);
            VectorMath.Add(sum, x);
        }

        return sum;
    }
}
