using Cleaner.Manifests.Arrays;

namespace Cleaner.Evaluation.Identification;

/// <summary>How one probe stands against a gallery.</summary>
/// <param name="Mate">Cosine to the template of its own subject; NaN when the gallery has none.</param>
/// <param name="Rank">1 + templates of others that score at least as much; 0 without a mate.</param>
/// <param name="Best">Highest cosine to any template.</param>
/// <param name="BestTemplate">Row of that template, the first of equals.</param>
/// <param name="BestOther">Highest cosine to a template of another subject; −∞ when there is none.</param>
public readonly record struct ProbeResult(float Mate, int Rank, float Best, int BestTemplate, float BestOther)
{
    /// <summary>True when the gallery knows the probe's subject.</summary>
    public bool HasMate => !float.IsNaN(Mate);
}

/// <summary>Compares probes with a gallery of one template per subject, tile by tile on every core.</summary>
public static class GalleryScan
{
    private const int ProbeRows = 512;
    private const int GalleryRows = 1024;

    /// <summary>Scans the gallery for every probe.</summary>
    /// <param name="gallery">One template a subject.</param>
    /// <param name="probes">The probes; those whose subject the gallery lacks are the unknown ones.</param>
    /// <param name="stop">Ends the work.</param>
    public static ProbeResult[] Run(TemplateSet gallery, TemplateSet probes, CancellationToken stop)
    {
        TemplateSet.CheckSameModel(gallery.Dim, probes.Dim);
        var rowOf = gallery.Labels.Select((label, row) => (label, row)).ToDictionary(p => p.label, p => p.row);
        var results = new ProbeResult[probes.Count];
        int blocks = (probes.Count + ProbeRows - 1) / ProbeRows;
        Parallel.For(0, blocks, new ParallelOptions { CancellationToken = stop }, () => new float[ProbeRows * GalleryRows], (block, _, products) =>
        {
            int first = block * ProbeRows, count = Math.Min(ProbeRows, probes.Count - first);
            ScanBlock(gallery, probes, first, results.AsSpan(first, count), rowOf, products);
            return products;
        }, _ => { });
        return results;
    }

    private static void ScanBlock(TemplateSet gallery, TemplateSet probes, int first, Span<ProbeResult> results, Dictionary<long, int> rowOf, float[] products)
    {
        var mates = new int[results.Length];
        for (int i = 0; i < results.Length; i++)
        {
            mates[i] = rowOf.TryGetValue(probes.Labels[first + i], out int mate) ? mate : -1;
            results[i] = new ProbeResult(float.NaN, 0, float.NegativeInfinity, -1, float.NegativeInfinity);
        }

        // Twice through the gallery: the score of the mate must be known before others can be counted against it.
        for (int pass = 0; pass < 2; pass++)
        {
            for (int from = 0; from < gallery.Count; from += GalleryRows)
            {
                int rows = Math.Min(GalleryRows, gallery.Count - from);
                MatrixProduct.Multiply(
                    probes.Vectors.AsSpan(first * probes.Dim, results.Length * probes.Dim), results.Length,
                    gallery.Vectors.AsSpan(from * gallery.Dim, rows * gallery.Dim), rows, gallery.Dim, products);
                for (int i = 0; i < results.Length; i++)
                {
                    var scores = products.AsSpan(i * rows, rows);
                    results[i] = pass == 0 ? FindBest(results[i], scores, from, mates[i]) : CountAbove(results[i], scores, from, mates[i]);
                }
            }

            if (mates.All(mate => mate < 0))
            {
                return;
            }
        }
    }

    private static ProbeResult FindBest(ProbeResult result, ReadOnlySpan<float> scores, int from, int mate)
    {
        var (own, rank, best, template, other) = result;
        for (int j = 0; j < scores.Length; j++)
        {
            if (from + j == mate)
            {
                (own, rank) = (scores[j], 1);
            }
            else
            {
                other = Math.Max(other, scores[j]);
            }

            if (scores[j] > best)
            {
                (best, template) = (scores[j], from + j);
            }
        }

        return new ProbeResult(own, rank, best, template, other);
    }

    private static ProbeResult CountAbove(ProbeResult result, ReadOnlySpan<float> scores, int from, int mate)
    {
        if (!result.HasMate)
        {
            return result;
        }

        int above = 0;
        for (int j = 0; j < scores.Length; j++)
        {
            above += scores[j] >= result.Mate && from + j != mate ? 1 : 0;
        }

        return result with { Rank = result.Rank + above };
    }
}
