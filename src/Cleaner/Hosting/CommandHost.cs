using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using Cleaner.Imaging;
using Cleaner.Manifests;

namespace Cleaner.Hosting;

/// <summary>
/// Runs one command: turns signals into cancellation and failures into one line on stderr and an exit code
/// (0 done, 1 failed, 2 wrong usage, 3 done but some inputs were bad, 130/143 stopped by SIGINT/SIGTERM).
/// </summary>
internal static class CommandHost
{
    /// <summary>Given anywhere: failures also print their stack trace.</summary>
    public static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Print the cause and stack trace of a failure, and debug messages.",
        Recursive = true,
    };

    /// <summary>Signals and failures are handled in <see cref="Run"/>: a command decides itself how to end cleanly, without a time limit.</summary>
    public static InvocationConfiguration InvocationSettings { get; } = new()
    {
        ProcessTerminationTimeout = null,
        EnableDefaultExceptionHandler = false,
    };

    /// <summary>Parses the arguments and runs the command they name; a mistake in them is one line and exit code 2.</summary>
    public static async Task<int> InvokeAsync(RootCommand root, string[] args)
    {
        // '@3' is a revision here, never a response file.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            // The last error is the most telling one: "Required command was not provided" comes before "Unrecognized command".
            Console.Error.WriteLine($"cleaner: {OneLine(parsed.Errors[^1].Message)} See '{CommandPath(parsed.CommandResult)} --help'.");
            return ExitCodes.WrongUsage;
        }
        return await parsed.InvokeAsync(InvocationSettings);
    }

    /// <summary>Runs the body of a command on the calling thread and maps what it throws to an exit code.</summary>
    public static int Run(ParseResult parsed, Func<CommandContext, int> body)
    {
        using var stop = new CancellationTokenSource();
        var signalled = 0;
        void OnSignal(PosixSignalContext signal)
        {
            // The first signal asks; a second one is left to the runtime, which ends the process.
            signal.Cancel = Interlocked.CompareExchange(ref signalled, 128 + SignalNumber(signal.Signal), 0) == 0;
            stop.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);

        var verbose = parsed.GetValue(Verbose);
        try
        {
            return body(new CommandContext(parsed, new Ui(), stop.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.Error.WriteLine("cleaner: stopped; nothing is lost");
            return signalled;
        }
        catch (CleanerException failure)
        {
            return Report(failure, failure.Message, failure.ExitCode, verbose);
        }
        catch (Exception failure) when (failure.GetBaseException() is MissingLibraryException missing)
        {
            return Report(failure, missing.Message, ExitCodes.Failed, verbose);
        }
        catch (IOException failure)
        {
            return Report(failure, $"{OneLine(failure.Message)} (check the disk's free space and the path)", ExitCodes.Failed, verbose);
        }
        catch (UnauthorizedAccessException failure)
        {
            return Report(failure, $"{OneLine(failure.Message)} (check the permissions)", ExitCodes.Failed, verbose);
        }
        catch (Exception failure)
        {
            return Report(failure, $"internal error: {failure.GetType().Name}: {OneLine(failure.Message)} (run again with --verbose and report it)", ExitCodes.Failed, verbose);
        }
    }

    /// <summary>The command line as typed, for the manifest's log; arguments with blanks are quoted.</summary>
    public static string CommandLine() =>
        string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Prepend("cleaner").Select(Quoted));

    /// <summary>An argument as a shell would want it: in quotes where it holds blanks.</summary>
    public static string Quoted(string argument) => argument.Any(char.IsWhiteSpace) ? $"'{argument}'" : argument;

    private static int Report(Exception failure, string message, int exitCode, bool verbose)
    {
        Console.Error.WriteLine($"cleaner: {message}");
        if (verbose)
            Console.Error.WriteLine(failure);
        return exitCode;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();

    private static int SignalNumber(PosixSignal signal) => signal == PosixSignal.SIGINT ? 2 : 15;

    private static string CommandPath(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{CommandPath(parent)} {command.Command.Name}" : "cleaner";
}
