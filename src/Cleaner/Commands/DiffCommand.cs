using System.CommandLine;
using Cleaner.Hosting;
using Cleaner.Manifests;
using Cleaner.Manifests.Diffing;
using Cleaner.Rendering.Diff;

namespace Cleaner.Commands;

/// <summary><c>cleaner diff</c>: what changed between two revisions of a manifest, or between two manifests.</summary>
internal static class DiffCommand
{
    private const int Differences = 1;

    public static Command Create()
    {
        var first = new Argument<string>("a") { Description = "Manifest, or FILE@N for its revision N (0: empty). Alone without @N: its last revision against the one before." };
        var second = new Argument<string?>("b") { Description = "Manifest to compare with; @N is revision N of the first.", Arity = ArgumentArity.ZeroOrOne };
        var format = new Option<string>("--format") { Description = "How to print.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong([.. DiffWriters.Formats]);
        var json = new Option<bool>("--json") { Description = "Short for --format jsonl: one JSON object a change; with --stat, the counts as one object." };
        var stat = new Option<bool>("--stat") { Description = "Counts by identity instead of single changes." };
        var nameOnly = new Option<bool>("--name-only") { Description = "Only the paths of the samples that changed." };
        var limit = new Option<int?>("--limit") { Description = "Changes to list. Default: 20 in a table, 100 in Markdown, 1000 in HTML, all otherwise." };
        var identity = new Option<string[]>("--identity") { Description = "Only changes of this identity (* and ? are wildcards); may be given several times.", HelpName = "NAME" };
        var reason = new Option<string[]>("--reason") { Description = "Only changes whose rule or reason holds this text; may be given several times.", HelpName = "TEXT" };
        var kind = new Option<ChangeKind[]>("--kind") { Description = "Only changes of this kind: added, removed, dropped, restored, relabelled, reclassified, changed, moved." };
        var exitCode = new Option<bool>("--exit-code") { Description = "Exit with 1 when there are changes, as git does." };

        var command = new Command("diff", "Shows what changed between two revisions, or between two manifests.")
        {
            first, second, format, json, stat, nameOnly, limit, identity, reason, kind, exitCode,
        };
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            var shape = new DiffShape(
                context.Get(json) && !context.IsGiven(format) ? "jsonl" : context.Get(format), context.Get(stat), context.Get(nameOnly), context.Get(limit));
            var filter = new DiffFilter { Identities = context.Get(identity) ?? [], Reasons = context.Get(reason) ?? [], Kinds = context.Get(kind) ?? [] };
            using var sides = DiffSides.Open(context.Get(first), context.Get(second));
            IDiffWriter writer = DiffWriters.Create(shape, sides.Title, context.Ui);
            DiffSummary summary = ManifestDiff.Compare(sides.Before, sides.After, filter, writer.Write, context.Stop);
            writer.End(summary);
            return context.Get(exitCode) && summary.Total > 0 ? Differences : 0;
        }));
        return command;
    }
}
