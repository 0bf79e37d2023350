using System.CommandLine;
using Cleaner.Hosting;
using Cleaner.Training;

namespace Cleaner.Commands;

/// <summary>The two training commands differ in their defaults alone.</summary>
internal static class TrainingCommand
{
    public static Command Create(string name, string description, TrainOptions defaults)
    {
        var manifest = new Argument<string>("manifest") { Description = "The manifest; FILE@N is revision N." };
        var folder = new Option<string>("--out") { Description = "The run folder; an unfinished run of the same command goes on.", Required = true };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var command = new Command(name, description) { manifest, folder, json };
        var binder = new TrainOptionsBinder(command, defaults);
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
            TrainingStage.Run(context, context.Get(manifest), context.Get(folder), binder.Bind(context), context.Get(json))));
        return command;
    }
}
