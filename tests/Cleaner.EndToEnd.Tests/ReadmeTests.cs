using System.Text.RegularExpressions;
using Cleaner.EndToEnd.Tests.Support;

namespace Cleaner.EndToEnd.Tests;

/// <summary>What the README tells people to type works, in the order in which it is told.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    [Fact]
    public void The_step_by_step_example_runs()
    {
        using var folder = new TemporaryFolder();
        var lines = Console().Match(Readme).Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.True(lines.Length > 8, "the README has lost its example");
        foreach (var line in lines)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal("tools/cleaner", words[0]);
            var result = Cli.Run(folder.Path, [.. words[1..], .. Smaller(words[1])]);
            Assert.True(result.ExitCode is 0 or 3, $"{line}\n{result}");
        }
        Assert.True(File.Exists(folder.At("report.html")));
    }

    [Fact]
    public void The_table_of_commands_names_every_command_of_the_tool()
    {
        var help = Cli.Run(Repository.Root, "--help").Expect(0).Output;
        var commands = CommandOfHelp().Matches(help[help.IndexOf("Commands:", StringComparison.Ordinal)..]).Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(commands);
        Assert.All(commands, command => Assert.Contains($"| `{command}` |", Readme));
    }

    // The example on a tenth of the data, so that the test takes seconds.
    private static string[] Smaller(string command) => command switch
    {
        "demo-data" => ["--identities", "20", "--images", "10", "--heldout-identities", "5", "--size", "32"],
        "subcenter-train" or "train" => ["--epochs", "3", "--input-size", "32", "--device", "cpu"],
        "purge" => ["--force"],
        _ => [],
    };

    [GeneratedRegex(@"```console\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Console();

    [GeneratedRegex(@"^  ([a-z][a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex CommandOfHelp();
}
