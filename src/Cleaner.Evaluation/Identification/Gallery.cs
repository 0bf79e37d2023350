using Cleaner.Manifests;

namespace Cleaner.Evaluation.Identification;

/// <summary>The answer for one probe.</summary>
/// <param name="Label">The identity named, or null: unknown.</param>
/// <param name="Nearest">The nearest identity, whether named or not.</param>
/// <param name="Score">Cosine to its template.</param>
/// <param name="Second">Cosine to the second nearest.</param>
public readonly record struct Answer(long? Label, long Nearest, float Score, float Second);

/// <summary>Registered identities, and the threshold from which on a probe is named.</summary>
public sealed class Gallery
{
    private Gallery(TemplateSet templates, double threshold, double measuredFpir) =>
        (Templates, Threshold, MeasuredFpir) = (templates, threshold, measuredFpir);

    /// <summary>One template an identity.</summary>
    public TemplateSet Templates { get; }

    /// <summary>Lowest cosine at which a probe is named.</summary>
    public double Threshold { get; }

    /// <summary>Share of the gallery's own images that would be given another's name at that threshold, were their identity not registered.</summary>
    public double MeasuredFpir { get; }

    /// <summary>
    /// Registers identities and calibrates the threshold on them: each image plays a stranger once, compared with all identities but its
    /// own; at most a share <paramref name="fpir"/> of these strangers is named.
    /// </summary>
    /// <param name="set">Embeddings of the identities to register, two identities or more.</param>
    /// <param name="fpir">Accepted share of strangers that are given a name, 0…1.</param>
    /// <param name="stop">Ends the work.</param>
    public static Gallery Register(EmbeddingSet set, double fpir, CancellationToken stop)
    {
        var templates = TemplateSet.Pooled(set);
        if (templates.Count < 2)
        {
            throw new CleanerException($"{set.Name} holds {templates.Count} identities: a threshold needs two or more to be calibrated; give one with --threshold");
        }

        float[] strangers = [.. GalleryScan.Run(templates, TemplateSet.Singles(set), stop).Select(r => r.BestOther)];
        double threshold = IdentificationMetrics.Calibrate(strangers, fpir);
        return new Gallery(templates, threshold, (double)strangers.Count(s => s >= threshold) / strangers.Length);
    }

    /// <summary>Registers identities with a threshold that is given.</summary>
    public static Gallery WithThreshold(EmbeddingSet set, double threshold) => new(TemplateSet.Pooled(set), threshold, double.NaN);

    /// <summary>Names or rejects every probe.</summary>
    public Answer[] Identify(EmbeddingSet probes, CancellationToken stop)
    {
        TemplateSet.CheckSameModel(Templates.Dim, probes.Dim);
        var singles = TemplateSet.Singles(probes);
        // The nearest first; then, with the nearest as "own", the second nearest is the best other.
        var nearest = GalleryScan.Run(Templates, new TemplateSet([.. singles.Labels.Select(_ => long.MinValue)], singles.Vectors, singles.Dim), stop);
        long[] labels = [.. nearest.Select(r => Templates.Labels[r.BestTemplate])];
        var second = GalleryScan.Run(Templates, new TemplateSet(labels, singles.Vectors, singles.Dim), stop);
        return [.. nearest.Select((r, i) => new Answer(r.Best >= Threshold ? labels[i] : null, labels[i], r.Best, second[i].BestOther))];
    }
}
