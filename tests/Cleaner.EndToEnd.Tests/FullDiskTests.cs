using Cleaner.EndToEnd.Tests.Support;

namespace Cleaner.EndToEnd.Tests;

/// <summary>
/// A disk that fills during an ingest: a small tmpfs where the system lets a test mount one, and otherwise a limit on the size of
/// files.
/// </summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FullDiskTests()
    {
        for (var i = 0; i < 1200; i++)
        {
            Directory.CreateDirectory(_folder.At("set", $"person{i / 4:D4}"));
            // Broken files will do: they have a row and a reason each.
            File.WriteAllText(_folder.At("set", $"person{i / 4:D4}", $"{i:D6}.png"), $"no image {i}");
        }
        Directory.CreateDirectory(_folder.At("disk"));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("24k")]     // not even an empty manifest
    [InlineData("80k")]
    [InlineData("100k")]
    public void It_ends_in_one_line_and_leaves_nothing_half_written(string size)
    {
        if (OperatingSystem.IsWindows() || !CanMount())
            return;     // the limit on file sizes below stands in for it
        var result = Cli.Shell(_folder.Path, Mounted(size, """
            dotnet "$CLEANER" ingest set --out disk/m.db; echo "ingest $?"
            ls -A disk | grep -v -e '^m.db$' -e '^m.db-wal$' -e '^m.db-shm$'
            test ! -e disk/m.db || { dotnet "$CLEANER" log disk/m.db >/dev/null; echo "log $?"; }
            mount -o remount,size=50m disk
            dotnet "$CLEANER" ingest set --out disk/m.db >/dev/null; echo "again $?"
            cp disk/m.db after.db
            """)).Expect(0);
        Assert.Contains("ingest 1", result.Output);
        Assert.DoesNotContain("log 1", result.Output);
        Assert.Contains("again 3", result.Output);
        Assert.DoesNotContain(".new", result.Output + result.Error);
        AssertSaysSo(result);

        Cli.Run(_folder.Path, "ingest", "set", "--out", "whole.db").Expect(3);
        Cli.Run(_folder.Path, "diff", "whole.db", "after.db", "--exit-code").Expect(0);
    }

    [Fact]
    public void A_limit_on_the_size_of_files_ends_it_in_the_same_way()
    {
        if (OperatingSystem.IsWindows())
            return;     // has none
        // The runtime itself maps memory through a file, which the limit would hit; this setting keeps it from that.
        var result = Cli.Shell(_folder.Path, """
            (ulimit -f 200; trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0; dotnet "$CLEANER" ingest set --out m.db; echo "ingest $?")
            dotnet "$CLEANER" log m.db >/dev/null; echo "log $?"
            dotnet "$CLEANER" ingest set --out m.db >/dev/null; echo "again $?"
            """).Expect(0);
        Assert.Contains("ingest 1", result.Output);
        Assert.Contains("log 0", result.Output);
        Assert.Contains("again 3", result.Output);
        AssertSaysSo(result);
    }

    private static void AssertSaysSo(CliResult result)
    {
        var line = Assert.Single(result.Error.Split('\n'), l => l.StartsWith("cleaner: ", StringComparison.Ordinal));
        Assert.Contains("m.db", line);
        Assert.Contains("space", line);
        Assert.Contains("run the same command again", line);
        Assert.DoesNotContain("   at ", result.Error);
    }

    private bool CanMount() => Cli.Shell(_folder.Path, Mounted("1m", "true")).ExitCode == 0;

    /// <summary>A script with a file system of its own on "disk", seen by nobody else.</summary>
    private static string Mounted(string size, string script) =>
        $"unshare --user --map-root-user --mount sh -c 'mount -t tmpfs -o size={size} tmpfs disk && {{ {script.Replace("'", "'\\''", StringComparison.Ordinal)}\n}}'";
}
