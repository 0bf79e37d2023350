namespace Cleaner.Purge.Scoring;

/// <summary>The nearest samples of every sample, itself left out, by exact search over all pairs.</summary>
/// <param name="Count">k: neighbours of each sample; fewer where the set is smaller.</param>
/// <param name="Row">[N, k]: their rows, nearest first.</param>
/// <param name="Cosine">[N, k]: cosines to them.</param>
public sealed record Neighbours(int Count, int[] Row, float[] Cosine)
{
    /// <summary>Searches all pairs; of equally near samples the earlier rows.</summary>
    /// <param name="vectors">[N, D], L2-normalised rows.</param>
    /// <param name="k">Neighbours wanted.</param>
    public static Neighbours Find(Vectors vectors, int k)
    {
        int count = Math.Min(k, vectors.Rows - 1);
        var found = new Neighbours(count, new int[vectors.Rows * count], new float[vectors.Rows * count]);
        Array.Fill(found.Cosine, float.NegativeInfinity);
        PairBlocks.ForEach(vectors, (firstRow, rows, firstColumn, columns, cosine) =>
        {
            for (int i = 0; i < rows; i++)
            {
                found.Offer(firstRow + i, firstColumn, cosine.Slice(i * columns, columns));
            }
        });
        return found;
    }

    /// <summary>The neighbours of a sample.</summary>
    public ReadOnlySpan<int> Of(int row) => Row.AsSpan(row * Count, Count);

    /// <summary>Votes of a sample's neighbours for each class they are labelled with, weighted by cosine and summing to 1.</summary>
    public (int Class, double Share)[] Votes(int row, int[] classOfRow)
    {
        var votes = new Dictionary<int, double>();
        double total = 0;
        for (int k = row * Count; k < (row + 1) * Count; k++)
        {
            double weight = Math.Max(1e-6, Cosine[k]);
            votes[classOfRow[Row[k]]] = votes.GetValueOrDefault(classOfRow[Row[k]]) + weight;
            total += weight;
        }

        return [.. votes.OrderBy(vote => vote.Key).Select(vote => (vote.Key, vote.Value / total))];
    }

    private void Offer(int row, int firstColumn, ReadOnlySpan<float> cosine)
    {
        Span<float> best = Cosine.AsSpan(row * Count, Count);
        Span<int> rows = Row.AsSpan(row * Count, Count);
        for (int j = 0; j < cosine.Length; j++)
        {
            if (Count == 0 || cosine[j] <= best[^1] || firstColumn + j == row)
            {
                continue;
            }

            int at = Count - 1;
            for (; at > 0 && best[at - 1] < cosine[j]; at--)
            {
                (best[at], rows[at]) = (best[at - 1], rows[at - 1]);
            }

            (best[at], rows[at]) = (cosine[j], firstColumn + j);
        }
    }
}
