using Cleaner.Manifests;
using Cleaner.Reports.Html;

namespace Cleaner.Reports.Sections;

/// <summary>What a person should look at: names to merge or to split, pictures under two names, names that are mostly noise.</summary>
internal static class SuggestionSection
{
    private static readonly (string Kind, string Title, string Lede)[] Kinds =
    [
        ("merge", "One person under two names?", "Names whose images look like one person. Nothing has been merged."),
        ("split", "Two people under one name?", "Names whose images fall into two stable groups. Nothing has been split."),
        ("conflict", "One picture under two names", "The same picture stands under both names: one of them is wrong."),
        ("mostly-noise", "Names that are mostly noise", "Most of what stands under these names seems to be of others."),
    ];

    public static void Write(HtmlWriter html, ReportPage page)
    {
        if (page.Suggestions.Count == 0)
        {
            return;
        }

        html.Line($"<section id=\"suggestions\"><h2>Worth a look</h2>");
        foreach (var (kind, title, lede) in Kinds)
        {
            var suggestions = page.Suggestions.Where(s => s.Finding.Kind == kind).ToList();
            if (suggestions.Count == 0)
            {
                continue;
            }

            html.Line($"<h3 class=\"kind\">{title}</h3><p class=\"lede\">{lede}</p>");
            if (suggestions.Count < page.SuggestionCounts[kind])
            {
                html.Line($"<p class=\"note\">The first {suggestions.Count:N0} of {page.SuggestionCounts[kind]:N0}, strongest first.</p>");
            }

            html.Line($"<div class=\"gallery tiles-2\" data-page-size=\"12\">");
            foreach (var suggestion in suggestions)
            {
                One(html, page, suggestion);
            }

            html.Line($"</div>");
        }

        html.Line($"</section>");
    }

    private static void One(HtmlWriter html, ReportPage page, Suggestion suggestion)
    {
        var finding = suggestion.Finding;
        html.Line($"<article class=\"group versus\"><div class=\"sides\">");
        Side(html, page, page.NameOf(finding.IdentityA), suggestion.Left);
        if (suggestion.Right.Count > 0)
        {
            Side(html, page, finding.IdentityB == 0 ? page.NameOf(finding.IdentityA) : page.NameOf(finding.IdentityB), suggestion.Right);
        }

        html.Line($"</div><p class=\"muted\">{finding.Reason}</p></article>");
    }

    private static void Side(HtmlWriter html, ReportPage page, string name, IReadOnlyList<Sample> samples)
    {
        html.Line($"<div><h4>{HtmlWriter.Breakable(name)}</h4><div class=\"strip\">");
        foreach (var sample in samples)
        {
            html.Line($"{page.Thumbnails.Show(sample, $"{name}: {Gallery.Place(sample)}")}");
        }

        html.Line($"</div></div>");
    }
}
