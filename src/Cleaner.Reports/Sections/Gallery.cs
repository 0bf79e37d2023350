using System.Globalization;
using Cleaner.Manifests;
using Cleaner.Reports.Gathering;
using Cleaner.Reports.Html;

namespace Cleaner.Reports.Sections;

/// <summary>Pictures with captions, grouped under the name that they came with, beside that name's typical images.</summary>
internal static class Gallery
{
    private const int GroupsPerPage = 16;
    private const int FewSamples = 6;   // fit beside the typical images in half the width of the page

    /// <summary>One group a name, the name with most pictures first.</summary>
    public static void ByIdentity(HtmlWriter html, ReportPage page, IEnumerable<ShownSample> samples, Action<ShownSample> figure)
    {
        html.Line($"<div class=\"gallery names\" data-page-size=\"{GroupsPerPage}\">");
        foreach (var group in samples.GroupBy(s => s.GivenIdentity).OrderByDescending(g => g.Count()).ThenBy(g => g.Key))
        {
            var tally = page.Facts.Identity(group.Key);
            html.Line($"<article class=\"group{(group.Count() > FewSamples ? " many" : "")}\"><h3>{page.Heading(group.Key)} <span class=\"muted\">{tally.Before:N0} images, {tally.Dropped:N0} dropped</span></h3><div class=\"faces\">");
            Typical(html, page, group.Key);
            html.Line($"<div class=\"suspects\">");
            foreach (var shown in group.OrderByDescending(s => double.IsNaN(s.Angle) ? s.Belief.Score : s.Angle))
            {
                figure(shown);
            }

            html.Line($"</div></div></article>");
        }

        html.Line($"</div>");
    }

    /// <summary>The typical images of a name.</summary>
    public static void Typical(HtmlWriter html, ReportPage page, long identity)
    {
        string name = page.NameOf(identity);
        html.Line($"<div class=\"typical\"><span class=\"tag\">typical</span><div class=\"strip\">");
        var typical = page.Typical.GetValueOrDefault(identity, []);
        foreach (var sample in typical)
        {
            html.Line($"{page.Thumbnails.Show(sample, $"{name}: {Place(sample)}")}");
        }

        if (typical.Count == 0)
        {
            html.Line($"<span class=\"nothumb\">no image is left</span>");
        }

        html.Line($"</div></div>");
    }

    /// <summary>One picture with its measure and reason.</summary>
    public static void Figure(HtmlWriter html, ReportPage page, ShownSample shown, string? reason = null)
    {
        html.Line($"<figure class=\"sample edge-{shown.Fate.Class()}\">{page.Thumbnails.Show(shown.Sample, Place(shown.Sample))}<figcaption>{Caption(ReportPage.Measure(shown), reason ?? shown.Belief.Reason)}</figcaption></figure>");
    }

    /// <summary>The reason with the measure set off; before it where the reason does not name it.</summary>
    private static Markup Caption(string measure, string reason) => HtmlWriter.Build(html =>
    {
        int at = measure.Length == 0 ? -1 : reason.IndexOf(measure, StringComparison.Ordinal);
        if (at < 0)
        {
            html.Write($"<b>{measure}</b> <span>{reason}</span>");
        }
        else
        {
            html.Write($"<span>{reason[..at]}<b>{measure}</b>{reason[(at + measure.Length)..]}</span>");
        }
    });

    /// <summary>Where a sample lies inside its source.</summary>
    public static string Place(Sample sample) => sample.Container == Container.File
        ? sample.Locator
        : string.Create(CultureInfo.InvariantCulture, $"{sample.Locator} at byte {sample.Offset}");

    /// <summary>Says so where only a part is shown.</summary>
    public static void Note(HtmlWriter html, long shown, long total)
    {
        if (shown < total)
        {
            html.Line($"<p class=\"note\">An even sample of {shown:N0} out of {total:N0}; it is the same each time the report is made.</p>");
        }
    }
}
