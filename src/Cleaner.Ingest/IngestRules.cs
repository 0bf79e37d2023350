using Cleaner.Manifests;

namespace Cleaner.Ingest;

/// <summary>Names of the rules that ingest writes into the manifest. It changes only beliefs that carry one of them, never those of a purge or a person.</summary>
public static class IngestRules
{
    /// <summary>Kept as its source gives it.</summary>
    public const string Kept = "";

    /// <summary>The bytes are no usable image; the reason says why.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>The source does not hold it any more, or holds other bytes in its place.</summary>
    public const string Gone = "gone";

    /// <summary>Duplicate: the same bytes.</summary>
    public const string SameBytes = "same-bytes";

    /// <summary>Duplicate: other bytes, the same decoded pixels.</summary>
    public const string SamePixels = "same-pixels";

    /// <summary>Duplicate: nearly the same pixels; the score is the pHash distance in bits.</summary>
    public const string NearPixels = "near-pixels";

    /// <summary>Whether ingest may change a belief.</summary>
    public static bool Owns(in Belief belief) =>
        belief.State != SampleState.Dropped && belief.Rule is (Kept or Unreadable or Gone or SameBytes or SamePixels or NearPixels);
}
