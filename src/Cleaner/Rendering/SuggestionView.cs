using System.Globalization;
using System.Text.Json.Nodes;
using Cleaner.Hosting;
using Cleaner.Manifests;
using Spectre.Console;

namespace Cleaner.Rendering;

/// <summary>What a purge suggests to look at: labels to split or to merge, identities that are mostly noise, pictures under two labels.</summary>
internal sealed class SuggestionView(IReadOnlyList<Finding> findings, IReadOnlyList<Identity> identities)
{
    private const int RowsOfAKind = 20;

    private readonly Dictionary<long, string> _names = identities.ToDictionary(identity => identity.Id, identity => identity.Name);

    /// <summary>A table to stdout with the strongest of each kind; nothing where there are none.</summary>
    public void Print(Ui ui)
    {
        if (findings.Count == 0)
        {
            return;
        }

        Table table = Ui.NewTable("suggestion", "identity", "score", "reason");
        foreach (IGrouping<string, Finding> kind in findings.GroupBy(finding => finding.Kind))
        {
            foreach (Finding finding in kind.Take(RowsOfAKind))
            {
                table.AddRow(
                    Markup.Escape(kind.Key),
                    Markup.Escape(finding.IdentityB == 0 ? Name(finding.IdentityA)! : $"{Name(finding.IdentityA)}, {Name(finding.IdentityB)}"),
                    finding.Score.ToString("0.00", CultureInfo.InvariantCulture),
                    Markup.Escape(finding.Reason));
            }

            if (kind.Count() > RowsOfAKind)
            {
                table.AddRow(Markup.Escape(kind.Key), "…", "", $"and {kind.Count() - RowsOfAKind} more: see --json or the report");
            }
        }

        ui.Show(table);
    }

    /// <summary>All of them, with names, for <c>--json</c>.</summary>
    public IReadOnlyList<object> Json() =>
    [
        .. findings.Select(finding => new
        {
            finding.Kind,
            finding.IdentityA,
            NameA = Name(finding.IdentityA),
            finding.IdentityB,
            NameB = Name(finding.IdentityB),
            finding.SampleA,
            finding.SampleB,
            finding.Score,
            finding.Reason,
            Detail = JsonNode.Parse(finding.DetailJson),
        }),
    ];

    private string? Name(long identity) => identity == 0 ? null : _names.GetValueOrDefault(identity, $"identity {identity}");
}
