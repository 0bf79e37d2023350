using Cleaner.Evaluation;
using Cleaner.Manifests;
using Cleaner.Reports.Gathering;
using Cleaner.Reports.Html;
using Cleaner.Reports.Thumbnails;

namespace Cleaner.Reports.Sections;

/// <summary>Everything that the sections draw from.</summary>
internal sealed record ReportPage
{
    public required Manifest Manifest { get; init; }

    public required Revision Revision { get; init; }

    public required IReadOnlyList<Revision> Log { get; init; }

    public required ReportFacts Facts { get; init; }

    public required ReportOptions Options { get; init; }

    public required DateTimeOffset Now { get; init; }

    public required PurgeSettings? Purge { get; init; }

    public required IReadOnlyDictionary<long, string> Names { get; init; }

    public required IReadOnlyDictionary<long, IReadOnlyList<Sample>> Typical { get; init; }

    public required IReadOnlyList<Suggestion> Suggestions { get; init; }

    /// <summary>Suggestions found in all, by kind.</summary>
    public required IReadOnlyDictionary<string, int> SuggestionCounts { get; init; }

    /// <summary>The samples that the shown duplicates repeat, by id.</summary>
    public required IReadOnlyDictionary<long, Sample> Originals { get; init; }

    public required ThumbnailStore Thumbnails { get; init; }

    public required MetricsFile? Metrics { get; init; }

    public required EmbeddingMap? Map { get; init; }

    public required EvaluationDocument? Comparison { get; init; }

    /// <summary>The name of an identity.</summary>
    public string NameOf(long identity) => Names.TryGetValue(identity, out string? name) ? name : "?";

    /// <summary>The name of an identity for a narrow heading, which may break between its words.</summary>
    public Markup Heading(long identity) => HtmlWriter.Breakable(NameOf(identity));

    /// <summary>Part of a whole in percent.</summary>
    public static string Percent(double part, double whole) =>
        whole == 0 ? "–" : (100 * part / whole).ToString(part / whole is > 0 and < 0.001 ? "0.00" : "0.0", System.Globalization.CultureInfo.InvariantCulture) + " %";

    /// <summary>Angle, or the rule's score where there is no angle, of one sample.</summary>
    public static string Measure(ShownSample shown) => !double.IsNaN(shown.Angle)
        ? shown.Angle.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture) + "°"
        : double.IsNaN(shown.Belief.Score) ? "" : shown.Belief.Score.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A merge or split suggestion with the pictures that speak for it.</summary>
internal sealed record Suggestion(Finding Finding, IReadOnlyList<Sample> Left, IReadOnlyList<Sample> Right);
