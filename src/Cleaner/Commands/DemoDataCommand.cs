using System.CommandLine;
using System.Globalization;
using Cleaner.Hosting;
using Cleaner.Ingest.Demo;
using Spectre.Console;

namespace Cleaner.Commands;

/// <summary><c>cleaner demo-data</c>: draws a noisy set of faces, with the truth about it.</summary>
internal static class DemoDataCommand
{
    private static readonly DemoOptions Defaults = new();

    private static readonly Argument<string> Out = new("out") { Description = "Folder to write; must not exist, or be empty." };
    private static readonly Option<int> Identities = Setting("--identities", "Names in the noisy set.", Defaults.Identities);
    private static readonly Option<int> Images = Setting("--images", "Labelled pictures per name.", Defaults.Images);
    private static readonly Option<int> Size = Setting("--size", "Side of the pictures in pixels.", Defaults.Size);
    private static readonly Option<int> Seed = Setting("--seed", "Everything random follows from it.", Defaults.Seed);
    private static readonly Option<double> Noise = Setting("--noise", "Share of wrong labels, 0 to 0.6.", Defaults.Noise);
    private static readonly Option<double> OpenShare = Setting("--open-share", "Share of the wrong labels that are strangers.", Defaults.OpenShare);
    private static readonly Option<double> ExactDuplicates = Setting("--exact-duplicates", "Exact copies, as a share of the pictures.", Defaults.ExactDuplicates);
    private static readonly Option<double> NearDuplicates = Setting("--near-duplicates", "Altered copies, as a share of the pictures.", Defaults.NearDuplicates);
    private static readonly Option<double> Damaged = Setting("--damaged", "Truncated files, as a share of the pictures.", Defaults.Damaged);
    private static readonly Option<double> Foreign = Setting("--foreign", "Files that are no images, as a share of the pictures.", Defaults.Foreign);
    private static readonly Option<int> SplitPeople = Setting("--split-people", "People under two names.", Defaults.SplitPeople);
    private static readonly Option<int> MergedNames = Setting("--merged-names", "Names with two people.", Defaults.MergedNames);
    private static readonly Option<int> HeldOutIdentities = Setting("--heldout-identities", "People kept out of the set, for evaluation.", Defaults.HeldOutIdentities);
    private static readonly Option<int> HeldOutImages = Setting("--heldout-images", "Clean pictures of each of them.", Defaults.HeldOutImages);
    private static readonly Option<int> Threads = Setting("--threads", "Threads that draw; 0: one a core.", Defaults.Threads);
    private static readonly Option<bool> Json = new("--json") { Description = "Print the summary as JSON." };

    public static Command Create()
    {
        var command = new Command("demo-data", "Draws a noisy set of faces with planted defects, and writes down what is wrong with it.")
        {
            Out, Identities, Images, Size, Seed, Noise, OpenShare, ExactDuplicates, NearDuplicates, Damaged, Foreign,
            SplitPeople, MergedNames, HeldOutIdentities, HeldOutImages, Threads, Json,
        };
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            var summary = Write(context);
            if (context.Get(Json))
                context.Ui.Json(summary);
            else
                Show(summary, context.Ui);
            return 0;
        }));
        return command;
    }

    private static DemoSummary Write(CommandContext context)
    {
        var options = new DemoOptions
        {
            Identities = context.Get(Identities),
            Images = context.Get(Images),
            Size = context.Get(Size),
            Seed = context.Get(Seed),
            Noise = context.Get(Noise),
            OpenShare = context.Get(OpenShare),
            ExactDuplicates = context.Get(ExactDuplicates),
            NearDuplicates = context.Get(NearDuplicates),
            Damaged = context.Get(Damaged),
            Foreign = context.Get(Foreign),
            SplitPeople = context.Get(SplitPeople),
            MergedNames = context.Get(MergedNames),
            HeldOutIdentities = context.Get(HeldOutIdentities),
            HeldOutImages = context.Get(HeldOutImages),
            Threads = context.Get(Threads),
        };
        using var progress = context.Ui.Progress("drawing", "pictures");
        return DemoData.Write(context.Get(Out), options, new Relay(progress), context.Stop);
    }

    private static void Show(DemoSummary summary, Ui ui)
    {
        var table = Ui.NewTable("kind", "files");
        foreach (var (kind, files) in summary.Files)
            table.AddRow(kind, files.ToString("N0", CultureInfo.InvariantCulture));
        table.AddRow("held out", summary.HeldOut.ToString("N0", CultureInfo.InvariantCulture));
        ui.Show(table);
        ui.Line($"noisy set     {Path.Combine(summary.Folder, DemoData.ImagesFolder)}");
        ui.Line($"held out      {Path.Combine(summary.Folder, DemoData.HeldOutFolder)}");
        ui.Line($"ground truth  {Path.Combine(summary.Folder, DemoData.TruthFile)}");
    }

    private static Option<T> Setting<T>(string name, string description, T standard) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => standard,
    };

    /// <summary>Shows progress at once, on the thread that reports it.</summary>
    private sealed class Relay(ProgressDisplay display) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value) => display.Report(value.Done, value.Total);
    }
}
