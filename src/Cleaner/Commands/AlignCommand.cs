using System.CommandLine;
using Cleaner.Hosting;
using Cleaner.Imaging;
using Cleaner.Ingest.Export;
using Cleaner.Manifests;
using Cleaner.Rendering;
using static System.FormattableString;

namespace Cleaner.Commands;

/// <summary><c>cleaner align</c>: writes the aligned crops that training would see as files.</summary>
internal static class AlignCommand
{
    public static Command Create()
    {
        var defaults = new AlignedCrops();
        var database = new Argument<string>("manifest") { Description = "Manifest, or FILE@N for its revision N." };
        var output = new Option<string>("--write") { Description = "Folder to write, one folder an identity; it must be empty or absent.", Required = true, HelpName = "DIR" };
        var size = new Option<int>("--size") { Description = "Side of the crops in pixels; 0: that of the transforms that 'cleaner ingest --align' stored, or 112." };
        var margin = new Option<double>("--margin") { Description = "Added on each side of a box, as a share of its longer side, where no landmarks are known.", DefaultValueFactory = _ => defaults.Margin };
        var image = new Option<ImageFormat>("--image") { Description = "jpeg or png.", DefaultValueFactory = _ => defaults.Image, HelpName = "FORMAT" };
        var quality = new Option<int>("--quality") { Description = "Quality of JPEG, 1 to 100.", DefaultValueFactory = _ => defaults.Quality };
        var threads = new Option<int>("--threads") { Description = "Threads; 0: one a core." };
        var force = new Option<bool>("--force") { Description = "Replace crops written earlier; other files in the folder stay." };
        var json = new Option<bool>("--json") { Description = "Print the summary as JSON." };
        var command = new Command("align", "Writes the aligned crops of the kept images as files: by five landmarks onto ArcFace's template, else by the box.")
        {
            database, output, size, margin, image, quality, threads, force, json,
        };
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            (string path, long? revision) = Manifest.ParseReference(context.Get(database));
            var options = new ExportOptions
            {
                Output = context.Get(output),
                Format = "aligned",
                Revision = revision,
                Threads = context.Get(threads),
                Force = context.Get(force),
                Aligned = new AlignedCrops { Size = context.Get(size), Margin = context.Get(margin), Image = context.Get(image), Quality = context.Get(quality) },
            };
            return ExportStage.Run(path, options, "aligning", context.Get(json) ? null : Show, context);
        }));
        return command;
    }

    private static void Show(Ui ui, ExportSummary summary)
    {
        foreach (ExportProblem problem in summary.Problems)
        {
            ui.Warn(PlainText.Of($"{problem.Locator}: {problem.Reason}"));
        }

        foreach (string note in summary.Notes)
        {
            ui.Warn(note);
        }

        ui.Line(Invariant($"{summary.Output}: {summary.Samples:N0} crops{(summary.Missing > 0 ? Invariant($"; {summary.Missing:N0} could not be read") : "")}"));
    }
}
