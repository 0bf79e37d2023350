namespace Cleaner.Manifests;

/// <summary>What is believed of a sample. A relabelled sample is <see cref="Kept"/> under another identity than the given one.</summary>
public enum SampleState
{
    /// <summary>In the clean set.</summary>
    Kept = 0,

    /// <summary>Believed to be wrongly labelled or otherwise unwanted.</summary>
    Dropped = 1,

    /// <summary>Another sample stands for it.</summary>
    Duplicate = 2,

    /// <summary>Its bytes cannot be used: damaged, foreign, gone or replaced.</summary>
    Unusable = 3,
}

/// <summary>One row of the log: what a revision believes of a sample.</summary>
/// <param name="SampleId">The sample.</param>
/// <param name="State">Kept, dropped, duplicate or unusable.</param>
/// <param name="IdentityId">The identity it is believed to show.</param>
/// <param name="DuplicateOf">The sample that stands for it; 0 none.</param>
/// <param name="Rule">Name of the rule that decided; "" none.</param>
/// <param name="Score">The rule's score; NaN none.</param>
/// <param name="Reason">One phrase for a person; "" none.</param>
public readonly record struct Belief(
    long SampleId,
    SampleState State,
    long IdentityId,
    long DuplicateOf = 0,
    string Rule = "",
    double Score = double.NaN,
    string Reason = "");

/// <summary>A sample together with what is believed of it at a revision.</summary>
/// <param name="Sample">The facts.</param>
/// <param name="GivenIdentityId">The identity its source gives it.</param>
/// <param name="Belief">The belief, with <see cref="Belief.IdentityId"/> the identity believed now.</param>
public readonly record struct SampleView(Sample Sample, long GivenIdentityId, Belief Belief)
{
    /// <summary>Kept under another identity than its source gave it.</summary>
    public bool IsRelabelled => Belief.State == SampleState.Kept && Belief.IdentityId != GivenIdentityId;
}

/// <summary>Something noticed about identities or samples that a person or a later stage may act on.</summary>
/// <param name="Kind">"merge", "split", "conflict", "mostly-noise"; "merged" for what was merged; "settled-…" for answers (<see cref="Settlement"/>).</param>
/// <param name="IdentityA">First identity.</param>
/// <param name="IdentityB">Second identity; 0 none.</param>
/// <param name="SampleA">First sample; 0 none.</param>
/// <param name="SampleB">Second sample; 0 none.</param>
/// <param name="Score">The rule's score; NaN none.</param>
/// <param name="Reason">One phrase for a person.</param>
/// <param name="DetailJson">Whatever the rule wants to keep, as JSON.</param>
public sealed record Finding(
    string Kind,
    long IdentityA,
    long IdentityB,
    long SampleA,
    long SampleB,
    double Score,
    string Reason,
    string DetailJson = "{}");
