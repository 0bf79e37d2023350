using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Cleaner.Commands;
using Cleaner.Hosting;
using Cleaner.Manifests;

namespace Cleaner.Chain;

/// <summary>
/// Runs the commands of a chain in this process, each as if it had been typed, and says on stderr what it runs,
/// so that a person can repeat or change a single step.
/// </summary>
internal sealed class StageRunner(CommandContext context)
{
    private readonly RootCommand _root = CommandList.Root();

    /// <summary>True when a stage ended with "done, but some inputs were bad".</summary>
    public bool AnyBadInputs { get; private set; }

    /// <summary>Runs one command to its end; its results go to stdout as usual.</summary>
    /// <exception cref="CleanerException">It failed; it has said why.</exception>
    /// <exception cref="OperationCanceledException">It was stopped by a signal.</exception>
    public void Run(params string[] arguments)
    {
        var typed = string.Join(' ', arguments.Select(CommandHost.Quoted));
        context.Ui.Note($"\n$ cleaner {typed}");
        var clock = Stopwatch.StartNew();
        var code = _root.Parse(arguments).Invoke(CommandHost.InvocationSettings);
        context.Stop.ThrowIfCancellationRequested();
        if (code == ExitCodes.SomeInputsBad)
            AnyBadInputs = true;
        else if (code != 0)
            throw new CleanerException($"the chain ended at 'cleaner {arguments[0]}'; mend the cause and type the same command again: finished stages are not repeated", code);
        context.Ui.Note(string.Create(CultureInfo.InvariantCulture, $"  ({clock.Elapsed.TotalSeconds:F1} s)"));
    }

    /// <summary>Runs one command and returns what it printed to stdout.</summary>
    public string Capture(params string[] arguments)
    {
        var normal = Console.Out;
        using var captured = new StringWriter(CultureInfo.InvariantCulture);
        Console.SetOut(captured);
        try
        {
            Run(arguments);
        }
        finally
        {
            Console.SetOut(normal);
        }
        return captured.ToString();
    }
}
