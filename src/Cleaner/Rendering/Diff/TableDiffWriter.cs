using Cleaner.Hosting;
using Cleaner.Manifests.Diffing;
using Spectre.Console;

namespace Cleaner.Rendering.Diff;

/// <summary>Tables on the console.</summary>
internal sealed class TableDiffWriter(Ui ui, string title, bool stat, int limit) : ReportWriter(stat, limit)
{
    private const int BarWidth = 24;

    protected override void Header(DiffSummary summary)
    {
        ui.Line(title);
        ui.Line(DiffText.Totals(summary));
    }

    protected override void Counts(DiffSummary summary)
    {
        Table counts = Ui.NewTable("change", "by", "samples");
        counts.Columns[2].RightAligned();
        foreach (RuleCount rule in summary.Rules.OrderBy(rule => rule.Kind))
        {
            counts.AddRow(DiffText.Name(rule.Kind), Cell(DiffText.Rule(rule.Rule)), DiffText.Count(rule.Samples));
        }

        counts.AddRow("total", "", DiffText.Count(summary.Total));
        ui.Show(counts);
        foreach (IdentityChange change in summary.IdentityChanges)
        {
            ui.Line(PlainText.Of(DiffText.Sentence(change)));
        }
    }

    protected override void Identities(IReadOnlyList<IdentityCount> identities)
    {
        Table table = Ui.NewTable("identity", "kept", "changes", "");
        table.Columns[2].RightAligned();
        long most = identities.Max(identity => identity.Total);
        foreach (IdentityCount identity in identities)
        {
            table.AddRow(
                Cell(identity.Identity),
                $"{DiffText.Count(identity.KeptBefore)} → {DiffText.Count(identity.KeptAfter)}",
                DiffText.Count(identity.Total),
                Bar(identity, most));
        }

        ui.Show(table);
    }

    protected override void Changes(IReadOnlyList<Change> changes)
    {
        Table table = Ui.NewTable("change", "sample", "identity", "why");
        foreach (Change change in changes)
        {
            table.AddRow(
                DiffText.Name(change.Kind), Cell(DiffText.Place(change)), Cell(DiffText.Identity(change)), Cell(DiffText.Why(change)));
        }

        ui.Show(table);
    }

    protected override void Note(string text) => ui.Line(text);

    private static string Cell(string text) => Markup.Escape(PlainText.Of(text));

    /// <summary>One + for what came, one - for what went, one ~ for the rest, scaled as in git diff --stat.</summary>
    private static string Bar(IdentityCount identity, long most)
    {
        long came = Sum(identity, ChangeKind.Added, ChangeKind.Restored);
        long went = Sum(identity, ChangeKind.Removed, ChangeKind.Dropped);
        return Marks('+', came, most) + Marks('-', went, most) + Marks('~', identity.Total - came - went, most);
    }

    private static string Marks(char mark, long count, long most) =>
        count == 0 ? "" : new string(mark, most <= BarWidth ? (int)count : (int)Math.Max(1, count * BarWidth / most));

    private static long Sum(IdentityCount identity, params ChangeKind[] kinds) => kinds.Sum(kind => identity.Changes[(int)kind]);
}
