using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Training.Running;

namespace Cleaner.Training;

/// <summary>Trains a network on the kept samples of a manifest and writes the run folder that the purge and the evaluation read.</summary>
public static class Trainer
{
    /// <summary>
    /// Trains, or goes on with an unfinished training in the same folder. A stop writes a checkpoint and returns with
    /// <see cref="TrainResult.Interrupted"/>. Throws <see cref="CleanerException"/> for what cannot be trained on or written to.
    /// </summary>
    /// <param name="manifest">The images.</param>
    /// <param name="revision">Which revision; null is the newest.</param>
    /// <param name="runFolder">Where everything goes; made when missing.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="progress">Told about every step; may be null.</param>
    /// <param name="stop">Ends the training at the next step.</param>
    /// <param name="warn">Told at the start what was asked for and is done without, one line each; may be null.</param>
    public static TrainResult Train(
        Manifest manifest, long? revision, string runFolder, TrainOptions options, IProgress<TrainProgress>? progress, CancellationToken stop,
        Action<string>? warn = null)
    {
        options.Validate();
        using var run = TrainingRun.Open(manifest, revision, new RunFolder(runFolder), options, progress, warn);
        return run.Execute(stop);
    }
}
