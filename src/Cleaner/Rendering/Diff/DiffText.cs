using System.Globalization;
using Cleaner.Manifests.Diffing;
using static System.FormattableString;

namespace Cleaner.Rendering.Diff;

/// <summary>The words that all formats of a diff share.</summary>
internal static class DiffText
{
    public static string Name(ChangeKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>"anna", or "anna → bert" where the identity changed.</summary>
    public static string Identity(Change change) => Arrow(change.Before?.Identity, change.After?.Identity);

    /// <summary>The path, with its offset inside an archive; both paths where it moved.</summary>
    public static string Place(Change change) => Arrow(Place(change.Before), Place(change.After));

    public static string? Place(Side? side) => side is null ? null : side.Offset == 0 ? side.Locator : Invariant($"{side.Locator}:{side.Offset}");

    /// <summary>Rule, score and reason of a change, as far as it has them.</summary>
    public static string Why(Change change)
    {
        Side side = change.Telling;
        string rule = double.IsNaN(side.Score) ? side.Rule : Invariant($"{side.Rule} {side.Score:0.###}");
        return side.Reason.Length == 0 ? rule : rule.Length == 0 ? side.Reason : $"{rule}: {side.Reason}";
    }

    public static string Rule(string rule) => rule.Length == 0 ? "(none)" : rule;

    public static string Score(double score) => double.IsNaN(score) ? "" : score.ToString("R", CultureInfo.InvariantCulture);

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"1,000 samples, 990 kept → 1,010 samples, 900 kept".</summary>
    public static string Totals(DiffSummary s) =>
        Invariant($"{s.SamplesBefore:N0} samples, {s.KeptBefore:N0} kept → {s.SamplesAfter:N0} samples, {s.KeptAfter:N0} kept");

    /// <summary>Each kind of change that occurs, with its count.</summary>
    public static IEnumerable<(string Kind, long Count)> Kinds(DiffSummary summary) =>
        Enum.GetValues<ChangeKind>().Where(kind => summary.Of(kind) > 0).Select(kind => (Name(kind), summary.Of(kind)));

    /// <summary>"anna was merged into bert (12 samples)".</summary>
    public static string Sentence(IdentityChange change) => change.Kind switch
    {
        "merged" => Invariant($"{change.From} was merged into {change.Into} ({change.Samples:N0} samples)"),
        "split" => Invariant($"{change.Into} was split off {change.From} ({change.Samples:N0} samples)"),
        _ => Invariant($"{change.From} was renamed to {change.Into} ({change.Samples:N0} samples)"),
    };

    private static string Arrow(string? before, string? after) =>
        before is null ? after ?? "" : after is null || before == after ? before : $"{before} → {after}";
}
