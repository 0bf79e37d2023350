using System.CommandLine;
using Cleaner.Hosting;
using Cleaner.Manifests;
using static System.FormattableString;

namespace Cleaner.Commands;

/// <summary><c>cleaner revert</c>: takes decisions back, as a new revision.</summary>
internal static class RevertCommand
{
    public static Command Create()
    {
        var database = new Argument<string>("manifest") { Description = "The manifest." };
        var revision = new Argument<long?>("revision") { Description = "The revision whose beliefs come back; see 'cleaner log'.", Arity = ArgumentArity.ZeroOrOne };
        var unfinished = new Option<bool>("--unfinished") { Description = "Drop what an interrupted command left unfinished, instead of going on with it." };
        var actor = new Option<string>("--actor") { Description = "Who decides, for the log.", DefaultValueFactory = _ => Environment.UserName };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would change." };
        var json = new Option<bool>("--json") { Description = "Print the counts as JSON." };
        var command = new Command("revert", "Believes again what an earlier revision believed, as a new revision; nothing is lost.")
        {
            database, revision, unfinished, actor, dryRun, json,
        };
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            if (context.Get(unfinished) == context.Get(revision).HasValue)
            {
                throw new UsageException("give either the revision to go back to (see 'cleaner log'), or --unfinished");
            }

            using Manifest manifest = Manifest.Open(context.Get(database), writable: !context.Get(dryRun));
            if (context.Get(unfinished))
            {
                Discard(context.Ui, manifest, context.Get(dryRun));
                return 0;
            }

            long target = context.Get(revision)!.Value;
            (RevertCounts counts, Revision? written) = context.Get(dryRun)
                ? (ManifestRevert.Plan(manifest, target), null)
                : ManifestRevert.Apply(manifest, target, CommandHost.CommandLine(), context.Get(actor));
            if (context.Get(json))
            {
                context.Ui.Json(new { Revision = written?.Id, DryRun = context.Get(dryRun), RevertedTo = target, counts.Restored, counts.Withdrawn });
                return 0;
            }

            context.Ui.Line(Invariant($"{counts.Restored:N0} samples as they were at revision {target}, {counts.Withdrawn:N0} added later are dropped"));
            context.Ui.Line(context.Get(dryRun) ? "dry run: nothing was written" : written is null ? "nothing to change" : Invariant($"revision {written.Id} written"));
            return 0;
        }));
        return command;
    }

    private static void Discard(Ui ui, Manifest manifest, bool dryRun)
    {
        PendingRevision pending = manifest.Pending ?? throw new CleanerException($"{manifest.Path}: there is nothing unfinished in it");
        if (!dryRun)
        {
            manifest.DiscardPending();
        }

        ui.Line($"{(dryRun ? "would drop" : "dropped")} the unfinished '{pending.Command}'");
    }
}
