namespace Cleaner.Purge.Scoring;

/// <summary>Mean cosine to the few nearest samples of a set: tells what a centroid cannot, where a class has several faces.</summary>
public static class LocalSimilarity
{
    /// <summary>Number of nearest samples.</summary>
    public const int Neighbours = 3;

    /// <summary>Mean of the largest cosines of a vector to the rows of a matrix; of all of them where there are fewer; 0 where there are none.</summary>
    /// <param name="vector">[dim].</param>
    /// <param name="rows">[n, dim] row-major.</param>
    /// <param name="except">A row to leave out; −1 none.</param>
    public static float Mean(ReadOnlySpan<float> vector, ReadOnlySpan<float> rows, int except = -1)
    {
        Nearest nearest = Nearest.None;
        int n = rows.Length / vector.Length;
        for (int i = 0; i < n; i++)
        {
            if (i != except)
            {
                nearest.Offer(VectorMath.Dot(vector, rows.Slice(i * vector.Length, vector.Length)));
            }
        }

        return nearest.Mean;
    }

    /// <summary>The same of many rows, each to the samples of a class, itself left out.</summary>
    /// <param name="vectors">[N, D], L2-normalised rows.</param>
    /// <param name="members">The samples of each class.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="classes">For each the class; −1 none.</param>
    /// <param name="most">Of more samples of a class an even choice is compared with. The default takes all.</param>
    /// <returns>For each row the mean; NaN where there is no class, or no other sample in it.</returns>
    public static float[] ToClasses(Vectors vectors, Grouping members, int[] rows, int[] classes, int most = int.MaxValue)
    {
        int dim = vectors.Dim;
        var mean = new float[rows.Length];
        Array.Fill(mean, float.NaN);
        var byClass = new Grouping(classes, members.Classes);
        Parallel.For(0, members.Classes, c =>
        {
            if (byClass.Size(c) == 0)
            {
                return;
            }

            int[] others = Thinned.Evenly(members[c].ToArray(), most);
            var x = new float[others.Length * dim];
            vectors.CopyRows(others, x);
            var row = new float[dim];
            foreach (int i in byClass[c])
            {
                int self = Array.BinarySearch(others, rows[i]);
                if (others.Length > (self < 0 ? 0 : 1))
                {
                    vectors.CopyRow(rows[i], row);
                    mean[i] = Mean(row, x, self);
                }
            }
        });
        return mean;
    }
}
