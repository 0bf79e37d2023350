using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Purge.Rules;

namespace Cleaner.Purge;

/// <summary>What a purge does with one sample.</summary>
public enum Decision : byte
{
    /// <summary>Stays, or comes back when an earlier rule had dropped it.</summary>
    Keep,

    /// <summary>Goes.</summary>
    Drop,

    /// <summary>Stays under the identity that it shows.</summary>
    Relabel,

    /// <summary>The rule would drop it, but its identity would lose its last image.</summary>
    Withheld,

    /// <summary>A person decided, or it is a duplicate or unusable: left as it is.</summary>
    Untouched,
}

/// <summary>Totals of a plan.</summary>
/// <param name="Samples">Samples in the run.</param>
/// <param name="Kept">Stay.</param>
/// <param name="Dropped">Go.</param>
/// <param name="Relabelled">Stay under another identity.</param>
/// <param name="Restored">Of those that stay: dropped until now.</param>
/// <param name="Withheld">Stay only because their identity would lose its last image.</param>
/// <param name="Unclear">Stay although they fit no identity, by rule auto: too dark or too bright to tell.</param>
/// <param name="Untouched">Decided by a person, duplicate or unusable.</param>
/// <param name="Added">Kept samples that the run has not seen.</param>
/// <param name="Changed">Samples whose state or identity changes.</param>
public sealed record PurgeCounts(int Samples, int Kept, int Dropped, int Relabelled, int Restored, int Withheld, int Unclear, int Untouched, int Added, int Changed)
{
    /// <summary>Dropped among the samples that a rule may judge.</summary>
    public double DropShare => ShareOf(Dropped);

    /// <summary>Relabelled among them.</summary>
    public double RelabelShare => ShareOf(Relabelled);

    /// <summary>Dropped, and those that stay only because their identity would lose its last image: what the rule asked for.</summary>
    public double AskedShare => ShareOf(Dropped + Withheld);

    private double ShareOf(int samples) => Samples == Untouched ? 0 : (double)samples / (Samples - Untouched);
}

/// <summary>A plan: what a purge would do. <see cref="Purger.Apply"/> writes it.</summary>
public sealed class PurgeResult
{
    /// <summary>The options, with the rule resolved.</summary>
    public required PurgeOptions Options { get; init; }

    /// <summary>The rule that judged.</summary>
    public required IPurgeRule Rule { get; init; }

    /// <summary>Its scores and verdicts, row by row.</summary>
    public required RuleResult Verdict { get; init; }

    /// <summary>How good the model is that judged.</summary>
    public required ModelQuality Quality { get; init; }

    /// <summary>What the purge expects of itself.</summary>
    public required SelfEstimate Estimate { get; init; }

    /// <summary>Whether the network has left the set so unlearned that <see cref="Estimate"/> is too good.</summary>
    public bool IsHardlyLearned { get; init; }

    /// <summary>Whether wrong labels resemble their pictures, so that <see cref="Estimate"/> is an upper bound.</summary>
    public bool AreMistaken { get; init; }

    /// <summary>The probability that a row's label is wrong, whichever rule judged.</summary>
    public required float[] Probability { get; init; }

    /// <summary>Sample id of each row.</summary>
    public required long[] SampleIds { get; init; }

    /// <summary>Identity of each row after the purge.</summary>
    public required long[] Identity { get; init; }

    /// <summary>What happens to each row.</summary>
    public required Decision[] Decisions { get; init; }

    /// <summary>One phrase for a person on why a row goes, stays or changes its identity.</summary>
    public required Func<int, string> Reason { get; init; }

    /// <summary>Totals.</summary>
    public required PurgeCounts Counts { get; init; }

    /// <summary>Ids of kept samples that the run has not seen; they stay as they are.</summary>
    public required IReadOnlyList<long> Added { get; init; }

    /// <summary>insightface's rule over 60°…85°; empty where the run has no centers.</summary>
    public required IReadOnlyList<SweepRow> Sweep { get; init; }

    /// <summary>Rule <c>auto</c> over probabilities; empty for other rules.</summary>
    public required IReadOnlyList<ProbabilityRow> Probabilities { get; init; }

    /// <summary>What a person should know before relying on it, a line each; none where all is well.</summary>
    public IReadOnlyList<string> Cautions => Estimate.Cautions(Options, IsHardlyLearned, AreMistaken, Quality.IsOfFewImages);

    /// <summary>Whether the estimate is too good, as one of <see cref="Cautions"/> says.</summary>
    public bool IsEstimateTooGood => Estimate.Doubts(Options, IsHardlyLearned, AreMistaken, Quality.IsOfFewImages).Count > 0;

    /// <summary>Suggestions and warnings about identities and pairs of samples.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Why <see cref="Purger.Apply"/> refuses, in one line; null: it does not.</summary>
    public required string? Refusal { get; init; }

    /// <summary>The run folders that judged; the first one is what the report looks at.</summary>
    public required IReadOnlyList<RunFolder> Runs { get; init; }

    /// <summary>The manifest's newest revision when the plan was made.</summary>
    public required long Head { get; init; }
}
