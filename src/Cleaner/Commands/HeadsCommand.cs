using System.CommandLine;
using System.Globalization;
using Cleaner.Hosting;
using Cleaner.Training.Heads;
using Spectre.Console;

namespace Cleaner.Commands;

/// <summary><c>cleaner heads</c>: the loss heads with formula, parameters and defaults.</summary>
internal static class HeadsCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the heads as JSON." };
        var command = new Command("heads", "Lists the loss heads with formula, parameters and defaults.") { json };
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            if (context.Get(json))
                context.Ui.Json(HeadCatalog.All.Select(h => new { h.Name, h.Formula, h.Parameters, h.Paper }));
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
        ui.Line("Sub-centers (--k, --pooling) work with every head; --margin sets m, --head-option NAME=VALUE the others.");
    }

    private static string Describe(HeadParameter parameter) =>
        string.Create(CultureInfo.InvariantCulture, $"{parameter.Name} = {parameter.Default:0.###} ({parameter.Least:0.###} to {parameter.Most:0.###}): {parameter.Meaning}");
}
