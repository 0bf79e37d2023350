using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Cleaner.Bench.Noise;

/// <summary>Runs the <c>cleaner</c> executable, as a user would, and reads the JSON that it prints.</summary>
/// <param name="executable">Path of the launcher.</param>
/// <param name="log">Receives everything that the commands print to stderr.</param>
internal sealed class Chain(string executable, TextWriter log)
{
    /// <summary>Runs one command to its end.</summary>
    /// <returns>Its stdout.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it printed.</exception>
    public string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(executable) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        log.WriteLine($"$ cleaner {string.Join(' ', arguments)}");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        log.WriteLine(errors.Result);
        log.Flush();
        if (process.ExitCode is not (0 or 3))
            throw new InvalidOperationException($"cleaner {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.Result}");
        return output;
    }

    /// <summary>Runs one command with <c>--json</c>.</summary>
    public JsonNode Json(params string[] arguments) => JsonNode.Parse(Run([.. arguments, "--json"]))!;
}
