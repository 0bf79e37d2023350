using System.CommandLine;
using System.Globalization;
using Cleaner.Evaluating;
using Cleaner.Hosting;
using Cleaner.Identifying;
using Cleaner.Manifests;
using Cleaner.Rendering;
using Cleaner.Training;

namespace Cleaner.Commands;

/// <summary><c>cleaner identify</c>: registers the identities of a gallery and names, or rejects, other images.</summary>
internal static class IdentifyCommand
{
    private const int RowsShown = 40;

    private static readonly Argument<string[]> Probes = new("probes")
    {
        Description = "What to name: image files, folders of images (with their sub-folders), manifests (their kept images; FILE@N is revision N). Cropped as the gallery's images are, or whole with --detect.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> Gallery = new("--gallery") { Description = "Manifest whose kept images are registered (FILE@N is revision N), or a folder with one folder an identity. One template an identity: the mean of its embeddings.", HelpName = "DB[@REV]|DIR", Required = true };
    private static readonly Option<string?> Model = new("--model") { Description = "Run folder of a training, its model.safetensors, or an ONNX network of another project (embedded on the CPU). Needed without --faces.", HelpName = "RUN" };
    private static readonly Option<string?> Embeddings = new("--embeddings") { Description = "Embeddings of the gallery that 'cleaner embed' made with the same model. Default: those of the run folder where it was trained on these images, else they are computed.", HelpName = "DIR" };
    private static readonly Option<double> Fpir = new("--fpir") { Description = "Accepted share of strangers that are given a name (false positive identification rate). The threshold is the lowest cosine that keeps to it: each image of the gallery plays a stranger and is compared with all identities but its own.", DefaultValueFactory = _ => IdentifyOptions.DefaultFpir, HelpName = "RATE" };
    private static readonly Option<string?> Strangers = new("--strangers") { Description = "Calibrate on these images of identities that are not registered, instead of on the gallery's own: better where the model was trained on the gallery, which it then tells apart more easily than strangers.", HelpName = "DIR|DB[@REV]" };
    private static readonly Option<double?> Threshold = new("--threshold") { Description = "Name from this cosine on, without calibration.", HelpName = "COSINE" };
    private static readonly Option<int> Candidates = new("--candidates") { Description = "Nearest identities to tell of each image.", DefaultValueFactory = _ => IdentifyOptions.DefaultCandidates, HelpName = "N" };
    private static readonly Option<string> Format = new("--format") { Description = "How to print: table, csv or json.", DefaultValueFactory = _ => "table" };
    private static readonly Option<bool> Json = new("--json") { Description = "Short for --format json." };
    private static readonly Option<int> Limit = new("--limit") { Description = "Images to show in a table.", DefaultValueFactory = _ => RowsShown, HelpName = "N" };
    private static readonly Option<string> Device = new("--device") { Description = "auto, cpu, cuda or cuda:N.", DefaultValueFactory = _ => "auto" };

    private static readonly OnnxOptions Onnx = new();
    private static readonly FaceOptions Faces = new("the pictures to name, and of those of a gallery or of strangers in folders (manifests have theirs from 'cleaner ingest --detect'); pictures without a face are left out");

    public static Command Create()
    {
        Format.AcceptOnlyFromAmong("table", "csv", "json");
        var command = new Command("identify", "Names images by the identities of a gallery, or calls them unknown.")
        {
            Probes, Gallery, Model, Embeddings, Fpir, Strangers, Threshold, Candidates, Format, Json, Limit, Device,
        };
        Onnx.AddTo(command);
        Faces.AddTo(command);
        command.SetAction(parsed => CommandHost.Run(parsed, Run));
        return command;
    }

    private static int Run(CommandContext context)
    {
        var options = new IdentifyOptions
        {
            Probes = context.Get(Probes),
            Gallery = context.Get(Gallery),
            Model = context.Get(Model) ?? Faces.Model(context) ?? throw new UsageException("give --model, the network that tells the identities apart, or --faces for the public one"),
            Embeddings = context.Get(Embeddings),
            Fpir = context.Get(Fpir),
            Strangers = context.Get(Strangers),
            Threshold = context.Get(Threshold),
            Candidates = context.Get(Candidates),
        };
        options.Validate();
        using var detector = Faces.Open(context);
        using var embedder = new ImageEmbedder(context.Ui, Onnx.Apply(new EmbedOptions { Device = context.Get(Device), Detector = detector, FacesOnly = true }, context), context.Stop);
        var found = new Identifier(options, embedder, context.Ui, context.Stop).Run();
        Print(context, found);
        Explain(context.Ui, found.Calibration);
        return embedder.Unreadable.Count > 0 ? ExitCodes.SomeInputsBad : ExitCodes.Done;
    }

    private static void Print(CommandContext context, IdentificationDocument found)
    {
        switch (context.Get(Json) ? "json" : context.Get(Format))
        {
            case "json":
                context.Ui.Json(found);
                break;
            case "csv":
                IdentificationTables.WriteCsv(context.Ui, found);
                break;
            default:
                IdentificationTables.Show(context.Ui, found, context.Get(Limit));
                break;
        }
    }

    private static void Explain(Ui ui, ThresholdOrigin origin)
    {
        if (origin is { Fpir: > 0, Strangers: { } strangers } && strangers * origin.Fpir < 1)
        {
            ui.Note(string.Create(
                CultureInfo.InvariantCulture, $"{strangers:N0} strangers are too few for a rate of {origin.Fpir}: the threshold lies just above all of them"));
        }

        if (origin.TrainedOn)
        {
            ui.Note("the model was trained on the gallery, so that real strangers will be named more often than this; --strangers calibrates on images it never saw");
        }
    }
}
