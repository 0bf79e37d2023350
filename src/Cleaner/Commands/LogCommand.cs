using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Cleaner.Hosting;
using Cleaner.Manifests;
using Cleaner.Rendering;
using Spectre.Console;
using static System.FormattableString;

namespace Cleaner.Commands;

/// <summary><c>cleaner log</c>: the revisions of a manifest.</summary>
internal static class LogCommand
{
    public static Command Create()
    {
        var database = new Argument<string>("manifest") { Description = "The manifest." };
        var limit = new Option<int>("--limit", "-n") { Description = "Show the newest N only.", DefaultValueFactory = _ => int.MaxValue, HelpName = "N" };
        var json = new Option<bool>("--json") { Description = "Print all fields as JSON." };
        var command = new Command("log", "Lists the revisions of a manifest: what was done, when, by whom, with which counts.") { database, limit, json };
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            using Manifest manifest = Manifest.Open(context.Get(database));
            Revision[] log = [.. manifest.Log().TakeLast(context.Get(limit))];
            if (context.Get(json))
            {
                context.Ui.Json(log.Select(Describe));
                return 0;
            }

            Show(context.Ui, log);
            if (manifest.Pending is { } unfinished)
            {
                context.Ui.Warn($"unfinished: '{PlainText.Of(unfinished.Command)}'; run it again to go on, or drop it with 'cleaner revert {manifest.Path} --unfinished'");
            }

            return 0;
        }));
        return command;
    }

    private static void Show(Ui ui, IReadOnlyList<Revision> log)
    {
        Table table = Ui.NewTable("revision", "time", "by", "command", "counts");
        table.Columns[0].RightAligned();
        foreach (Revision revision in log)
        {
            table.AddRow(
                Invariant($"{revision.Id}"),
                revision.Created.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                Markup.Escape(PlainText.Of(revision.Actor)),
                Markup.Escape(PlainText.Of(revision.Command)),
                Markup.Escape(Counts(revision.CountsJson)));
        }

        ui.Show(table);
    }

    /// <summary>"dropped 12, kept 988": the numbers of the counts that are not 0, without what is nested.</summary>
    private static string Counts(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind != JsonValueKind.Object
            ? ""
            : string.Join(", ", document.RootElement.EnumerateObject()
                .Where(field => field.Value.ValueKind == JsonValueKind.Number && field.Value.GetDouble() != 0)
                .Select(field => $"{field.Name.Replace('_', ' ')} {field.Value.GetRawText()}"));
    }

    private static object Describe(Revision revision) => new
    {
        Revision = revision.Id,
        revision.Parent,
        revision.Created,
        revision.Actor,
        revision.Command,
        revision.ToolVersion,
        Settings = JsonSerializer.Deserialize<JsonElement>(revision.SettingsJson),
        Counts = JsonSerializer.Deserialize<JsonElement>(revision.CountsJson),
    };
}
