namespace Cleaner.Purge.Scoring;

/// <summary>
/// Mean cosine of every sample to its nearest samples of other classes (<see cref="LocalSimilarity"/>): all pairs where that is affordable,
/// else among the samples of the class whose centroid is the nearest other.
/// </summary>
public static class LocalOther
{
    /// <summary>Up to this many samples all pairs are compared (30,000² × 1,024 dimensions take about 20 s on 2 cores).</summary>
    public const int MaxAllPairs = 30_000;

    /// <summary>Scans every sample.</summary>
    /// <param name="vectors">[N, D], L2-normalised rows.</param>
    /// <param name="classOfRow">Class of each row.</param>
    /// <param name="groups">The rows of each class.</param>
    /// <param name="near">Classes that do not count as other.</param>
    /// <param name="other">The nearest other centroids.</param>
    /// <param name="kept">Rows that may be neighbours; null: all.</param>
    /// <returns>[N]; 0 where a sample has no other neighbour.</returns>
    public static float[] Scan(Vectors vectors, int[] classOfRow, Grouping groups, NearClasses near, NearestOther other, bool[]? kept = null) =>
        vectors.Rows <= MaxAllPairs ? AllPairs(vectors, classOfRow, near, kept) : NearestClass(vectors, groups, other, kept);

    /// <summary>Compares every pair of samples.</summary>
    public static float[] AllPairs(Vectors vectors, int[] classOfRow, NearClasses near, bool[]? kept)
    {
        var nearest = new Nearest[vectors.Rows];
        Array.Fill(nearest, Nearest.None);
        PairBlocks.ForEach(vectors, (firstRow, rows, firstColumn, columns, cosine) =>
        {
            for (int i = 0; i < rows; i++)
            {
                ref Nearest best = ref nearest[firstRow + i];
                int own = classOfRow[firstRow + i];
                ReadOnlySpan<float> row = cosine.Slice(i * columns, columns);
                for (int j = 0; j < columns; j++)
                {
                    if (row[j] > best.Bar && kept?[firstColumn + j] != false && !near.Contains(own, classOfRow[firstColumn + j]))
                    {
                        best.Offer(row[j]);
                    }
                }
            }
        });
        return Array.ConvertAll(nearest, best => best.Mean);
    }

    /// <summary>Compares every sample with those of the class whose centroid is its nearest other.</summary>
    public static float[] NearestClass(Vectors vectors, Grouping groups, NearestOther other, bool[]? kept)
    {
        Grouping members = kept is null ? groups : groups.Where(row => kept[row]);
        float[] mean = LocalSimilarity.ToClasses(vectors, members, [.. Enumerable.Range(0, vectors.Rows)], other.Class);
        return Array.ConvertAll(mean, value => float.IsNaN(value) ? 0 : value);
    }
}
