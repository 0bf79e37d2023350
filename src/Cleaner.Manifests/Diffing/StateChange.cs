namespace Cleaner.Manifests.Diffing;

/// <summary>The kind of a change of belief.</summary>
internal static class StateChange
{
    /// <summary>The kind, or null where nothing changed.</summary>
    public static ChangeKind? Classify(SampleState before, SampleState after, bool sameIdentity) => (before, after) switch
    {
        (SampleState.Kept, SampleState.Kept) => sameIdentity ? null : ChangeKind.Relabelled,
        (SampleState.Kept, _) => ChangeKind.Dropped,
        (_, SampleState.Kept) => ChangeKind.Restored,
        _ => before == after && sameIdentity ? null : ChangeKind.Reclassified,
    };
}
