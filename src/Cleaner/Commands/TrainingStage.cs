using System.Globalization;
using Cleaner.Hosting;
using Cleaner.Manifests;
using Cleaner.Training;

namespace Cleaner.Commands;

/// <summary>What the two training commands have in common: progress, the summary, and the exit code.</summary>
internal static class TrainingStage
{
    private const int SomeInputsWereBad = 3;
    private const int NamedFiles = 5;

    /// <summary>Trains and prints what came of it.</summary>
    public static int Run(CommandContext context, string reference, string runFolder, TrainOptions options, bool json)
    {
        var (path, revision) = Manifest.ParseReference(reference);
        using var manifest = Manifest.Open(path);
        TrainResult result;
        using (var progress = new StageProgress(context.Ui))
            result = Trainer.Train(manifest, revision, runFolder, options, progress, context.Stop, context.Ui.Warn);
        if (result.SingleImageIdentities > 0)
            context.Ui.Warn($"{result.SingleImageIdentities} identities have a single image: they are trained on, but nothing can be said about that image");
        WarnUnreadable(context.Ui, result.Unreadable);
        if (result.Interrupted)
        {
            context.Ui.Note($"stopped at step {result.Steps}; a checkpoint is written: the same command goes on from it");
            context.Stop.ThrowIfCancellationRequested();
        }
        if (json)
            context.Ui.Json(result);
        else
            context.Ui.Line(string.Create(CultureInfo.InvariantCulture,
                $"{runFolder}: {result.Samples} images of {result.Identities} identities, {result.Epochs} epochs, loss {result.Loss:0.###}, {result.ImagesPerSecond:0} images/s"));
        return result.Unreadable.Count > 0 ? SomeInputsWereBad : 0;
    }

    /// <summary>Names the images that took no part, the first few of them.</summary>
    public static void WarnUnreadable(Ui ui, IReadOnlyList<UnreadableSample> unreadable, string why = "could not be read")
    {
        if (unreadable.Count == 0)
            return;
        ui.Warn($"{unreadable.Count} images {why} and took no part:");
        foreach (var bad in unreadable.Take(NamedFiles))
            ui.Note($"  {bad.Where}: {bad.Reason}");
        if (unreadable.Count > NamedFiles)
            ui.Note($"  … and {unreadable.Count - NamedFiles} more");
    }

    /// <summary>Says how many pictures a detector found no face in.</summary>
    public static void WarnWithoutFace(Ui ui, EmbedResult result)
    {
        if (result.WithoutFace > 0)
            ui.Warn($"in {result.WithoutFace} of {result.Images} pictures no face was found: they are taken as they are");
    }
}

/// <summary>One progress line a stage of a training or embedding.</summary>
internal sealed class StageProgress(Ui ui) : IProgress<TrainProgress>, IDisposable
{
    private readonly Lock _gate = new();
    private ProgressDisplay? _display;
    private string? _stage;

    public void Report(TrainProgress value)
    {
        lock (_gate)
        {
            if (value.Stage != _stage)
            {
                _display?.Dispose();
                (_stage, _display) = (value.Stage, ui.Progress(value.Stage, "images"));
            }
            _display!.Report(value.Done, value.Total, value.Epoch == 0 ? null : string.Create(CultureInfo.InvariantCulture,
                $"epoch {value.Epoch}/{value.Epochs}, loss {value.Loss:0.00}, {value.MemoryBytes >> 20} MiB"));
        }
    }

    public void Dispose() => _display?.Dispose();
}
