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
}
