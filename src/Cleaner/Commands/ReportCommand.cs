using System.CommandLine;
using Cleaner.Evaluation;
using Cleaner.Hosting;
using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Reports;
using Cleaner.Reports.Gathering;

namespace Cleaner.Commands;

/// <summary><c>cleaner report</c>: what a cleaning did, as one HTML file.</summary>
internal static class ReportCommand
{
    private static readonly Argument<string> Reference = new("manifest") { Description = "The manifest; FILE@N is revision N.", HelpName = "DB[@REV]" };

    private static readonly Option<string?> Run = new("--run")
    {
        Description = "Run folder that the purge judged by: gives angles, curves and the map. Default: the one that the newest purge recorded, if it is still there.",
        HelpName = "DIR",
    };

    private static readonly Option<string?> Compare = new("--compare")
    {
        Description = "Evaluation of the models before and after, written by `cleaner evaluate … --json`.",
        HelpName = "JSON",
    };

    private static readonly Option<string[]> Map = new("--map")
    {
        Description = "An identity to show on the map of embeddings; may be given up to 8 times. Default: those that lost most, and as many others.",
        HelpName = "NAME",
    };

    private static readonly Option<string> Out = new("--out", "-o") { Description = "File to write.", DefaultValueFactory = _ => "report.html" };

    public static Command Create()
    {
        var command = new Command("report", "Writes what was found and why as one self-contained HTML file.") { Reference, Run, Compare, Map, Out };
        command.SetAction(parsed => CommandHost.Run(parsed, Write));
        return command;
    }

    private static int Write(CommandContext context)
    {
        var (path, revision) = Manifest.ParseReference(context.Get(Reference));
        using var manifest = Manifest.Open(path);
        string output = context.Get(Out);
        HtmlReport.Write(
            new ReportInput
            {
                Manifest = manifest,
                Revision = revision,
                Run = FindRun(manifest, revision, context.Get(Run)),
                Comparison = context.Get(Compare) is { } compare ? EvaluationDocument.Read(compare) : null,
                Options = new ReportOptions { MapNames = context.Get(Map) ?? [] },
                Now = TimeProvider.System.GetUtcNow(),
            },
            output);
        context.Ui.Note($"report written to {Path.GetFullPath(output)}");
        return 0;
    }

    private static RunFolder? FindRun(Manifest manifest, long? revision, string? given)
    {
        if (given is not null)
        {
            return Directory.Exists(given)
                ? new RunFolder(given)
                : throw new CleanerException($"{given}: no such run folder; give the one that `cleaner subcenter-train` wrote");
        }

        var purge = PurgeSettings.Newest(manifest.Log(), revision ?? manifest.Head);
        return purge is { Run.Length: > 0 } && Directory.Exists(purge.Run) ? new RunFolder(purge.Run) : null;
    }
}
