using System.CommandLine;
using System.Globalization;
using Cleaner.Evaluating;
using Cleaner.Evaluation;
using Cleaner.Evaluation.Identification;
using Cleaner.Hosting;
using Cleaner.Identifying;
using Cleaner.Manifests;
using Spectre.Console;

namespace Cleaner.Commands;

/// <summary><c>cleaner identify</c>: registers the identities of a manifest and names, or rejects, other images.</summary>
internal static class IdentifyCommand
{
    private const int SomeInputsBad = 3;
    private const int RowsShown = 40;

    private static readonly Argument<string> Probes = new("probes") { Description = "Images to name: a file, or a folder (searched with its sub-folders)." };
    private static readonly Option<string> Gallery = new("--gallery") { Description = "Manifest whose kept images are registered (FILE@N is revision N), or a folder with one folder an identity.", HelpName = "DB[@REV]|DIR", Required = true };
    private static readonly Option<string> Model = new("--model") { Description = "Run folder of a training, or its model.safetensors.", HelpName = "RUN", Required = true };
    private static readonly Option<double> Fpir = new("--fpir") { Description = "Accepted share of strangers that are given a name; the threshold is calibrated for it on the gallery.", DefaultValueFactory = _ => 0.01 };
    private static readonly Option<double?> Threshold = new("--threshold") { Description = "Cosine from which on an image is named, instead of a calibrated one." };
    private static readonly Option<string?> Out = new("--out", "-o") { Description = "Write every answer to this CSV: path,identity,nearest,score,second.", HelpName = "CSV" };
    private static readonly Option<string> Device = new("--device") { Description = "auto, cpu, cuda or cuda:N.", DefaultValueFactory = _ => "auto" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the answers as JSON." };

    public static Command Create()
    {
        var command = new Command("identify", "Names images by the identities of a gallery, or calls them unknown.") { Probes, Gallery, Model, Fpir, Threshold, Out, Device, Json };
        command.SetAction(parsed => CommandHost.Run(parsed, Run));
        return command;
    }

    private static int Run(CommandContext context)
    {
        double fpir = context.Get(Fpir);
        if (fpir is not (>= 0 and <= 1))
        {
            throw new UsageException($"--fpir {fpir.ToString(CultureInfo.InvariantCulture)}: give a share between 0 and 1, such as 0.01");
        }

        string[] files = ProbeFiles.List(context.Get(Probes));
        using var embedder = new ImageEmbedder(context.Ui, context.Get(Device), context.Stop);
        using var registered = RegisteredGallery.Open(context.Get(Gallery), context.Get(Model), embedder);
        var gallery = context.Get(Threshold) is { } threshold
            ? Evaluation.Identification.Gallery.WithThreshold(registered.Embeddings, threshold)
            : Evaluation.Identification.Gallery.Register(registered.Embeddings, fpir, context.Stop);

        using var probes = EmbeddingFolder.Open(embedder.Files(files, context.Get(Model)));
        var answers = gallery.Identify(probes, context.Stop)
            .Select((answer, row) => NamedAnswer.Of(files[probes.Ids[row]], answer, registered.NameOf)).ToList();
        if (context.Get(Out) is { } path)
        {
            NamedAnswer.WriteCsv(answers, path);
        }

        Show(context, gallery, answers);
        return embedder.SomeWereBad ? SomeInputsBad : 0;
    }

    private static void Show(CommandContext context, Gallery gallery, List<NamedAnswer> answers)
    {
        if (context.Get(Json))
        {
            context.Ui.Json(new { identities = gallery.Templates.Count, gallery.Threshold, gallery.MeasuredFpir, answers });
            return;
        }

        var table = Ui.NewTable("image", "identity", "score", "second");
        foreach (var answer in answers.Take(RowsShown))
        {
            table.AddRow(
                Markup.Escape(answer.Path), answer.Identity is { } name ? Markup.Escape(name) : "unknown",
                answer.Score.ToString("0.000", CultureInfo.InvariantCulture), answer.Second.ToString("0.000", CultureInfo.InvariantCulture));
        }

        context.Ui.Show(table);
        int named = answers.Count(a => a.Identity is not null);
        context.Ui.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{answers.Count} images: {named} named, {answers.Count - named} unknown; threshold {gallery.Threshold:0.000}{Calibration(gallery)}"));
        if (answers.Count > RowsShown)
        {
            context.Ui.Note($"the first {RowsShown} are shown; --out CSV or --json give all");
        }
    }

    private static string Calibration(Gallery gallery) => double.IsNaN(gallery.MeasuredFpir)
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $", at which {gallery.MeasuredFpir:P2} of the gallery's own images would be named as someone else, were they strangers");
}
