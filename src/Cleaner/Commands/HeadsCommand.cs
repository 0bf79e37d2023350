using System.CommandLine;
using System.Globalization;
using Cleaner.Hosting;
using Cleaner.Training.Heads;
using Cleaner.Training.Losses;
using Spectre.Console;

namespace Cleaner.Commands;

/// <summary><c>cleaner heads</c>: the loss heads and the added losses with formula, parameters and defaults.</summary>
internal static class HeadsCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the heads as JSON." };
        var command = new Command("heads", "Lists the loss heads and the losses beside them with formula, parameters and defaults.") { json };
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            if (context.Get(json))
                context.Ui.Json(new
                {
                    Heads = HeadCatalog.All.Select(h => new { h.Name, h.Formula, h.Parameters, h.Paper }),
                    AddedLosses = AddedLossCatalog.All.Select(l => new { l.Name, l.Formula, l.Weight, l.Parameters, l.Paper }),
                });
            else
                Print(context.Ui);
            return 0;
        }));
        return command;
    }

    private static void Print(Ui ui)
    {
        var table = Ui.NewTable("head", "logit of the own identity", "parameters", "paper");
        foreach (var head in HeadCatalog.All)
            table.AddRow(Markup.Escape(head.Name), Markup.Escape(head.Formula), Markup.Escape(string.Join('\n', head.Parameters.Select(Describe))), Markup.Escape(head.Paper));
        ui.Show(table);
        ui.Line("Sub-centers (--k, --pooling max or softmax) work with every head; --margin sets m, --head-option NAME=VALUE the others.");
        PrintAdded(ui);
    }

    private static void PrintAdded(Ui ui)
    {
        var table = Ui.NewTable("added loss", "value", "weight", "parameters", "paper");
        foreach (var loss in AddedLossCatalog.All)
            table.AddRow(
                Markup.Escape(loss.Name), Markup.Escape(loss.Formula), loss.Weight.ToString("0.###", CultureInfo.InvariantCulture),
                Markup.Escape(string.Join('\n', loss.Parameters.Select(Describe))), Markup.Escape(loss.Paper));
        ui.Show(table);
        ui.Line("Added losses stand beside any head (--added-loss NAME,NAME); --added-weight sets their weights, --added-option NAME=VALUE their numbers.");
        ui.Line("d, θ: distance and angle of normalised embeddings; contrastive and triplet take batches of --images-per-identity images an identity (--sampler pk) by themselves.");
    }

    private static string Describe(HeadParameter parameter) =>
        string.Create(CultureInfo.InvariantCulture, $"{parameter.Name} = {parameter.Default:0.###} ({parameter.Least:0.###} to {parameter.Most:0.###}): {parameter.Meaning}");
}
