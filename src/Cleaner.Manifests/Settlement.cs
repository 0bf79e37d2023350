namespace Cleaner.Manifests;

/// <summary>
/// A person's answer to a finding, kept as a finding itself: kind "settled-merge" for "merge" and so on, about the same identities and
/// samples, with score 1 (settled) or 0 (open again). So a suggestion that was turned down does not come back with the next purge.
/// </summary>
public static class Settlement
{
    private const string Prefix = "settled-";

    /// <summary>The answer to a finding.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="reason">One phrase: what was decided, by whom.</param>
    /// <param name="settled">False takes an earlier answer back.</param>
    public static Finding Of(Finding finding, string reason, bool settled = true) =>
        finding with { Kind = Prefix + finding.Kind, Score = settled ? 1 : 0, Reason = reason, DetailJson = "{}" };

    /// <summary>The findings that nobody has answered, without the answers.</summary>
    public static IReadOnlyList<Finding> Open(IReadOnlyList<Finding> findings)
    {
        HashSet<(string, long, long, long, long)> settled = [.. findings.Where(f => IsAnswer(f) && f.Score == 1).Select(f => Key(f, f.Kind[Prefix.Length..]))];
        return [.. findings.Where(f => !IsAnswer(f) && !settled.Contains(Key(f, f.Kind)))];
    }

    private static bool IsAnswer(Finding finding) => finding.Kind.StartsWith(Prefix, StringComparison.Ordinal);

    private static (string, long, long, long, long) Key(Finding f, string kind) => (kind, f.IdentityA, f.IdentityB, f.SampleA, f.SampleB);
}
