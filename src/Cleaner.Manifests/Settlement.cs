namespace Cleaner.Manifests;

/// <summary>
/// What a finding asks, so that a person's answer is known again when a later command asks the same: the two names in either order, and
/// the samples where it is about them. 0 for what it does not name.
/// </summary>
/// <param name="Kind">"merge", "split", "conflict" or "mostly-noise".</param>
/// <param name="IdentityA">The lower identity.</param>
/// <param name="IdentityB">The higher identity; 0 none.</param>
/// <param name="SampleA">Sample of one side.</param>
/// <param name="SampleB">Sample of the other side.</param>
public readonly record struct Question(string Kind, long IdentityA, long IdentityB, long SampleA, long SampleB)
{
    /// <summary>The question of a finding.</summary>
    public static Question Of(Finding finding) => finding.IdentityB == 0 || finding.IdentityA <= finding.IdentityB
        ? new(finding.Kind, finding.IdentityA, finding.IdentityB, finding.SampleA, finding.SampleB)
        : new(finding.Kind, finding.IdentityB, finding.IdentityA, finding.SampleB, finding.SampleA);

    /// <summary>The same about the names alone.</summary>
    public Question OfNames() => this with { SampleA = 0, SampleB = 0 };
}

/// <summary>
/// A person's answer to a finding, kept as a finding itself: kind "settled-merge" for "merge" and so on, with score 1 (settled) or 0 (open
/// again). So a suggestion that was turned down does not come back with the next purge.
/// </summary>
public static class Settlement
{
    private const string Prefix = "settled-";

    /// <summary>The answer to a question.</summary>
    /// <param name="question">The question; about the names alone it answers every finding about them.</param>
    /// <param name="reason">One phrase: what was decided, by whom.</param>
    /// <param name="settled">False takes an earlier answer back.</param>
    public static Finding Of(Question question, string reason, bool settled = true) =>
        new(Prefix + question.Kind, question.IdentityA, question.IdentityB, question.SampleA, question.SampleB, settled ? 1 : 0, reason);

    /// <summary>The findings that nobody has answered, without the answers.</summary>
    public static IReadOnlyList<Finding> Open(IReadOnlyList<Finding> findings)
    {
        IReadOnlySet<Question> answered = Answered(findings);
        return [.. findings.Where(f => !IsAnswer(f) && !answered.Contains(Question.Of(f)) && !answered.Contains(Question.Of(f).OfNames()))];
    }

    /// <summary>The questions that a person has answered.</summary>
    public static IReadOnlySet<Question> Answered(IReadOnlyList<Finding> findings) =>
        findings.Where(f => IsAnswer(f) && f.Score == 1).Select(f => Question.Of(f with { Kind = f.Kind[Prefix.Length..] })).ToHashSet();

    private static bool IsAnswer(Finding finding) => finding.Kind.StartsWith(Prefix, StringComparison.Ordinal);
}
