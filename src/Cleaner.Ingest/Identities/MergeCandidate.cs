namespace Cleaner.Ingest.Identities;

/// <summary>One reason to take two identities for one.</summary>
/// <param name="Rule">"case", "punctuation", "unicode", "accents", "spacing", "word-order", "id-string", "pictures" or "embeddings".</param>
/// <param name="Reason">One phrase for a person.</param>
/// <param name="IsStrong">Enough to merge by it alone, unless embeddings disagree.</param>
public sealed record MergeEvidence(string Rule, string Reason, bool IsStrong);

/// <summary>What becomes of a candidate.</summary>
public static class MergeDecision
{
    /// <summary>Left to a person.</summary>
    public const string Suggested = "suggested";

    /// <summary>Carried out.</summary>
    public const string Applied = "applied";

    /// <summary>Not to be merged: embeddings disagree.</summary>
    public const string HeldBack = "held-back";

    /// <summary>Answered before: a person said no, or the merge was reverted. It is not asked again.</summary>
    public const string Answered = "answered";
}

/// <summary>Two identities that may be one.</summary>
/// <param name="Into">The identity with more kept images, which takes up the other.</param>
/// <param name="IntoName">Its name.</param>
/// <param name="Identity">The other identity.</param>
/// <param name="Name">Its name.</param>
/// <param name="Evidence">Why, the strongest first.</param>
/// <param name="Similarity">Of the centers of their embeddings, 1 at most; null where that is not known.</param>
/// <param name="Decision">One of <see cref="MergeDecision"/>.</param>
public sealed record MergeCandidate(
    long Into, string IntoName, long Identity, string Name, IReadOnlyList<MergeEvidence> Evidence, double? Similarity, string Decision)
{
    /// <summary>All evidence in one phrase.</summary>
    public string Reason => string.Join("; ", Evidence.Select(e => e.Reason))
        + (Similarity is { } similarity ? FormattableString.Invariant($"; embeddings alike by {similarity:0.00}") : "")
        + (Decision == MergeDecision.HeldBack ? ": the embeddings disagree" : "");
}
