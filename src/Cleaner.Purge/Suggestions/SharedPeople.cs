using Cleaner.Purge.Scoring;

namespace Cleaner.Purge.Suggestions;

/// <summary>Measures the samples of labels that seem to be one person by both labels.</summary>
public static class SharedPeople
{
    /// <summary>
    /// Lets the samples of a pair's labels lean on both: cosine to the own centroid and to the nearest own samples become those to the other
    /// label's where these are larger.
    /// </summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="vectors">[N, D], L2-normalised rows.</param>
    /// <param name="groups">The rows of each class.</param>
    /// <param name="centroids">One a class; the cosines of its samples are changed.</param>
    /// <param name="kept">Rows that may be reference; null: all.</param>
    public static void Adopt(IEnumerable<LabelPair> pairs, Vectors vectors, Grouping groups, ClassCentroids centroids, bool[]? kept)
    {
        foreach (LabelPair pair in pairs)
        {
            float[] a = Core(pair.A), b = Core(pair.B);
            Lean(pair.A, pair.B, b);
            Lean(pair.B, pair.A, a);
        }

        float[] Core(int c)
        {
            int[] core = ClassSpread.CoreOf(vectors, groups[c], centroids[c], kept);
            var x = new float[core.Length * vectors.Dim];
            vectors.CopyRows(core, x);
            return x;
        }

        void Lean(int own, int partner, float[] partnersCore)
        {
            var row = new float[vectors.Dim];
            foreach (int i in groups[own])
            {
                vectors.CopyRow(i, row);
                centroids.Own[i] = Math.Max(centroids.Own[i], VectorMath.Dot(row, centroids[partner]));
                centroids.OwnNearest[i] = Math.Max(centroids.OwnNearest[i], LocalSimilarity.Mean(row, partnersCore));
            }
        }
    }
}
