using Cleaner.Manifests;

namespace Cleaner.Ingest.Identities;

/// <summary>What the embeddings of a trained model say about identities. Made by whoever may read a run folder.</summary>
public interface IEmbeddingOpinion
{
    /// <summary>Cosine between the centers of two identities from which they are taken for one.</summary>
    double Threshold { get; }

    /// <summary>Cosine between the robust centers of two identities; null where the run has no center for one of them.</summary>
    double? Cosine(long a, long b);

    /// <summary>Pairs of identities whose centers are at least <see cref="Threshold"/> alike.</summary>
    IReadOnlyList<(long A, long B)> Alike { get; }

    /// <summary>Identities whose images form two groups far apart: findings of kind "split".</summary>
    IReadOnlyList<Finding> Splits { get; }
}
