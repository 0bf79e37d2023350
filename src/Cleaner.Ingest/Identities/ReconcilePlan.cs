using Cleaner.Manifests;

namespace Cleaner.Ingest.Identities;

/// <summary>What a reconciliation found, and what it would change.</summary>
public sealed record ReconcilePlan
{
    /// <summary>The revision that was looked at.</summary>
    public required long Head { get; init; }

    /// <summary>Identities with images at that revision.</summary>
    public required long Identities { get; init; }

    /// <summary>Merge candidates: those applied first, then those suggested, then those held back.</summary>
    public required IReadOnlyList<MergeCandidate> Candidates { get; init; }

    /// <summary>Split candidates, where embeddings were given.</summary>
    public required IReadOnlyList<Finding> Splits { get; init; }

    /// <summary>Which identity each merged one becomes; empty unless merges are applied.</summary>
    public required IReadOnlyDictionary<long, long> Merged { get; init; }

    /// <summary>Findings that the manifest does not hold yet.</summary>
    internal IReadOnlyList<Finding> News { get; init; } = [];

    /// <summary>Pictures that are twice under one identity after the merge: the sample that goes, and the one that stands for it.</summary>
    internal IReadOnlyDictionary<long, (long Of, SharedPicture Picture)> Copies { get; init; } = new Dictionary<long, (long, SharedPicture)>();

    /// <summary>Whether there is anything to write.</summary>
    public bool HasNews => News.Count > 0 || Merged.Count > 0;

    /// <summary>Candidates with one decision.</summary>
    public int Count(string decision) => Candidates.Count(c => c.Decision == decision);
}

/// <summary>What a reconciliation changed.</summary>
/// <param name="Merged">Identities that were taken up by another.</param>
/// <param name="Samples">Samples that are believed to show another identity now.</param>
/// <param name="Duplicates">Kept samples that became duplicates, since both identities had their picture.</param>
/// <param name="Suggested">Merge candidates that are left to a person.</param>
/// <param name="HeldBack">Merge candidates that the embeddings disagree with.</param>
/// <param name="Splits">Split candidates.</param>
public sealed record ReconcileCounts(long Merged, long Samples, long Duplicates, long Suggested, long HeldBack, long Splits);
