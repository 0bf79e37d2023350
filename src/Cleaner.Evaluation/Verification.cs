using Cleaner.Evaluation.Curves;
using Cleaner.Evaluation.Pairs;

namespace Cleaner.Evaluation;

/// <summary>What verification found; every rate lies in 0…1, scores are cosines.</summary>
/// <param name="Samples">Embeddings compared.</param>
/// <param name="Identities">Identities among them.</param>
/// <param name="Auc">Area under the ROC.</param>
/// <param name="Eer">Equal error rate.</param>
/// <param name="EerThreshold">Score at which false accepts and false rejects are equally frequent.</param>
/// <param name="Rank1">Share of samples (of identities with two or more) whose nearest other sample is of their identity; NaN where it is not defined.</param>
/// <param name="Points">TAR at the false accept rates asked for.</param>
/// <param name="Curve">The whole curve.</param>
public sealed record VerificationResult(
    long Samples, long Identities, double Auc, double Eer, double EerThreshold, double Rank1, IReadOnlyList<OperatingPoint> Points, RocCurve Curve)
{
    /// <summary>Pairs of one identity.</summary>
    public long GenuinePairs => Curve.Genuine;

    /// <summary>Pairs of two identities.</summary>
    public long ImpostorPairs => Curve.Impostor;
}

/// <summary>1:1 verification: are these two images of one identity?</summary>
public static class Verification
{
    /// <summary>Compares every embedding with every other one.</summary>
    /// <param name="embeddings">[N, dim], row-major; need not be normalised.</param>
    /// <param name="dim">Width of one embedding.</param>
    /// <param name="labels">[N] identity of each row.</param>
    /// <param name="fars">False accept rates to report, each 0…1.</param>
    /// <exception cref="Cleaner.Manifests.CleanerException">No genuine or no impostor pair, or an embedding that is not finite.</exception>
    public static VerificationResult AllPairs(ReadOnlyMemory<float> embeddings, int dim, ReadOnlyMemory<long> labels, double[] fars) =>
        AllPairs(EmbeddingSet.FromMemory("memory", embeddings, dim, labels), fars, CancellationToken.None);

    /// <summary>Compares every embedding with every other one, reading the rows as needed.</summary>
    public static VerificationResult AllPairs(EmbeddingSet set, double[] fars, CancellationToken stop)
    {
        var pairs = AllPairsScan.Run(set, stop);
        var identities = new HashSet<long>(set.Labels.ToArray()).Count;
        return Summarise(pairs.Curve, set.Count, identities, pairs.Rank1, fars);
    }

    /// <summary>Summarises a given list of scored pairs.</summary>
    public static VerificationResult OfPairs(ReadOnlySpan<float> scores, ReadOnlySpan<bool> same, double[] fars) =>
        Summarise(RocCurve.FromPairs(scores, same), 2L * scores.Length, 0, double.NaN, fars);

    private static VerificationResult Summarise(RocCurve curve, long samples, long identities, double rank1, double[] fars)
    {
        var (eer, threshold) = curve.Eer();
        return new VerificationResult(samples, identities, curve.Auc(), eer, threshold, rank1, [.. fars.Select(curve.At)], curve);
    }
}
