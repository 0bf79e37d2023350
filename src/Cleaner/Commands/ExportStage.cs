using Cleaner.Hosting;
using Cleaner.Ingest.Export;
using Cleaner.Manifests;

namespace Cleaner.Commands;

/// <summary>What <c>export</c> and <c>align</c> do alike: open the manifest, write under a progress bar, say what came of it.</summary>
internal static class ExportStage
{
    /// <summary>Runs it.</summary>
    /// <param name="path">The manifest.</param>
    /// <param name="options">What to write.</param>
    /// <param name="doing">For the progress bar.</param>
    /// <param name="show">Prints the summary; null prints it as JSON.</param>
    /// <param name="context">Of the command.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string path, ExportOptions options, string doing, Action<Ui, ExportSummary>? show, CommandContext context)
    {
        using Manifest manifest = Manifest.Open(path);
        ExportSummary summary;
        using (ProgressDisplay progress = context.Ui.Progress(doing, "images"))
        {
            summary = Exporter.Run(manifest, options, (done, total) => progress.Report(done, total), context.Stop);
        }

        if (show is null)
        {
            context.Ui.Json(summary);
        }
        else
        {
            show(context.Ui, summary);
        }

        return summary.Missing > 0 ? ExitCodes.SomeInputsBad : ExitCodes.Done;
    }
}
