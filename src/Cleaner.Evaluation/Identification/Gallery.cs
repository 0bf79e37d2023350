using Cleaner.Manifests;

namespace Cleaner.Evaluation.Identification;

/// <summary>The answer for one probe.</summary>
/// <param name="Label">The identity named, or null: unknown.</param>
/// <param name="Candidates">The nearest identities by falling score, the first of them named where it reaches the threshold.</param>
public readonly record struct Answer(long? Label, IReadOnlyList<Candidate> Candidates);

/// <summary>Registered identities, and the threshold from which on a probe is named.</summary>
public sealed class Gallery
{
    /// <summary>Strangers that are compared at most to calibrate a threshold, spread evenly over all of them.</summary>
    public const int MostStrangers = 200_000;

    private const int RowsAtOnce = 8192;

    private Gallery(TemplateSet templates, Calibration calibration) => (Templates, Calibration) = (templates, calibration);

    /// <summary>One template an identity.</summary>
    public TemplateSet Templates { get; }

    /// <summary>The threshold.</summary>
    public Calibration Calibration { get; }

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
        return templates.Count > 1
            ? new Gallery(templates, Calibration.At(Scores(templates, set, r => r.BestOther, stop), fpir))
            : throw new CleanerException($"{set.Name} holds one identity: its own images cannot play strangers; give some with --strangers, or a --threshold");
    }

    /// <summary>Registers identities and calibrates the threshold on images of others.</summary>
    /// <param name="set">Embeddings of the identities to register.</param>
    /// <param name="strangers">Embeddings of identities of which none is registered, by the same model.</param>
    /// <param name="fpir">Accepted share of strangers that are given a name, 0…1.</param>
    /// <param name="stop">Ends the work.</param>
    public static Gallery Register(EmbeddingSet set, EmbeddingSet strangers, double fpir, CancellationToken stop)
    {
        var templates = TemplateSet.Pooled(set);
        return new Gallery(templates, Calibration.At(Scores(templates, strangers, r => r.Best, stop), fpir));
    }

    /// <summary>Registers identities with a threshold that is given.</summary>
    public static Gallery WithThreshold(EmbeddingSet set, double threshold) => new(TemplateSet.Pooled(set), Calibration.Given(threshold));

    /// <summary>Names or rejects every probe, in order; holds a few thousand in memory at once.</summary>
    /// <param name="probes">Embeddings by the same model.</param>
    /// <param name="candidates">Candidates wanted for each, at least 1.</param>
    /// <param name="stop">Ends the work.</param>
    public IEnumerable<Answer> Identify(EmbeddingSet probes, int candidates, CancellationToken stop) =>
        TemplateSet.Blocks(probes, RowsAtOnce).SelectMany(block => GalleryRanking.Run(Templates, block, candidates, stop))
            .Select(ranked => new Answer(ranked[0].Score >= Calibration.Threshold ? ranked[0].Label : null, ranked));

    private static float[] Scores(TemplateSet templates, EmbeddingSet strangers, Func<ProbeResult, float> score, CancellationToken stop)
    {
        int count = Math.Min(strangers.Count, MostStrangers);
        int[] spread = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * strangers.Count / count))];
        using var taken = strangers.Select(spread);
        return [.. TemplateSet.Blocks(taken, RowsAtOnce).SelectMany(block => GalleryScan.Run(templates, block, stop)).Select(score)];
    }
}
