using Cleaner.Hosting;
using Cleaner.Manifests;
using Cleaner.Manifests.Diffing;

namespace Cleaner.Rendering.Diff;

/// <summary>Prints a diff: told each change, then the counts.</summary>
internal interface IDiffWriter
{
    void Write(Change change);

    void End(DiffSummary summary);
}

/// <summary>In which shape a diff was asked for.</summary>
/// <param name="Format">One of <see cref="DiffWriters.Formats"/>.</param>
/// <param name="Stat">Counts only.</param>
/// <param name="NameOnly">Paths only.</param>
/// <param name="Limit">Changes to list; null: as many as suits the format.</param>
internal sealed record DiffShape(string Format, bool Stat, bool NameOnly, int? Limit);

/// <summary>Picks the writer for a shape.</summary>
internal static class DiffWriters
{
    public static IReadOnlyList<string> Formats { get; } = ["table", "json", "jsonl", "csv", "markdown", "html"];

    public static IDiffWriter Create(DiffShape shape, string title, Ui ui)
    {
        if (shape.Limit < 0)
        {
            throw new UsageException("--limit: give a number from 0");
        }

        if (shape is { NameOnly: true, Stat: true })
        {
            throw new UsageException("--name-only and --stat are two short forms: give one of them");
        }

        if (shape.NameOnly)
        {
            return new NameOnlyWriter(Console.Out, shape.Limit);
        }

        return shape.Format switch
        {
            "json" => new JsonDiffWriter(Console.OpenStandardOutput(), title, shape.Stat ? 0 : shape.Limit),
            "jsonl" => shape.Stat ? new JsonDiffWriter(Console.OpenStandardOutput(), title, 0) : new JsonLinesWriter(Console.OpenStandardOutput(), shape.Limit),
            "csv" => shape.Stat ? new CsvStatWriter(Console.Out) : new CsvDiffWriter(Console.Out, shape.Limit),
            "markdown" => new MarkdownDiffWriter(Console.Out, title, shape.Stat, shape.Limit ?? 100),
            "html" => new HtmlDiffWriter(Console.Out, title, shape.Stat, shape.Limit ?? 1000),
            _ => new TableDiffWriter(ui, title, shape.Stat, shape.Limit ?? 20),
        };
    }
}
