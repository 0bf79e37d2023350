using Cleaner.Reports.Gathering;
using Cleaner.Reports.Html;

namespace Cleaner.Reports.Sections;

/// <summary>The galleries: closest calls, dropped, relabelled, duplicates.</summary>
internal static class GallerySections
{
    public static void Write(HtmlWriter html, ReportPage page)
    {
        ClosestCalls(html, page);
        Dropped(html, page);
        Relabelled(html, page);
        Duplicates(html, page);
    }

    private static void ClosestCalls(HtmlWriter html, ReportPage page)
    {
        var over = page.Facts.JustOver.Items();
        var under = page.Facts.JustUnder.Items();
        if (over.Count == 0)
        {
            return;
        }

        bool drawn = page.Purge!.HasThreshold;
        string where = drawn ? "nearest the threshold on either side" : "that score highest of those that go and of those that stay";
        html.Line($"<section id=\"close\"><h2>Closest calls</h2><p class=\"lede\">The images {where}: if the rule is wrong anywhere, it is here.</p><div class=\"columns even\">");
        Side(html, page, drawn ? "Just over: goes" : "Goes", over);
        Side(html, page, drawn ? "Just under: stays" : "Stays", under);
        html.Line($"</div></section>");
    }

    private static void Side(HtmlWriter html, ReportPage page, string title, IReadOnlyList<ShownSample> samples)
    {
        html.Line($"<div><h3>{title}</h3><div class=\"suspects\">");
        foreach (var shown in samples)
        {
            Gallery.Figure(html, page, shown, page.NameOf(shown.GivenIdentity));
        }

        html.Line($"</div></div>");
    }

    private static void Dropped(HtmlWriter html, ReportPage page)
    {
        var samples = page.Facts.Dropped.Items();
        if (samples.Count == 0)
        {
            return;
        }

        html.Line($"<section id=\"dropped\"><h2>Dropped</h2><p class=\"lede\">Each image beside the ones its name is known by. Every decision can be taken back with <code>cleaner review</code> or <code>cleaner revert</code>.</p>");
        Gallery.Note(html, samples.Count, page.Facts.Dropped.Offered);
        Gallery.ByIdentity(html, page, samples, shown => Gallery.Figure(html, page, shown));
        html.Line($"</section>");
    }

    private static void Relabelled(HtmlWriter html, ReportPage page)
    {
        var samples = page.Facts.Relabelled.Items();
        if (samples.Count == 0)
        {
            return;
        }

        html.Line($"<section id=\"relabelled\"><h2>Relabelled</h2><p class=\"lede\">Images that got the name they show: they fit it as its own images do, and better than strangers would.</p>");
        Gallery.Note(html, samples.Count, page.Facts.Relabelled.Offered);
        html.Line($"<div class=\"gallery pairs\" data-page-size=\"24\">");
        foreach (var shown in samples.OrderBy(s => page.NameOf(s.GivenIdentity), StringComparer.Ordinal))
        {
            html.Line($"<article class=\"group move\"><div><h3>{page.Heading(shown.GivenIdentity)}</h3>");
            Gallery.Typical(html, page, shown.GivenIdentity);
            html.Line($"</div>");
            Gallery.Figure(html, page, shown);
            html.Line($"<div><h3><span class=\"muted\">now</span> {page.Heading(shown.Belief.IdentityId)}</h3>");
            Gallery.Typical(html, page, shown.Belief.IdentityId);
            html.Line($"</div></article>");
        }

        html.Line($"</div></section>");
    }

    private static void Duplicates(HtmlWriter html, ReportPage page)
    {
        var samples = page.Facts.Duplicates.Items();
        if (samples.Count == 0)
        {
            return;
        }

        html.Line($"<section id=\"duplicates\"><h2>Duplicates</h2><p class=\"lede\">Left the image that stays, beside it the one it stands for, then what is typical of the name.</p>");
        Gallery.Note(html, samples.Count, page.Facts.Duplicates.Offered);
        html.Line($"<div class=\"gallery tiles-2\" data-page-size=\"24\">");
        foreach (var shown in samples)
        {
            html.Line($"<article class=\"group twin\"><div class=\"strip\">");
            if (page.Originals.TryGetValue(shown.Belief.DuplicateOf, out var original))
            {
                html.Line($"{page.Thumbnails.Show(original, Gallery.Place(original))}");
            }

            html.Line($"{page.Thumbnails.Show(shown.Sample, Gallery.Place(shown.Sample))}</div><p>{page.NameOf(shown.GivenIdentity)}<br><span class=\"muted\">{shown.Belief.Reason}{(double.IsNaN(shown.Angle) ? "" : $"; {ReportPage.Measure(shown)} from its center")}</span></p>");
            Gallery.Typical(html, page, shown.GivenIdentity);
            html.Line($"</article>");
        }

        html.Line($"</div></section>");
    }
}
