using System.CommandLine;
using Cleaner.Hosting;
using Cleaner.Ingest.Export;
using Cleaner.Manifests;
using Cleaner.Rendering;
using static System.FormattableString;

namespace Cleaner.Commands;

/// <summary><c>cleaner export</c>: carries the clean set to another tool.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var defaults = new ExportOptions { Output = "" };
        var database = new Argument<string>("manifest") { Description = "Manifest, or FILE@N for its revision N." };
        var output = new Argument<string>("out") { Description = "Folder to write; it must be empty or absent." };
        var format = new Option<string>("--format")
        {
            Description = string.Join("; ", ExportFormats.Descriptions.Select(f => $"{f.Name}: {f.Description}")) + ".",
            DefaultValueFactory = _ => defaults.Format,
        };
        var link = new Option<LinkKind>("--link") { Description = "Link to the images instead of copying them (folder, hf-imagefolder)." };
        var shuffle = new Option<int?>("--shuffle") { Description = "Random order by this seed, for formats that are read in sequence.", HelpName = "SEED" };
        var shardSamples = new Option<int>("--shard-samples") { Description = "Most samples in a tar shard.", DefaultValueFactory = _ => defaults.ShardSamples };
        var shardBytes = new Option<long>("--shard-bytes") { Description = "Most bytes of images in a tar shard.", DefaultValueFactory = _ => defaults.ShardBytes };
        var threads = new Option<int>("--threads") { Description = "Threads that read; 0: one a core." };
        var force = new Option<bool>("--force") { Description = "Replace an earlier export; other files in the folder stay." };
        var json = new Option<bool>("--json") { Description = "Print the summary as JSON." };
        var command = new Command("export", "Writes the kept samples of a revision for another tool, with labels from 0 and a file that maps them.")
        {
            database, output, format, link, shuffle, shardSamples, shardBytes, threads, force, json,
        };
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            (string path, long? revision) = Manifest.ParseReference(context.Get(database));
            var options = new ExportOptions
            {
                Output = context.Get(output),
                Format = context.Get(format),
                Revision = revision,
                Link = context.Get(link),
                ShuffleSeed = context.Get(shuffle),
                ShardSamples = context.Get(shardSamples),
                ShardBytes = context.Get(shardBytes),
                Threads = context.Get(threads),
                Force = context.Get(force),
            };
            return ExportStage.Run(path, options, "exporting", context.Get(json) ? null : Show, context);
        }));
        return command;
    }

    private static void Show(Ui ui, ExportSummary summary)
    {
        foreach (ExportProblem problem in summary.Problems)
        {
            ui.Warn(PlainText.Of(problem.Reason));
        }

        if (summary.Missing > summary.Problems.Count)
        {
            ui.Warn(Invariant($"… and {summary.Missing - summary.Problems.Count:N0} more that could not be read"));
        }

        foreach (string note in summary.Notes)
        {
            ui.Note(note);
        }

        string links = summary.Linked > 0 ? Invariant($", {summary.Linked:N0} of them links") : "";
        ui.Line(Invariant($"{summary.Output}: {summary.Samples:N0} images of {summary.Identities:N0} identities{links}, labels in {Exporter.LabelsFile}"));
        if (summary.Missing > 0)
        {
            ui.Line(Invariant($"{summary.Missing:N0} kept images are not in it"));
        }
    }
}
