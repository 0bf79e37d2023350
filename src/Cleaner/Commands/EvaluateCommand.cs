using System.CommandLine;
using System.Text.Json;
using Cleaner.Evaluating;
using Cleaner.Evaluation;
using Cleaner.Evaluation.Comparison;
using Cleaner.Hosting;
using Cleaner.Manifests;
using Cleaner.Rendering;
using Cleaner.Reports.Charts;
using Cleaner.Training;

namespace Cleaner.Commands;

/// <summary><c>cleaner evaluate</c>: how good embeddings are at telling identities apart, and how well noise was found.</summary>
internal static class EvaluateCommand
{
    private static readonly Option<string[]> Embeddings = Many("--embeddings", "DIR", "Embeddings of labelled images: run folders, or folders that 'cleaner embed' wrote; several are set side by side.");
    private static readonly Option<string[]> Models = Many("--model", "RUN", "Trained models, or ONNX networks of other projects, to embed --folder, --pairs or --ijb with; several are set side by side.");
    private static readonly Option<string?> Folder = new("--folder") { Description = "Held-out images: one folder an identity, or a manifest (its kept images; FILE@N is revision N). All pairs are compared.", HelpName = "DIR|DB[@REV]" };
    private static readonly Option<string[]> Pairs = Many("--pairs", "FILE", "Pair lists with folds: insightface's packs (lfw.bin, cfp_fp.bin, …) or LFW's pairs.txt.");
    private static readonly Option<string?> Images = new("--images") { Description = "Folder of the images that pairs.txt or the IJB lists name, cropped as the model wants them, or whole with --detect.", HelpName = "DIR" };
    private static readonly Option<string?> Ijb = new("--ijb") { Description = "Folder with the lists of IJB-B or IJB-C (…_face_tid_mid.txt, …_template_pair_label.txt): template protocol.", HelpName = "DIR" };
    private static readonly Option<bool> DetectorScores = new("--detector-scores") { Description = "With --ijb: weigh images by their detection score (…_name_5pts_score.txt)." };
    private static readonly Option<bool> Grid = new("--grid") { Description = "With --pairs: look for thresholds on insightface's grid instead of exactly." };
    private static readonly Option<bool> Identification = new("--identification") { Description = "Also measure 1:N identification on a split of each labelled set: rank-1/5/10, and TPIR at FPIR with unregistered identities." };
    private static readonly Option<string?> Gallery = new("--gallery") { Description = "Embeddings of registered identities, for identification of --probes.", HelpName = "DIR" };
    private static readonly Option<string?> Probes = new("--probes") { Description = "Embeddings of the images to identify; identities that the gallery lacks are the unknown ones.", HelpName = "DIR" };
    private static readonly Option<string?> Distractors = new("--distractors") { Description = "Embeddings of images of nobody known: adds MegaFace's rank-1 to identification.", HelpName = "DIR" };
    private static readonly Option<string?> Truth = new("--truth") { Description = "Ground truth (CSV: path,true_identity,label,kind) to judge the decisions of --manifest by.", HelpName = "CSV" };
    private static readonly Option<string?> ManifestReference = new("--manifest") { Description = "The manifest whose decisions --truth judges; FILE@N is revision N.", HelpName = "DB[@REV]" };
    private static readonly Option<string> Fars = new("--far") { Description = "False accept rates at which to report the true accept rate.", DefaultValueFactory = _ => "1e-4,1e-3,1e-2", HelpName = "RATES" };
    private static readonly Option<string> Fpirs = new("--fpir") { Description = "False positive identification rates at which to report identification.", DefaultValueFactory = _ => "1e-2,1e-1", HelpName = "RATES" };
    private static readonly Option<int> Bootstrap = new("--bootstrap") { Description = "Replicates of the paired bootstrap where several models are compared; 0 for none.", DefaultValueFactory = _ => PairedBootstrap.DefaultReplicates };
    private static readonly Option<int> Seed = new("--seed") { Description = "Seed of the bootstrap.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Plots = new("--plots") { Description = "Folder to write roc.svg (roc-SET.svg where there are several sets) and cmc.svg into.", HelpName = "DIR" };
    private static readonly Option<bool?> Flip = new("--flip") { Description = "Add the embedding of the mirrored image (true or false). Default: true for --pairs and --ijb, as insightface does, else false." };
    private static readonly Option<string> Device = new("--device") { Description = "auto, cpu, cuda or cuda:N.", DefaultValueFactory = _ => "auto" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print everything as JSON (what 'cleaner report --compare' reads)." };

    private static readonly OnnxOptions Onnx = new();
    private static readonly FaceOptions Faces = new("the pictures of --folder, --pairs and --ijb");

    public static Command Create()
    {
        var command = new Command("evaluate", "Measures verification, identification, and how well noise was found.")
        {
            Embeddings, Models, Folder, Pairs, Images, Ijb, DetectorScores, Grid, Identification, Gallery, Probes, Distractors,
            Truth, ManifestReference, Fars, Fpirs, Bootstrap, Seed, Plots, Flip, Device, Json,
        };
        Onnx.AddTo(command);
        Faces.AddTo(command);
        command.SetAction(parsed => CommandHost.Run(parsed, Run));
        return command;
    }

    private static int Run(CommandContext context)
    {
        var options = Read(context);
        options.Validate();
        using var detector = Faces.Open(context);
        using var embedder = new ImageEmbedder(context.Ui, Onnx.Apply(new EmbedOptions { Device = context.Get(Device), Detector = detector }, context), context.Stop);
        var document = new Evaluator(options, embedder, context.Stop).Run();
        if (options.Plots is not null)
        {
            WritePlots(document, options.Plots);
        }

        if (context.Get(Json))
        {
            context.Ui.Line(JsonSerializer.Serialize(document, EvaluationDocument.Json));
        }
        else
        {
            EvaluationTables.Show(context.Ui, document);
        }

        return embedder.Unreadable.Count > 0 ? ExitCodes.SomeInputsBad : ExitCodes.Done;
    }

    private static EvaluationOptions Read(CommandContext context) => new()
    {
        Embeddings = context.Get(Embeddings) ?? [],
        Models = context.Get(Models) is { Length: > 0 } models ? models : Faces.Model(context) is { } network ? [network] : [],
        Folder = context.Get(Folder),
        Pairs = context.Get(Pairs) ?? [],
        Images = context.Get(Images),
        Ijb = context.Get(Ijb),
        DetectorScores = context.Get(DetectorScores),
        Grid = context.Get(Grid),
        Identification = context.Get(Identification),
        Gallery = context.Get(Gallery),
        Probes = context.Get(Probes),
        Distractors = context.Get(Distractors),
        Truth = context.Get(Truth),
        Manifest = context.Get(ManifestReference),
        Fars = EvaluationOptions.ParseRates("--far", context.Get(Fars)),
        Fpirs = EvaluationOptions.ParseRates("--fpir", context.Get(Fpirs)),
        Bootstrap = context.Get(Bootstrap),
        Seed = context.Get(Seed),
        Plots = context.Get(Plots),
        Flip = context.Get(Flip),
    };

    private static void WritePlots(EvaluationDocument document, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var sets = (document.Verification ?? []).GroupBy(v => v.Set).ToList();
            foreach (var models in sets)
            {
                string name = sets.Count == 1 ? "roc.svg" : $"roc-{(models.Key.Length == 0 ? "all-pairs" : models.Key)}.svg";
                File.WriteAllText(Path.Combine(folder, name), EvaluationPlots.Roc([.. models]));
            }

            if (document.Identification is { } identification)
            {
                File.WriteAllText(Path.Combine(folder, "cmc.svg"), EvaluationPlots.Cmc(identification));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CleanerException($"--plots {folder}: cannot be written ({error.Message})", 1, error);
        }
    }

    private static Option<string[]> Many(string name, string helpName, string description) =>
        new(name) { Description = description, AllowMultipleArgumentsPerToken = true, HelpName = helpName };
}
