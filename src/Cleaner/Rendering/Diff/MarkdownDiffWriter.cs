using Cleaner.Manifests.Diffing;

namespace Cleaner.Rendering.Diff;

/// <summary>Markdown with tables, for pull requests and wikis.</summary>
internal sealed class MarkdownDiffWriter(TextWriter output, string title, bool stat, int limit) : ReportWriter(stat, limit)
{
    protected override void Header(DiffSummary summary)
    {
        output.WriteLine($"# {Escape(title)}\n");
        output.WriteLine($"{DiffText.Totals(summary)}\n");
    }

    protected override void Counts(DiffSummary summary)
    {
        Head("change", "by", "samples");
        foreach (RuleCount rule in summary.Rules.OrderBy(rule => rule.Kind))
        {
            Row(DiffText.Name(rule.Kind), DiffText.Rule(rule.Rule), DiffText.Count(rule.Samples));
        }

        output.WriteLine();
        foreach (IdentityChange change in summary.IdentityChanges)
        {
            output.WriteLine($"- {Escape(DiffText.Sentence(change))}");
        }

        output.WriteLine();
    }

    protected override void Identities(IReadOnlyList<IdentityCount> identities)
    {
        Head("identity", "kept before", "kept after", "changes");
        foreach (IdentityCount identity in identities)
        {
            Row(identity.Identity, DiffText.Count(identity.KeptBefore), DiffText.Count(identity.KeptAfter), DiffText.Count(identity.Total));
        }

        output.WriteLine();
    }

    protected override void Changes(IReadOnlyList<Change> changes)
    {
        Head("change", "sample", "identity", "why");
        foreach (Change change in changes)
        {
            Row(DiffText.Name(change.Kind), DiffText.Place(change), DiffText.Identity(change), DiffText.Why(change));
        }

        output.WriteLine();
    }

    protected override void Note(string text) => output.WriteLine($"*{text}*");

    protected override void Footer() => output.Flush();

    private void Head(params string[] headings)
    {
        output.WriteLine($"| {string.Join(" | ", headings)} |");
        output.WriteLine($"|{string.Concat(Enumerable.Repeat(" --- |", headings.Length))}");
    }

    private void Row(params string[] cells) => output.WriteLine($"| {string.Join(" | ", cells.Select(Escape))} |");

    private static string Escape(string text)
    {
        foreach (string special in (string[])["\\", "|", "*", "_", "`", "<", "["])
        {
            text = text.Replace(special, "\\" + special, StringComparison.Ordinal);
        }

        return text.ReplaceLineEndings(" ");
    }
}
