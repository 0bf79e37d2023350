using System.CommandLine;
using Cleaner.Training;

namespace Cleaner.Commands;

/// <summary><c>cleaner train</c>: trains the final network on what is kept.</summary>
internal static class TrainCommand
{
    public static Command Create() => TrainingCommand.Create(
        "train",
        "Trains plain ArcFace (one center an identity) on the kept images.",
        new TrainOptions { Command = "train" });
}
