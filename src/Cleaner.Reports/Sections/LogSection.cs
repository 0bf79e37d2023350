using Cleaner.Manifests;
using Cleaner.Reports.Html;

namespace Cleaner.Reports.Sections;

/// <summary>How the set came to be what it is: every revision up to the reported one; a person's decisions in a row are one line.</summary>
internal static class LogSection
{
    public static void Write(HtmlWriter html, ReportPage page)
    {
        html.Line($"<section id=\"log\"><h2>How it came about</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Revisions\"><table><thead><tr><th scope=\"col\" class=\"n\">Revision</th><th scope=\"col\">When (UTC)</th><th scope=\"col\">Who</th><th scope=\"col\">Command</th></tr></thead><tbody>");
        foreach (var row in Rows(page.Log.Where(r => r.Id <= page.Revision.Id)))
        {
            var last = row[^1];
            html.Write($"<tr><td class=\"n\">{(row.Count > 1 ? FormattableString.Invariant($"{row[0].Id}–{last.Id}") : FormattableString.Invariant($"{last.Id}"))}</td><td class=\"nowrap\">{last.Created:yyyy-MM-dd HH:mm}</td><td>{last.Actor}</td><td class=\"path\"><code>{last.Command}</code>");
            if (PersonsDecision.Text(last) is { } decision)
            {
                html.Write($" <span class=\"muted\">{(row.Count > 1 ? FormattableString.Invariant($"{row.Count:N0} decisions") : decision)}</span>");
            }

            html.Line($"</td></tr>");
        }

        html.Line($"</tbody></table></div><p class=\"note\">Cleaner {page.Revision.ToolVersion}. Images are never moved, changed or deleted; this page holds small copies of some of them.</p></section>");
    }

    private static List<List<Revision>> Rows(IEnumerable<Revision> log)
    {
        var rows = new List<List<Revision>>();
        foreach (var revision in log)
        {
            if (PersonsDecision.IsIn(revision) && rows.Count > 0 && PersonsDecision.IsIn(rows[^1][^1]) && rows[^1][^1].Actor == revision.Actor)
            {
                rows[^1].Add(revision);
            }
            else
            {
                rows.Add([revision]);
            }
        }

        return rows;
    }
}
