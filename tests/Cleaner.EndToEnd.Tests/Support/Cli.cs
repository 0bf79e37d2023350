using System.Diagnostics;
using System.Text;

namespace Cleaner.EndToEnd.Tests.Support;

/// <summary>What a run of the executable left behind.</summary>
public sealed record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>Everything printed, for a failing assertion's message.</summary>
    public override string ToString() => $"exit {ExitCode}\n--- stdout\n{Output}\n--- stderr\n{Error}";

    public CliResult Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"expected exit {exitCode}: {this}");
        return this;
    }
}

/// <summary>Runs the real <c>cleaner</c> executable as a child process.</summary>
public static class Cli
{
    private static readonly string Program = FindProgram();

    /// <summary>Runs to the end.</summary>
    public static CliResult Run(string folder, params string[] arguments)
    {
        using var process = Start(folder, arguments, out var output, out var error);
        process.WaitForExit();
        return new CliResult(process.ExitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs a script of sh to the end; $CLEANER is the executable for <c>dotnet</c>.</summary>
    public static CliResult Shell(string folder, string script)
    {
        using var process = Launch("sh", folder, ["-c", script], out var output, out var error);
        process.WaitForExit();
        return new CliResult(process.ExitCode, output.ToString(), error.ToString());
    }

    /// <summary>Starts and kills with SIGKILL as soon as <paramref name="when"/> holds; fails the test when the process ends before.</summary>
    /// <returns>False when the process had ended by itself first.</returns>
    public static bool KillWhen(string folder, Func<bool> when, params string[] arguments)
    {
        using var process = Start(folder, arguments, out _, out _);
        while (!process.HasExited)
        {
            if (when())
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
                return true;
            }
            Thread.Yield();
        }
        return false;
    }

    /// <summary>Starts without waiting; the texts fill while it runs.</summary>
    public static Process Start(string folder, string[] arguments, out StringBuilder output, out StringBuilder error) =>
        Launch("dotnet", folder, [Program, .. arguments], out output, out error);

    /// <summary>The same, hearing Ctrl-C even where a shell started the tests in the background, which leaves SIGINT ignored (GNU env, Linux).</summary>
    public static Process StartInForeground(string folder, string[] arguments, out StringBuilder output, out StringBuilder error) =>
        Launch("env", folder, ["--default-signal=INT", "dotnet", Program, .. arguments], out output, out error);

    private static Process Launch(string program, string folder, string[] arguments, out StringBuilder output, out StringBuilder error)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.Environment["CLEANER"] = Program;
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var process = new Process { StartInfo = start };
        var (stdout, stderr) = (new StringBuilder(), new StringBuilder());
        process.OutputDataReceived += (_, line) => Append(stdout, line.Data);
        process.ErrorDataReceived += (_, line) => Append(stderr, line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        (output, error) = (stdout, stderr);
        return process;
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.AppendLine(line);
    }

    private static string FindProgram()
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Repository.Root, "src", "Cleaner", "bin", built.Parent!.Name, built.Name, "cleaner.dll");
    }
}
