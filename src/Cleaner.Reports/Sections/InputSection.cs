using System.Text.RegularExpressions;
using Cleaner.Manifests;
using Cleaner.Reports.Gathering;
using Cleaner.Reports.Html;

namespace Cleaner.Reports.Sections;

/// <summary>What went in, and what was found in it by which rule.</summary>
internal static partial class InputSection
{
    private const int BadInputsShown = 12;

    public static void Write(HtmlWriter html, ReportPage page)
    {
        html.Line($"<section id=\"input\"><h2>What went in</h2><div class=\"columns\">");
        Sources(html, page);
        Rules(html, page.Facts);
        html.Line($"</div>");
        BadInputs(html, page.Facts);
        html.Line($"</section>");
    }

    private static void Sources(HtmlWriter html, ReportPage page)
    {
        var facts = page.Facts;
        html.Line($"<table class=\"facts\"><caption>Input</caption><tbody>");
        foreach (var source in page.Manifest.Sources())
        {
            html.Line($"<tr><th scope=\"row\">Source</th><td class=\"path\">{source.Root} <span class=\"muted\">({source.Kind})</span></td></tr>");
        }

        html.Line($"<tr><th scope=\"row\">Images</th><td>{facts.Total:N0}</td></tr>");
        html.Line($"<tr><th scope=\"row\">Names</th><td>{facts.Identities.Count:N0}</td></tr>");
        html.Line($"<tr><th scope=\"row\">Size on disk</th><td>{Bytes(facts.Bytes)}</td></tr>");
        html.Line($"<tr><th scope=\"row\">Formats</th><td>{string.Join(", ", facts.Formats.OrderByDescending(f => f.Value).Select(f => FormattableString.Invariant($"{f.Key} {f.Value:N0}")))}</td></tr>");
        if (facts.Sides.Total > 0)
        {
            var (low, high, _) = facts.Sides.Coarsen(1);
            string sides = high - low <= 1 ? FormattableString.Invariant($"{low:0} px") : FormattableString.Invariant($"{low:0} to {high - 1:0} px");
            html.Line($"<tr><th scope=\"row\">Shorter side</th><td>{sides}</td></tr>");
        }

        html.Line($"</tbody></table>");
    }

    private static void Rules(HtmlWriter html, ReportFacts facts)
    {
        html.Line($"<table><caption>What was found</caption><thead><tr><th scope=\"col\">Decision</th><th scope=\"col\">Rule</th><th scope=\"col\" class=\"n\">Images</th><th scope=\"col\" class=\"n\">Share</th></tr></thead><tbody>");
        foreach (var ((fate, rule), count) in facts.ByRule.OrderBy(r => r.Key.Fate).ThenByDescending(r => r.Value))
        {
            html.Line($"<tr><td><i class=\"chip back-{fate.Class()}\"></i>{fate.Title()}</td><td>{(rule.Length == 0 ? "–" : rule)}</td><td class=\"n\">{count:N0}</td><td class=\"n\">{ReportPage.Percent(count, facts.Total)}</td></tr>");
        }

        if (facts.ByRule.Count == 0)
        {
            html.Line($"<tr><td colspan=\"4\" class=\"muted\">Nothing: every image stays under the name it came with.</td></tr>");
        }

        html.Line($"</tbody></table>");
    }

    private static void BadInputs(HtmlWriter html, ReportFacts facts)
    {
        if (facts.BadInputs.Count == 0)
        {
            return;
        }

        html.Line($"<table><caption>Files that cannot be used</caption><thead><tr><th scope=\"col\">Kind</th><th scope=\"col\">Reason</th><th scope=\"col\" class=\"n\">Files</th></tr></thead><tbody>");
        List<(SampleStatus Status, string Reason, long Files)> reasons = Alike(facts.BadInputs);
        foreach (var (status, reason, count) in reasons.Take(BadInputsShown))
        {
            html.Line($"<tr><td>{status.ToString().ToLowerInvariant()}</td><td>{reason}</td><td class=\"n\">{count:N0}</td></tr>");
        }

        html.Line($"</tbody></table>");
        if (reasons.Count > BadInputsShown)
        {
            html.Line($"<p class=\"note\">The {BadInputsShown} most frequent of {reasons.Count:N0} reasons.</p>");
        }
    }

    /// <summary>Reasons that differ in nothing but numbers are one, with … for these; the most frequent first.</summary>
    internal static List<(SampleStatus Status, string Reason, long Files)> Alike(IReadOnlyDictionary<(SampleStatus Status, string Reason), long> reasons) =>
    [
        .. reasons.GroupBy(r => (r.Key.Status, Text: Numbers().Replace(r.Key.Reason, "…")))
            .Select(alike => (alike.Key.Status, alike.Count() == 1 ? alike.First().Key.Reason : alike.Key.Text, alike.Sum(r => r.Value)))
            .OrderByDescending(r => r.Item3).ThenBy(r => r.Item2, StringComparer.Ordinal),
    ];

    [GeneratedRegex(@"\d+")]
    private static partial Regex Numbers();

    private static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 30 => FormattableString.Invariant($"{bytes / (double)(1L << 30):0.0} GiB"),
        >= 1L << 20 => FormattableString.Invariant($"{bytes / (double)(1L << 20):0.0} MiB"),
        _ => FormattableString.Invariant($"{bytes / 1024.0:0.0} KiB"),
    };
}
