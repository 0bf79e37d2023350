using System.CommandLine;
using Cleaner.Hosting;
using Cleaner.Manifests;
using Cleaner.Training;

namespace Cleaner.Commands;

/// <summary><c>cleaner embed</c>: embeddings of a manifest, or of a plain folder tree, with a trained model.</summary>
internal static class EmbedCommand
{
    private const int SomeInputsWereBad = 3;

    public static Command Create()
    {
        var defaults = new EmbedOptions();
        var manifest = new Argument<string?>("manifest") { Description = "The manifest; FILE@N is revision N.", Arity = ArgumentArity.ZeroOrOne };
        var folder = new Option<string?>("--folder") { Description = "Embed a folder-per-identity tree instead of a manifest." };
        var model = new Option<string>("--model") { Description = "Run folder of a training, or its model.safetensors.", Required = true };
        var output = new Option<string>("--out") { Description = "Folder for ids.npy, labels.npy and embeddings.npy.", Required = true };
        var flip = new Option<bool>("--flip") { Description = "Add the embedding of the mirrored image before normalisation." };
        var raw = new Option<bool>("--raw") { Description = "Leave embeddings at the network's length. Default: scaled to length 1." };
        var device = new Option<string>("--device") { Description = "auto, cpu, cuda or cuda:N.", DefaultValueFactory = _ => defaults.Device };
        var batchSize = new Option<int>("--batch-size") { Description = "Images at once.", DefaultValueFactory = _ => defaults.BatchSize };
        var threads = new Option<int>("--threads") { Description = "Threads of the numeric library; 0 takes the physical cores." };
        var workers = new Option<int>("--workers") { Description = "Threads that decode; 0 takes the cores." };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var command = new Command("embed", "Computes embeddings of images with a trained model.") { manifest, folder, model, output, flip, raw, device, batchSize, threads, workers, json };
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            var options = new EmbedOptions
            {
                Flip = context.Get(flip),
                Raw = context.Get(raw),
                Device = context.Get(device),
                BatchSize = context.Get(batchSize),
                Threads = context.Get(threads),
                Workers = context.Get(workers),
            };
            var result = Embed(context, context.Get(manifest), context.Get(folder), context.Get(model), context.Get(output), options);
            TrainingStage.WarnUnreadable(context.Ui, result.Unreadable);
            if (context.Get(json))
                context.Ui.Json(result);
            else
                context.Ui.Line($"{context.Get(output)}: {result.Images} images of {result.Identities} identities");
            return result.Unreadable.Count > 0 ? SomeInputsWereBad : 0;
        }));
        return command;
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
