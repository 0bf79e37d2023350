using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Cleaner.Hosting;

/// <summary>Results go to stdout; progress, notes and warnings go to stderr, so that a pipe sees results alone.</summary>
internal sealed class Ui
{
    private const int PlainWidth = 160;

    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly IAnsiConsole _out = ForWriter(Console.Out, Console.IsOutputRedirected);
    private readonly IAnsiConsole _error = ForWriter(Console.Error, Console.IsErrorRedirected);

    /// <summary>A table, panel or chart of Spectre.Console, to stdout.</summary>
    public void Show(IRenderable what) => _out.Write(what);

    /// <summary>A plain line of results, to stdout; no markup.</summary>
    public void Line(string text = "") => Console.Out.WriteLine(text);

    /// <summary>A value as indented JSON with snake_case names, to stdout.</summary>
    public void Json(object value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, JsonOptions));

    /// <summary>A line of progress or explanation, to stderr.</summary>
    public void Note(string text) => Console.Error.WriteLine(text);

    /// <summary>Something went wrong that does not end the run, to stderr.</summary>
    public void Warn(string text) => _error.MarkupLineInterpolated($"[yellow]warning:[/] {text}");

    /// <summary>A table without decoration, for results: pass the headings; add rows with <c>AddRow</c> (cells are escaped by the caller where they hold user text).</summary>
    public static Table NewTable(params string[] headings)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var heading in headings)
            table.AddColumn(new TableColumn(Markup.Escape(heading)));
        return table;
    }

    /// <summary>Starts a progress display: a bar with rate and time left on a terminal, a plain line now and then otherwise. Dispose ends it.</summary>
    /// <param name="title">What is being counted, e.g. "ingest".</param>
    /// <param name="unit">The unit of the counts, e.g. "images".</param>
    public ProgressDisplay Progress(string title, string unit) => new(title, unit, Console.IsErrorRedirected);

    private static IAnsiConsole ForWriter(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (redirected)
            console.Profile.Width = PlainWidth;
        return console;
    }
}
