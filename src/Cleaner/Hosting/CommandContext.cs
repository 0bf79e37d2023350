using System.CommandLine;

namespace Cleaner.Hosting;

/// <summary>What the body of a command works with.</summary>
/// <param name="Parsed">The parsed arguments: <c>context.Get(option)</c>.</param>
/// <param name="Ui">Tables on stdout, progress and warnings on stderr.</param>
/// <param name="Stop">Cancelled by SIGINT or SIGTERM; a command ends at the next safe point.</param>
internal sealed record CommandContext(ParseResult Parsed, Ui Ui, CancellationToken Stop)
{
    public T Get<T>(Option<T> option) => Parsed.GetValue(option)!;

    public T Get<T>(Argument<T> argument) => Parsed.GetValue(argument)!;

    /// <summary>True when the option was typed, false when its default stands.</summary>
    public bool IsGiven(Option option) => Parsed.GetResult(option) is { Implicit: false };
}
