using System.CommandLine;
using Cleaner.Hosting;
using Cleaner.Imaging;
using Cleaner.Manifests;
using Cleaner.Manifests.Statistics;
using Cleaner.Rendering;

namespace Cleaner.Commands;

/// <summary><c>cleaner stats</c>: what a manifest holds.</summary>
internal static class StatsCommand
{
    public static Command Create()
    {
        var database = new Argument<string>("manifest") { Description = "Manifest, or FILE@N for its revision N." };
        var json = new Option<bool>("--json") { Description = "Print everything as JSON." };
        var command = new Command("stats", "Shows what a manifest holds: images per identity, sizes, formats, states, reasons, quality.") { database, json };
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            (string path, long? revision) = Manifest.ParseReference(context.Get(database));
            using Manifest manifest = Manifest.Open(path);
            ManifestStatistics statistics;
            using (ProgressDisplay progress = context.Ui.Progress("counting", "samples"))
            {
                long total = manifest.SampleCount;
                long done = 0;
                statistics = StatisticsCounter.Count(manifest, revision, () =>
                {
                    context.Stop.ThrowIfCancellationRequested();
                    progress.Report(++done, total);
                });
            }

            NamedCount[] quality = [.. QualityCounts(statistics)];
            if (context.Get(json))
            {
                context.Ui.Json(StatisticsView.Document(path, statistics, quality));
            }
            else
            {
                StatisticsView.Show(context.Ui, path, statistics, quality);
            }

            return 0;
        }));
        return command;
    }

    private static IEnumerable<NamedCount> QualityCounts(ManifestStatistics statistics) =>
        Enum.GetValues<QualityFlags>()
            .Where(flag => flag != QualityFlags.None)
            .Select(flag => new NamedCount(flag.ToString(), statistics.QualityFlags[int.TrailingZeroCount((int)flag)]));
}
