using Cleaner.Manifests.Arrays;

namespace Cleaner.Evaluation.Identification;

/// <summary>A registered identity that a probe may show.</summary>
/// <param name="Label">The identity.</param>
/// <param name="Score">Cosine to its template.</param>
public readonly record struct Candidate(long Label, float Score);

/// <summary>The nearest identities of each probe, in one pass over the gallery, tile by tile on every core.</summary>
public static class GalleryRanking
{
    private const int ProbeRows = 256;
    private const int GalleryRows = 1024;

    /// <summary>Ranks the gallery for every probe.</summary>
    /// <param name="gallery">One template an identity.</param>
    /// <param name="probes">The probes; their labels do not matter.</param>
    /// <param name="most">Candidates wanted, at least 1; fewer where the gallery is smaller.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>For each probe its candidates by falling score; of equally near ones the first of the gallery comes first.</returns>
    public static Candidate[][] Run(TemplateSet gallery, TemplateSet probes, int most, CancellationToken stop)
    {
        TemplateSet.CheckSameModel(gallery.Dim, probes.Dim);
        int kept = Math.Min(most, gallery.Count);
        var ranked = new Candidate[probes.Count][];
        int blocks = (probes.Count + ProbeRows - 1) / ProbeRows;
        Parallel.For(0, blocks, new ParallelOptions { CancellationToken = stop }, () => new float[ProbeRows * GalleryRows], (block, _, products) =>
        {
            int first = block * ProbeRows, count = Math.Min(ProbeRows, probes.Count - first);
            for (int i = 0; i < count; i++)
            {
                ranked[first + i] = new Candidate[kept];
                Array.Fill(ranked[first + i], new Candidate(0, float.NegativeInfinity));
            }

            for (int from = 0; from < gallery.Count; from += GalleryRows)
            {
                int rows = Math.Min(GalleryRows, gallery.Count - from);
                MatrixProduct.Multiply(
                    probes.Vectors.AsSpan(first * probes.Dim, count * probes.Dim), count,
                    gallery.Vectors.AsSpan(from * gallery.Dim, rows * gallery.Dim), rows, gallery.Dim, products);
                for (int i = 0; i < count; i++)
                {
                    Insert(ranked[first + i], products.AsSpan(i * rows, rows), gallery.Labels.AsSpan(from, rows));
                }
            }

            return products;
        }, _ => { });
        return ranked;
    }

    private static void Insert(Candidate[] ranked, ReadOnlySpan<float> scores, ReadOnlySpan<long> labels)
    {
        for (int j = 0; j < scores.Length; j++)
        {
            if (scores[j] <= ranked[^1].Score)
            {
                continue;
            }

            int at = ranked.Length - 1;
            for (; at > 0 && ranked[at - 1].Score < scores[j]; at--)
            {
                ranked[at] = ranked[at - 1];
            }

            ranked[at] = new Candidate(labels[j], scores[j]);
        }
    }
}
