using Cleaner.Reports.Gathering;
using Cleaner.Reports.Html;

namespace Cleaner.Reports.Sections;

/// <summary>The top of the page: what is left, in one sentence, one bar and five numbers.</summary>
internal static class SummarySection
{
    public static void Write(HtmlWriter html, ReportPage page)
    {
        var facts = page.Facts;
        long identities = facts.Identities.Count, left = facts.Identities.Values.Count(i => i.After > 0);
        html.Line($"<header class=\"top\"><p class=\"over\">Cleaning report</p><h1>{Path.GetFileName(page.Manifest.Path)}</h1>");
        html.Line($"<p class=\"meta\">Revision {page.Revision.Id} of {page.Revision.Created:yyyy-MM-dd HH:mm} UTC · {Method(page)} · printed {page.Now:yyyy-MM-dd HH:mm} UTC</p>");
        html.Line($"<p class=\"lead\"><strong>{facts.Clean:N0}</strong> of {facts.Total:N0} images stay ({ReportPage.Percent(facts.Clean, facts.Total)}), under <strong>{left:N0}</strong> of {identities:N0} names.</p>");
        Bar(html, facts);
        html.Line($"</header>");
    }

    private static string Method(ReportPage page)
    {
        if (page.Purge is not { } purge)
        {
            return "no purge has dropped anything by its score so far";
        }

        if (purge.HasThreshold)
        {
            return FormattableString.Invariant($"rule {purge.Rule}, threshold {purge.Threshold:0.###}{(purge.ScoreIsAngle ? "°" : "")}");
        }

        bool anyWent = Fates.All.Any(fate => fate.Goes() && page.Facts.ByFate[(int)fate] > 0);
        return $"rule {purge.Rule}, no threshold: {(anyWent ? "what went surely shows another identity" : "no score looks more wrong than right")}";
    }

    private static void Bar(HtmlWriter html, ReportFacts facts)
    {
        var present = Fates.All.Where(f => facts.ByFate[(int)f] > 0).ToList();
        html.Raw("<div class=\"bar\" aria-hidden=\"true\">");
        foreach (var fate in present)
        {
            html.Write($"<span class=\"back-{fate.Class()}\" style=\"flex-grow:{(double)facts.ByFate[(int)fate] / facts.Total:0.#####}\"></span>");
        }

        html.Line($"</div><dl class=\"tiles\">");
        foreach (var fate in present)
        {
            long count = facts.ByFate[(int)fate];
            html.Line($"<div><dt><i class=\"chip back-{fate.Class()}\"></i>{fate.Title()}</dt><dd>{count:N0}</dd><dd class=\"muted\">{ReportPage.Percent(count, facts.Total)}</dd></div>");
        }

        html.Line($"</dl>");
    }
}
