using System.CommandLine;
using Cleaner.Training;

namespace Cleaner.Commands;

/// <summary><c>cleaner subcenter-train</c>: trains the network that finds the noise.</summary>
internal static class SubcenterTrainCommand
{
    private const int Centers = 3;

    public static Command Create() => TrainingCommand.Create(
        "subcenter-train",
        "Trains Sub-center ArcFace on the kept images and writes embeddings and scores for 'cleaner purge'.",
        new TrainOptions { Command = "subcenter-train", K = Centers, MarginOn = TrainOptions.Hits, Augment = "flip,crop,color", Folds = null });
}
