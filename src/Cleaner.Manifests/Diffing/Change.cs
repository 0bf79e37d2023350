namespace Cleaner.Manifests.Diffing;

/// <summary>How a sample differs between two states.</summary>
public enum ChangeKind
{
    /// <summary>Only in the second state.</summary>
    Added,

    /// <summary>Only in the first state.</summary>
    Removed,

    /// <summary>Kept before, not kept after.</summary>
    Dropped,

    /// <summary>Not kept before, kept after.</summary>
    Restored,

    /// <summary>Kept in both, under another identity.</summary>
    Relabelled,

    /// <summary>Kept in neither, for another state or under another identity.</summary>
    Reclassified,

    /// <summary>At the same place, with other bytes.</summary>
    Changed,

    /// <summary>The same bytes at another place.</summary>
    Moved,
}

/// <summary>One sample in one of the two states.</summary>
/// <param name="SampleId">Its id there.</param>
/// <param name="Locator">Its path relative to the source's root.</param>
/// <param name="Offset">Its offset inside the file; 0 for whole files.</param>
/// <param name="State">What is believed of it.</param>
/// <param name="Identity">The identity it is believed to show.</param>
/// <param name="Rule">The rule that decided; "" none.</param>
/// <param name="Score">The rule's score; NaN none.</param>
/// <param name="Reason">The reason in words; "" none.</param>
public sealed record Side(long SampleId, string Locator, long Offset, SampleState State, string Identity, string Rule, double Score, string Reason);

/// <summary>One difference.</summary>
/// <param name="Kind">What kind it is.</param>
/// <param name="Before">The sample in the first state; null where it was added.</param>
/// <param name="After">The sample in the second state; null where it was removed.</param>
public sealed record Change(ChangeKind Kind, Side? Before, Side? After)
{
    /// <summary>The side that explains the change: after it, or before it where nothing is left.</summary>
    public Side Telling => After ?? Before!;
}

/// <summary>What became of an identity as a whole, seen from the samples kept in both states.</summary>
/// <param name="Kind">"merged": all of From is in Into, together with others; "split": a part of From is alone in Into; "renamed": all of From is alone in Into.</param>
/// <param name="From">The identity before.</param>
/// <param name="Into">The identity after.</param>
/// <param name="Samples">How many samples went this way.</param>
public sealed record IdentityChange(string Kind, string From, string Into, long Samples);
