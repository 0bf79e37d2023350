using Cleaner.Reports.Html;

namespace Cleaner.Reports.Sections;

/// <summary>How the set came to be what it is: every revision up to the reported one.</summary>
internal static class LogSection
{
    public static void Write(HtmlWriter html, ReportPage page)
    {
        html.Line($"<section id=\"log\"><h2>How it came about</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Revisions\"><table><thead><tr><th scope=\"col\" class=\"n\">Revision</th><th scope=\"col\">When (UTC)</th><th scope=\"col\">Who</th><th scope=\"col\">Command</th></tr></thead><tbody>");
        foreach (var revision in page.Log.Where(r => r.Id <= page.Revision.Id))
        {
            html.Line($"<tr><td class=\"n\">{revision.Id}</td><td class=\"nowrap\">{revision.Created:yyyy-MM-dd HH:mm}</td><td>{revision.Actor}</td><td class=\"path\"><code>{revision.Command}</code></td></tr>");
        }

        html.Line($"</tbody></table></div><p class=\"note\">Cleaner {page.Revision.ToolVersion}. Images are never moved, changed or deleted; this page holds small copies of some of them.</p></section>");
    }
}
