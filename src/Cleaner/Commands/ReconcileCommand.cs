using System.CommandLine;
using Cleaner.Hosting;
using Cleaner.Ingest.Identities;
using Cleaner.Manifests;
using Cleaner.Reconciling;
using Cleaner.Rendering;
using Spectre.Console;
using static System.FormattableString;

namespace Cleaner.Commands;

/// <summary>What is done about identities that are one person under two names.</summary>
internal enum MergeMode
{
    /// <summary>Candidates are recorded for a person.</summary>
    Suggest,

    /// <summary>What is certain enough is merged, as a revision that can be taken back.</summary>
    Apply,
}

/// <summary><c>cleaner reconcile</c>: one person under two names.</summary>
internal static class ReconcileCommand
{
    private const int Longest = 30;

    public static Command Create()
    {
        var database = new Argument<string>("manifest") { Description = "The manifest." };
        var merge = new Option<MergeMode>("--merge") { Description = "Suggest: record the candidates. Apply: merge what is certain enough; 'cleaner revert' takes it back.", DefaultValueFactory = _ => MergeMode.Suggest };
        var embeddings = new Option<string?>("--embeddings") { Description = "Run folder of this manifest: identities alike by their embeddings are candidates too, and names alone merge nothing that these hold apart.", HelpName = "RUN" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be merged or recorded." };
        var json = new Option<bool>("--json") { Description = "Print the candidates as JSON." };
        var command = new Command("reconcile", "Finds identities that are one person under two names: by their names, by pictures that they share, by their embeddings.")
        {
            database, embeddings, merge, dryRun, json,
        };
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            using Manifest manifest = Manifest.Open(context.Get(database), writable: !context.Get(dryRun));
            RunOpinion? opinion = context.Get(embeddings) is { } run ? RunOpinion.Load(manifest, run) : null;
            ReconcilePlan plan = Reconciler.Plan(manifest, opinion, apply: context.Get(merge) == MergeMode.Apply);
            var settings = new { Merge = context.Get(merge).ToString(), Embeddings = context.Get(embeddings) is { } path ? Path.GetFullPath(path) : null };
            (Revision? written, ReconcileCounts? counts) = context.Get(dryRun) ? (null, null) : Reconciler.Apply(manifest, plan, CommandHost.CommandLine(), settings);
            if (context.Get(json))
            {
                context.Ui.Json(new { Revision = written?.Id, DryRun = context.Get(dryRun), plan.Identities, Counts = counts, plan.Candidates, plan.Splits });
                return 0;
            }

            Show(context.Ui, plan, counts, written);
            return 0;
        }));
        return command;
    }

    /// <summary>For a person; counts are null for a dry run.</summary>
    public static void Show(Ui ui, ReconcilePlan plan, ReconcileCounts? counts, Revision? written)
    {
        if (plan.Candidates.Count > 0)
        {
            Table table = Ui.NewTable("identity", "may be", "decision", "why");
            foreach (MergeCandidate candidate in plan.Candidates.Take(Longest))
            {
                string[] cells = [candidate.Name, candidate.IntoName, candidate.Decision, candidate.Reason];
                table.AddRow([.. cells.Select(cell => Markup.Escape(PlainText.Of(cell)))]);
            }

            ui.Show(table);
            if (plan.Candidates.Count > Longest)
            {
                ui.Line(Invariant($"and {plan.Candidates.Count - Longest:N0} more; --json lists all"));
            }
        }

        foreach (Finding split in plan.Splits.Take(Longest))
        {
            ui.Line(Invariant($"identity {split.IdentityA} may be two: {split.Reason}"));
        }

        ui.Line(Invariant($"{plan.Identities:N0} identities: {plan.Count(MergeDecision.Applied):N0} pairs merged, {plan.Count(MergeDecision.Suggested):N0} suggested, {plan.Count(MergeDecision.HeldBack):N0} held back by the embeddings, {plan.Splits.Count:N0} that may be two"));
        if (counts is { Merged: > 0 })
        {
            ui.Line(Invariant($"{counts.Samples:N0} samples changed their identity, {counts.Duplicates:N0} became duplicates"));
        }

        ui.Line(counts is null ? "dry run: nothing was written" : written is null ? "nothing new" : Invariant($"revision {written.Id} written"));
    }
}
