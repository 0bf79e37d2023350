namespace Cleaner.Manifests.Diffing;

/// <summary>How much an identity changed.</summary>
/// <param name="Identity">Its name.</param>
/// <param name="KeptBefore">Samples kept under it before.</param>
/// <param name="KeptAfter">Samples kept under it after.</param>
/// <param name="Changes">Changes of each kind that touch it before or after, by <see cref="ChangeKind"/>.</param>
public sealed record IdentityCount(string Identity, long KeptBefore, long KeptAfter, IReadOnlyList<long> Changes)
{
    /// <summary>All changes.</summary>
    public long Total => Changes.Sum();
}

/// <summary>Changes of one kind that one rule explains.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Rule">The rule; "" none.</param>
/// <param name="Samples">How many.</param>
public sealed record RuleCount(ChangeKind Kind, string Rule, long Samples);

/// <summary>The counts of a diff. Totals cover everything; changes are those that pass the filter.</summary>
public sealed record DiffSummary
{
    /// <summary>Samples in the first state.</summary>
    public required long SamplesBefore { get; init; }

    /// <summary>Samples in the second state.</summary>
    public required long SamplesAfter { get; init; }

    /// <summary>Kept samples in the first state.</summary>
    public required long KeptBefore { get; init; }

    /// <summary>Kept samples in the second state.</summary>
    public required long KeptAfter { get; init; }

    /// <summary>Number of changes of each kind, by <see cref="ChangeKind"/>.</summary>
    public required IReadOnlyList<long> Kinds { get; init; }

    /// <summary>The same by rule, most first.</summary>
    public required IReadOnlyList<RuleCount> Rules { get; init; }

    /// <summary>The same by identity, most first.</summary>
    public required IReadOnlyList<IdentityCount> Identities { get; init; }

    /// <summary>Identities merged, split or renamed as a whole.</summary>
    public required IReadOnlyList<IdentityChange> IdentityChanges { get; init; }

    /// <summary>All changes.</summary>
    public long Total => Kinds.Sum();

    /// <summary>Changes of a kind.</summary>
    public long Of(ChangeKind kind) => Kinds[(int)kind];
}
