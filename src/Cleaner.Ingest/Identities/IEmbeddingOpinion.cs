using Cleaner.Manifests;

namespace Cleaner.Ingest.Identities;

/// <summary>What the embeddings of a trained model say about identities. Made by whoever may read a run folder.</summary>
public interface IEmbeddingOpinion
{
    /// <summary>Similarity from which two identities are taken for one.</summary>
    double AgreeFrom { get; }

    /// <summary>Similarity below which two identities are taken for two, whatever their names say; at most <see cref="AgreeFrom"/>.</summary>
    double DisagreeBelow { get; }

    /// <summary>How alike two identities are by their robust centers, 1 at most; null where the run cannot say.</summary>
    double? Similarity(long a, long b);

    /// <summary>Pairs of identities that the embeddings alone take for one.</summary>
    IReadOnlyList<(long A, long B)> Alike { get; }

    /// <summary>Identities whose images form two groups far apart: findings of kind "split".</summary>
    IReadOnlyList<Finding> Splits { get; }
}
