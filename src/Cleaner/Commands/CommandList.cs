using System.CommandLine;
using Cleaner.Hosting;

namespace Cleaner.Commands;

/// <summary>Every command of the tool, in the order in which <c>cleaner --help</c> shows them.</summary>
internal static class CommandList
{
    /// <summary>The root with every command below it.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand("Cleans noisy identity-labelled image sets and trains noise-robust recognition models.");
        root.Options.Add(CommandHost.Verbose);
        foreach (var command in All())
            root.Subcommands.Add(command);
        return root;
    }

    private static IEnumerable<Command> All() =>
    [
        RunCommand.Create(),
        DemoDataCommand.Create(),
        IngestCommand.Create(),
        StatsCommand.Create(),
        SubcenterTrainCommand.Create(),
        PurgeCommand.Create(),
        TrainCommand.Create(),
        EmbedCommand.Create(),
        EvaluateCommand.Create(),
        IdentifyCommand.Create(),
        ReportCommand.Create(),
        ReviewCommand.Create(),
        DiffCommand.Create(),
        LogCommand.Create(),
        RevertCommand.Create(),
        MergeCommand.Create(),
        ReconcileCommand.Create(),
        ExportCommand.Create(),
        AlignCommand.Create(),
        ExportOnnxCommand.Create(),
        RecipesCommand.Create(),
        HeadsCommand.Create(),
        PlotCommand.Create(),
        DoctorCommand.Create(),
    ];
}
