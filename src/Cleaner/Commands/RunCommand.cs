using System.CommandLine;
using System.Globalization;
using Cleaner.Chain;
using Cleaner.Hosting;
using Cleaner.Imaging;

namespace Cleaner.Commands;

/// <summary><c>cleaner run</c>: the whole chain on one set.</summary>
internal static class RunCommand
{
    private static readonly Argument<string> Source = new("source") { Description = "The noisy set: a folder with one folder per identity, or whatever else 'cleaner ingest' reads." };
    private static readonly Option<string> Out = new("--out", "-o") { Description = "Folder for manifest, runs and report; the same command again goes on where it was stopped.", Required = true };
    private static readonly Option<string?> HeldOut = new("--heldout") { Description = "Folder with one folder per identity, none of them in the source: proves the gain." };
    private static readonly Option<string?> Truth = new("--truth") { Description = "Ground truth of the labels (CSV), for evaluation alone." };
    private static readonly Option<int?> Rounds = new("--rounds") { Description = "Purge rounds, 1 or 2. Default: 2, or 1 with --threshold." };
    private static readonly Option<double?> Threshold = new("--threshold") { Description = "Purge by insightface's rule at this angle in degrees, e.g. 75. Default: rule auto finds its own threshold." };
    private static readonly Option<double?> Probability = new("--probability") { Description = "Rule auto drops what is wrong with at least this probability: less finds more wrong labels and loses more right ones. Default: 0.5." };
    private static readonly Option<double?> Noise = new("--noise") { Description = "About this share of the labels is wrong, where you know it: rule auto drops as many, those that look wrong the most. Default: estimated." };
    private static readonly Option<bool?> Relabel = new("--relabel") { Description = "In the last round, keep samples that surely show another identity of the set under that identity; false: drop them. Default: true in a second round, and where a pretrained network judges alone." };
    private static readonly Option<bool> Force = new("--force") { Description = "Purge although the evidence is weak or much would go; may be added to a chain that ended there. Off by default." };
    private static readonly Option<bool> NoBaseline = new("--no-baseline") { Description = "Do not train on everything for comparison." };
    private static readonly Option<bool> NoRetrain = new("--no-retrain") { Description = "Clean only: train no network on what is kept in the end. The same command without it goes on from there." };
    private static readonly Option<int?> Depth = new("--identity-depth") { Description = "Folder levels that name the identity." };
    private static readonly Option<int?> Near = new("--near-distance") { Description = "Largest pHash distance of near duplicates in bits; -1: do not search, for sets with many photographs of one sitting. Default: 8." };
    private static readonly Option<bool> Faces = new("--faces") { Description = "The pictures show faces: find and align them, and let a public network that knows faces judge them: --detect and --pretrained with the networks that tools/face-networks.sh brings." };
    private static readonly Option<string?> Detect = new("--detect") { Description = $"Find and align the faces of the pictures: {DetectOption.Kinds}. Default: as the source gives them.", HelpName = "FILE" };
    private static readonly Option<int> Align = new("--align") { Description = "Side in pixels of the template onto which images with landmarks or a box are aligned; 0: as they are.", DefaultValueFactory = _ => FaceAlignment.TemplateSize };
    private static readonly Option<string?> Pretrained = new("--pretrained") { Description = "A network trained elsewhere on such pictures, which has learned none of these labels by heart: the purges judge by it too, or by it alone where it tells identities apart better. Run folder, model.safetensors (tools/convert-insightface.py makes one of insightface's weights), an .onnx file (insightface's, or any that maps images to one vector each; on the CPU), a folder with face-api's networks, or embeddings that it computed, as .npy." };
    private static readonly Option<string?> Paths = new("--paths") { Description = "With --pretrained FILE.npy: text file, one line a row, the path of its image. Default: row i is of sample i + 1." };
    private static readonly Option<string?> Init = new("--init") { Description = "Run folder or .safetensors file whose network every training starts from. Default: random weights." };
    private static readonly Option<int?> K = new("--k") { Description = "Sub-centers per identity. Default: 3." };
    private static readonly Option<string?> Backbone = new("--backbone") { Description = "Network; see 'cleaner train --help'. Default: auto." };
    private static readonly Option<string?> InputSize = new("--input-size") { Description = "Side of the network's input in pixels. Default: auto." };
    private static readonly Option<int?> Epochs = new("--epochs") { Description = "Passes over the data; a training on fewer images gets more, so that all see the same number of images. Default: by the number of images." };
    private static readonly Option<string?> Folds = new("--folds") { Description = "Networks that judge images which they have not seen (cross-validation): 0 (none, the fastest), 2 to 20, or auto: 4 up to 4,000 images (10,000 with a GPU), else none. Default: auto; none with --threshold." };
    private static readonly Option<string?> Device = new("--device") { Description = "auto, cpu, cuda or cuda:N. Default: auto." };
    private static readonly Option<int?> Seed = new("--seed") { Description = "Seed of every training. Default: 1." };

    private static readonly OnnxOptions Onnx = new();

    public static Command Create()
    {
        var command = new Command("run", "The whole chain: ingest, subcenter-train, purge, train, evaluate, report; resumable.")
        {
            Source, Out, HeldOut, Truth, Rounds, Threshold, Probability, Noise, Relabel, Force, NoBaseline, NoRetrain, Depth, Near, Faces, Detect, Align, Pretrained, Paths, Init, K, Backbone, InputSize, Epochs, Folds, Device, Seed,
        };
        Onnx.AddTo(command);
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            var faces = context.Get(Faces) ? FaceNetworks.Folder() : null;
            var options = new ChainOptions
            {
                Source = context.Get(Source),
                Out = context.Get(Out),
                HeldOut = context.Get(HeldOut),
                Truth = context.Get(Truth),
                Rounds = context.Get(Rounds),
                Threshold = context.Get(Threshold),
                Probability = context.Get(Probability),
                Noise = context.Get(Noise),
                Relabel = context.Get(Relabel),
                Force = context.Get(Force),
                Pretrained = context.Get(Pretrained) ?? faces,
                Detector = context.Get(Detect) ?? faces,
                Paths = context.Get(Paths),
                Align = context.Get(Align),
                OnnxArguments = Onnx.Typed(context),
                Baseline = !context.Get(NoBaseline),
                Retrain = !context.Get(NoRetrain),
                IngestArguments = [.. Typed(context, Depth), .. Typed(context, Near)],
                SubcenterArguments = [.. Typed(context, K), .. context.IsGiven(Threshold) && !context.IsGiven(Folds) ? [Folds.Name, "0"] : Typed(context, Folds)],
                EpochArguments = [.. Typed(context, Epochs)],
                TrainArguments =
                [
                    .. Typed(context, Init), .. Typed(context, Backbone), .. Typed(context, InputSize), .. Typed(context, Device), .. Typed(context, Seed),
                ],
            };
            options.Validate();
            return new CleaningChain(options, context).Run() ? ExitCodes.SomeInputsBad : ExitCodes.Done;
        }));
        return command;
    }

    private static string[] Typed<T>(CommandContext context, Option<T> option) =>
        context.IsGiven(option) ? [option.Name, Convert.ToString(context.Get(option), CultureInfo.InvariantCulture)!] : [];
}
