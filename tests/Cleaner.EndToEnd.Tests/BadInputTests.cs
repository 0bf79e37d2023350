using Cleaner.EndToEnd.Tests.Support;

namespace Cleaner.EndToEnd.Tests;

/// <summary>What is wrong gets one clear line on stderr, the right exit code, no stack trace, and leaves nothing half-written.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_unknown_command_is_wrong_usage()
    {
        var result = Cli.Run(_folder.Path, "ingset").Expect(2);
        Assert.Contains("ingset", result.Error);
    }

    [Fact]
    public void Ingest_of_a_missing_folder_names_the_folder()
    {
        var line = OneLine(Cli.Run(_folder.Path, "ingest", "nowhere", "--out", "m.db"), exitCode: 1);
        Assert.Contains("nowhere", line);
        Assert.False(File.Exists(_folder.At("m.db")));
    }

    [Fact]
    public void Ingest_of_an_empty_folder_says_that_it_holds_no_images()
    {
        Directory.CreateDirectory(_folder.At("empty"));
        OneLine(Cli.Run(_folder.Path, "ingest", "empty", "--out", "m.db"), exitCode: 1);
        Assert.False(File.Exists(_folder.At("m.db")));
    }

    [Fact]
    public void Ingest_of_a_folder_of_texts_says_that_it_is_no_data_set()
    {
        Directory.CreateDirectory(_folder.At("texts", "chapter"));
        File.WriteAllText(_folder.At("texts", "chapter", "one.txt"), "Call me Ishmael.");
        OneLine(Cli.Run(_folder.Path, "ingest", "texts", "--out", "m.db"), exitCode: 1);
        Assert.False(File.Exists(_folder.At("m.db")));
    }

    [Fact]
    public void Ingest_into_an_unwritable_place_says_where()
    {
        Directory.CreateDirectory(_folder.At("set", "a"));
        File.WriteAllBytes(_folder.At("set", "a", "1.png"), TinyPng);
        File.WriteAllText(_folder.At("file"), "in the way");
        var line = OneLine(Cli.Run(_folder.Path, "ingest", "set", "--out", "file/m.db"), exitCode: 1);
        Assert.Contains("file", line);
    }

    [Theory]
    [InlineData("log")]
    [InlineData("diff")]
    [InlineData("stats")]
    public void A_missing_manifest_is_named(string command)
    {
        var line = OneLine(Cli.Run(_folder.Path, command, "missing.db"), exitCode: 1);
        Assert.Contains("missing.db", line);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        File.WriteAllText(_folder.At("notes.db"), new string('x', 5000));
        var line = OneLine(Cli.Run(_folder.Path, "log", "notes.db"), exitCode: 1);
        Assert.Contains("notes.db", line);
        Assert.Equal(5000, new FileInfo(_folder.At("notes.db")).Length);
    }

    [Theory]
    [InlineData("181")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("seventy")]
    public void A_threshold_out_of_range_is_wrong_usage(string threshold)
    {
        var result = Cli.Run(_folder.Path, "purge", "m.db", "--run", "run", "--threshold", threshold).Expect(2);
        Assert.Contains("threshold", result.Error);
        AssertNoTrace(result);
    }

    private static string OneLine(CliResult result, int exitCode)
    {
        result.Expect(exitCode);
        AssertNoTrace(result);
        var lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l.StartsWith("cleaner: ", StringComparison.Ordinal)).ToList();
        return Assert.Single(lines);
    }

    private static void AssertNoTrace(CliResult result)
    {
        Assert.DoesNotContain("   at ", result.Error);
        Assert.DoesNotContain("internal error", result.Error);
    }

    private static readonly byte[] TinyPng = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==");
}
