using System.CommandLine;
using Cleaner.Hosting;
using Cleaner.Manifests;
using Cleaner.Training;

namespace Cleaner.Commands;

/// <summary><c>cleaner embed</c>: embeddings of a manifest, or of a plain folder tree, with a trained model; or those that another program computed.</summary>
internal static class EmbedCommand
{
    private const int SomeInputsWereBad = 3;

    public static Command Create()
    {
        var defaults = new EmbedOptions();
        var manifest = new Argument<string?>("manifest") { Description = "The manifest; FILE@N is revision N.", Arity = ArgumentArity.ZeroOrOne };
        var folder = new Option<string?>("--folder") { Description = "Embed a folder-per-identity tree instead of a manifest." };
        var model = new Option<string?>("--model") { Description = "Run folder of a training, its model.safetensors, or an ONNX network of another project (embedded on the CPU)." };
        var array = new Option<string?>("--import") { Description = "Instead of --model: embeddings of the manifest's images that another program computed, as .npy [rows, length]. purge can judge by them." };
        var paths = new Option<string?>("--paths") { Description = "With --import: text file, one line a row, the path of its image, whole or from the root of the source. Default: row i is of sample i + 1." };
        var output = new Option<string>("--out") { Description = "Folder for ids.npy, labels.npy and embeddings.npy.", Required = true };
        var flip = new Option<bool>("--flip") { Description = "Add the embedding of the mirrored image before normalisation." };
        var raw = new Option<bool>("--raw") { Description = "Leave embeddings at the network's length. Default: scaled to length 1." };
        var device = new Option<string>("--device") { Description = "auto, cpu, cuda or cuda:N.", DefaultValueFactory = _ => defaults.Device };
        var batchSize = new Option<int>("--batch-size") { Description = "Images at once.", DefaultValueFactory = _ => defaults.BatchSize };
        var threads = new Option<int>("--threads") { Description = "Threads of the numeric library; 0 takes the physical cores." };
        var workers = new Option<int>("--workers") { Description = "Threads that decode; 0 takes the cores." };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var command = new Command("embed", "Computes embeddings of images with a trained model, or takes in those of another program.") { manifest, folder, model, array, paths, output, flip, raw, device, batchSize, threads, workers, json };
        var onnx = new OnnxOptions();
        onnx.AddTo(command);
        var faces = new FaceOptions("--folder's pictures");
        faces.AddTo(command);
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            var given = context.Get(model) ?? faces.Model(context);
            if (context.Get(folder) is null && faces.DetectIsGiven(context))
                throw new UsageException("--detect goes with --folder: the pictures of a manifest are aligned as they were ingested ('cleaner ingest --detect')");
            using var detector = context.Get(folder) is null ? null : faces.Open(context);
            var options = onnx.Apply(new EmbedOptions
            {
                Detector = detector,
                Flip = context.Get(flip),
                Raw = context.Get(raw),
                Device = context.Get(device),
                BatchSize = context.Get(batchSize),
                Threads = context.Get(threads),
                Workers = context.Get(workers),
            }, context);
            if (given is null == context.Get(array) is null)
                throw new UsageException("give --model or --import, one of the two");
            if (context.Get(paths) is not null && context.Get(array) is null)
                throw new UsageException("--paths goes with --import");
            if (context.Get(array) is not null && (context.Get(folder) is not null || context.Get(flip) || context.Get(raw)))
                throw new UsageException("--import takes the embeddings of a manifest's images as they are: leave --folder, --flip and --raw out");
            var result = given is { } network
                ? Embed(context, context.Get(manifest), context.Get(folder), network, context.Get(output), options)
                : Import(context.Get(manifest), context.Get(array)!, context.Get(paths), context.Get(output));
            TrainingStage.WarnUnreadable(context.Ui, result.Unreadable, context.Get(array) is null ? "could not be read" : "have no row");
            TrainingStage.WarnWithoutFace(context.Ui, result);
            if (context.Get(json))
                context.Ui.Json(result);
            else
                context.Ui.Line($"{context.Get(output)}: {result.Images} images of {result.Identities} identities");
            return result.Unreadable.Count > 0 ? SomeInputsWereBad : 0;
        }));
        return command;
    }

    private static EmbedResult Import(string? reference, string array, string? paths, string output)
    {
        var (path, revision) = Manifest.ParseReference(reference ?? throw new UsageException("--import needs the manifest whose images the rows are of"));
        using var manifest = Manifest.Open(path);
        return EmbeddingImport.Import(manifest, revision, array, paths, output);
    }

    private static EmbedResult Embed(CommandContext context, string? reference, string? folder, string model, string output, EmbedOptions options)
    {
        if ((reference is null) == (folder is null))
            throw new UsageException("give a manifest or --folder, one of the two");
        using var progress = new StageProgress(context.Ui);
        if (folder is not null)
            return Embedder.EmbedFolder(folder, model, output, options, progress, context.Stop);
        var (path, revision) = Manifest.ParseReference(reference!);
        using var manifest = Manifest.Open(path);
        return Embedder.Embed(manifest, revision, model, output, options, progress, context.Stop);
    }
}
