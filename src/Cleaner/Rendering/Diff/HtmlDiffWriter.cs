using System.Net;
using Cleaner.Manifests.Diffing;

namespace Cleaner.Rendering.Diff;

/// <summary>One self-contained HTML page, light and dark.</summary>
internal sealed class HtmlDiffWriter(TextWriter output, string title, bool stat, int limit) : ReportWriter(stat, limit)
{
    private const string Style = """
        :root { color-scheme: light dark; }
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
        h1 { font-size: 1.3rem; overflow-wrap: anywhere; }
        table { border-collapse: collapse; margin: 1rem 0; width: 100%; }
        th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); overflow-wrap: anywhere; vertical-align: top; }
        td.n { text-align: right; font-variant-numeric: tabular-nums; }
        .added, .restored { color: light-dark(#1a7f37, #4ac26b); }
        .removed, .dropped { color: light-dark(#cf222e, #ff7b72); }
        .relabelled, .moved, .changed, .reclassified { color: light-dark(#9a6700, #d4a72c); }
        """;

    protected override void Header(DiffSummary summary)
    {
        output.WriteLine($"<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">");
        output.WriteLine($"<title>{Escape(title)}</title>\n<style>\n{Style}\n</style>");
        output.WriteLine($"<h1>{Escape(title)}</h1>\n<p>{Escape(DiffText.Totals(summary))}</p>");
    }

    protected override void Counts(DiffSummary summary)
    {
        Head("change", "by", "samples");
        foreach (RuleCount rule in summary.Rules.OrderBy(rule => rule.Kind))
        {
            output.WriteLine($"<tr>{Kind(rule.Kind)}{Cell(DiffText.Rule(rule.Rule))}{Number(rule.Samples)}</tr>");
        }

        output.WriteLine("</table>");
        if (summary.IdentityChanges.Count > 0)
        {
            output.WriteLine($"<ul>\n{string.Concat(summary.IdentityChanges.Select(change => $"<li>{Escape(DiffText.Sentence(change))}</li>\n"))}</ul>");
        }
    }

    protected override void Identities(IReadOnlyList<IdentityCount> identities)
    {
        Head("identity", "kept before", "kept after", "changes");
        foreach (IdentityCount identity in identities)
        {
            output.WriteLine($"<tr>{Cell(identity.Identity)}{Number(identity.KeptBefore)}{Number(identity.KeptAfter)}{Number(identity.Total)}</tr>");
        }

        output.WriteLine("</table>");
    }

    protected override void Changes(IReadOnlyList<Change> changes)
    {
        Head("change", "sample", "identity", "why");
        foreach (Change change in changes)
        {
            output.WriteLine($"<tr>{Kind(change.Kind)}{Cell(DiffText.Place(change))}{Cell(DiffText.Identity(change))}{Cell(DiffText.Why(change))}</tr>");
        }

        output.WriteLine("</table>");
    }

    protected override void Note(string text) => output.WriteLine($"<p>{Escape(text)}</p>");

    protected override void Footer()
    {
        output.WriteLine("</html>");
        output.Flush();
    }

    private void Head(params string[] headings) =>
        output.WriteLine($"<table>\n<tr>{string.Concat(headings.Select(heading => $"<th scope=\"col\">{heading}</th>"))}</tr>");

    private static string Kind(ChangeKind kind) => $"<td class=\"{DiffText.Name(kind)}\">{DiffText.Name(kind)}</td>";

    private static string Cell(string text) => $"<td>{Escape(text)}</td>";

    private static string Number(long count) => $"<td class=\"n\">{DiffText.Count(count)}</td>";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
