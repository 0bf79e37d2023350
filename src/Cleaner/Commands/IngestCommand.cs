using System.CommandLine;
using Cleaner.Hosting;
using Cleaner.Imaging;
using Cleaner.Imaging.Faces;
using Cleaner.Ingest;
using Cleaner.Ingest.Download;
using Cleaner.Ingest.Identities;
using Cleaner.Ingest.Pipeline;
using Cleaner.Ingest.Recipes;
using Cleaner.Ingest.Sources;
using Cleaner.Manifests;

namespace Cleaner.Commands;

/// <summary><c>cleaner ingest</c>: reads a data set into a manifest, with hashes, quality figures and duplicates.</summary>
internal static class IngestCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "Folder, archive or list to read." };
        var output = new Option<string>("--out", "-o") { Description = "Manifest to write; an existing one is added to.", Required = true };
        var format = new Option<string>("--format") { Description = $"auto, {string.Join(", ", SourceCatalog.Formats.Select(f => f.Name))}.", DefaultValueFactory = _ => "auto" };
        var depth = new Option<int?>("--identity-depth") { Description = "Image folders: folder levels that name the identity. Default: 1, or 2 below train/test." };
        var pattern = new Option<string?>("--identity-pattern") { Description = "Image folders: regular expression on the path below the folder; its group (?<identity>…) is the label, (?<split>…) the split.", HelpName = "REGEX" };
        var merge = new Option<MergeMode?>("--merge") { Description = "Afterwards look for one person under two names, as 'cleaner reconcile' does: suggest or apply." };
        var recipe = new Option<string?>("--recipe") { Description = "Read a known data set as its recipe says, and tell where it differs ('cleaner recipes' lists them).", HelpName = "NAME[:EDITION]" };
        var sameLabels = new Option<bool>("--same-labels") { Description = "Numbers as labels mean the same identities as in the sources that the manifest has already. Default: each source has its own." };
        var near = new Option<int>("--near-distance") { Description = "Largest pHash distance of near duplicates in bits; -1: do not search.", DefaultValueFactory = _ => 8 };
        var detect = new Option<string?>("--detect") { Description = $"Find the face, and align by it, where the source gives no landmarks: {DetectOption.Kinds}.", HelpName = "FILE" };
        var faces = new Option<bool>("--faces") { Description = "--detect with the networks that tools/face-networks.sh brings." };
        var align = new Option<int>("--align") { Description = "Store the transform onto a face template of this size (ArcFace: 112) for images with landmarks or a box. Default: none, or 112 with --detect." };
        var alignMargin = new Option<double>("--align-margin") { Description = "With --align: added on each side of a box, as a share of its longer side, where only a box is known.", DefaultValueFactory = _ => 0.1 };
        var shard = new Option<string?>("--shard") { Description = "Read one part of the source, i/n with i from 0; join the parts with 'cleaner merge'." };
        var threads = new Option<int>("--threads") { Description = "Threads that decode; 0: one a core." };
        var json = new Option<bool>("--json") { Description = "Print the summary as JSON." };

        var command = new Command("ingest", "Reads a data set into a manifest: hashes, sizes, quality, duplicates, damaged files.")
        {
            path, output, format, depth, pattern, sameLabels, merge, recipe, near, detect, faces, align, alignMargin, shard, threads, json,
        };
        var remote = new RemoteOptions(command);
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            using var detector = DetectOption.Open(context.Get(detect), context.Get(faces));
            var options = new IngestOptions
            {
                Path = context.Get(path),
                Format = context.Get(format),
                IdentityDepth = context.Get(depth),
                IdentityPattern = context.Get(pattern),
                SameLabels = context.Get(sameLabels),
                NearDistance = context.Get(near),
                Detector = detector,
                Align = context.IsGiven(align) || detector is null ? context.Get(align) : FaceAlignment.TemplateSize,
                AlignMargin = context.Get(alignMargin),
                Shard = context.Get(shard) is { } part ? Shard.Parse(part) : Shard.All,
                Threads = context.Get(threads),
                Columns = remote.Columns(context),
                Downloads = remote.Folder(context, context.Get(output)),
                Command = CommandHost.CommandLine(),
            };
            var summary = Ingest(options, context.Get(recipe), context.Get(output), remote.Download(context), context);
            if (context.Get(json))
                context.Ui.Json(summary);
            else
                IngestReport.Show(summary, context.Ui);
            if (context.Get(merge) is { } mode)
                Reconcile(context.Get(output), mode, context.Get(json), context);
            return summary.BadInputs > 0 ? ExitCodes.SomeInputsBad : ExitCodes.Done;
        }));
        return command;
    }

    private static IngestSummary Ingest(IngestOptions options, string? recipe, string output, DownloadOptions? download, CommandContext context)
    {
        // The source is looked at before the manifest is made: a mistyped path leaves nothing behind.
        (var source, options) = recipe is null ? (SourceCatalog.Open(options), options) : RecipeSource.Open(recipe, options);
        SourceCheck.RequireImages(source, context.Stop);
        var downloaded = source is IRemoteSource remote && download is not null ? Download(remote, download, context) : null;
        using var manifest = Manifest.OpenOrCreate(output);
        using var read = context.Ui.Progress("reading", "images");
        using var duplicates = context.Ui.Progress("comparing", "images");
        var summary = IngestPipeline.Run(source, options, manifest, new Relay(read, duplicates), context.Stop) with { Download = downloaded };
        // A shard's counts say nothing about the whole.
        return source is RecipeSource counted && options.Shard == Shard.All ? summary with { Recipe = counted.Check() } : summary;
    }

    /// <summary>A revision of its own, so that it can be taken back without the ingest.</summary>
    private static void Reconcile(string manifestPath, MergeMode mode, bool quiet, CommandContext context)
    {
        using var manifest = Manifest.Open(manifestPath, writable: true);
        var plan = Reconciler.Plan(manifest, apply: mode == MergeMode.Apply);
        var (written, counts) = Reconciler.Apply(manifest, plan, CommandHost.CommandLine(), new { Merge = mode.ToString() });
        if (!quiet)
            ReconcileCommand.Show(context.Ui, plan, counts, written);
    }

    private static DownloadSummary Download(IRemoteSource source, DownloadOptions options, CommandContext context)
    {
        using var display = context.Ui.Progress("downloading", "URLs");
        return source.Download(options, new DownloadRelay(display), context.Stop);
    }

    private sealed class DownloadRelay(ProgressDisplay display) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) =>
            display.Report(value.Done, value.Total, value.Failed > 0 ? FormattableString.Invariant($"{value.Failed:N0} failed") : null);
    }

    /// <summary>Shows progress at once, on the thread that reports it.</summary>
    private sealed class Relay(ProgressDisplay read, ProgressDisplay duplicates) : IProgress<IngestProgress>
    {
        public void Report(IngestProgress value) => (value.Stage == "read" ? read : duplicates)
            .Report(value.Done, value.Total, value.Bad > 0 ? FormattableString.Invariant($"{value.Bad:N0} bad") : null);
    }
}
