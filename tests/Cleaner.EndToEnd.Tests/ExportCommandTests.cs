using System.Formats.Tar;
using System.Security.Cryptography;
using Cleaner.EndToEnd.Tests.Support;
using Cleaner.Manifests;

namespace Cleaner.EndToEnd.Tests;

/// <summary><c>cleaner export</c> where something goes wrong: a kill, a full disk, a folder that cannot be written.</summary>
public sealed class ExportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("webdataset", "out.partial/train-000000.tar")]
    [InlineData("folder", "out.partial/a")]
    public void A_killed_export_leaves_nothing_under_its_name_and_the_next_one_is_whole(string format, string begun)
    {
        Set(images: 1500, size: 2000);
        var killed = Cli.KillWhen(_folder.Path, () => Path.Exists(_folder.At(begun)), "export", "m.db", "out", "--format", format, "--threads", "1");
        Assert.True(killed, "ended before it could be killed");
        Assert.False(Directory.Exists(_folder.At("out")));
        Cli.Run(_folder.Path, "export", "m.db", "out", "--format", format).Expect(0);
        Cli.Run(_folder.Path, "export", "m.db", "whole", "--format", format).Expect(0);
        Assert.False(Directory.Exists(_folder.At("out.partial")));
        Assert.Equal(Hashes("whole"), Hashes("out"));
        if (format == "webdataset")
            Assert.Equal(3 * 1500, Members(_folder.At("out", "train-000000.tar")));
    }

    [Fact]
    public void An_output_that_cannot_be_written_is_one_line()
    {
        Set(images: 2, size: 10);
        File.WriteAllText(_folder.At("file"), "");
        Refused("is a file", "export", "m.db", "file");
        Refused("cannot be written", "export", "m.db", "file/below");
        if (OperatingSystem.IsLinux())
            Refused("cannot be written", "export", "m.db", "/proc/export");
        Refused("no such manifest", "export", "none.db", "out");
        Assert.Equal(["a", "file", "m.db"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_hard_link_to_another_file_system_is_one_line_and_no_export_without_images()
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists("/dev/shm"))
            return;     // needs two file systems
        Set(images: 2, size: 10);
        var output = $"/dev/shm/cleaner-{Guid.NewGuid():N}";
        try
        {
            var result = Cli.Run(_folder.Path, "export", "m.db", output, "--link", "hard");
            if (result.ExitCode == 0)
                return;     // one file system after all
            AssertOneLine(result.Expect(1), "use --link symbolic");
            Assert.False(Directory.Exists(output) || Directory.Exists(output + ".partial"));
        }
        finally
        {
            if (Directory.Exists(output))
                Directory.Delete(output, recursive: true);
        }
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("recordio")]
    public void A_full_disk_is_one_line_and_leaves_nothing(string format)
    {
        if (!OperatingSystem.IsLinux() || Cli.Shell(_folder.Path, Mounted("true")).ExitCode != 0)
            return;     // not allowed to mount
        Set(images: 1000, size: 2000);
        var result = Cli.Shell(_folder.Path, Mounted($"""
            dotnet "$CLEANER" export m.db disk/out --format {format}; echo "export $?"; ls -A disk
            mount -o remount,size=50m disk
            dotnet "$CLEANER" export m.db disk/out --format {format} >/dev/null; echo "again $?"
            """)).Expect(0);
        Assert.Equal(["export 1", "again 0"], result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        AssertOneLine(result, "disk/out: cannot be written");
    }

    private void Refused(string why, params string[] arguments) => AssertOneLine(Cli.Run(_folder.Path, arguments).Expect(1), why);

    private static void AssertOneLine(CliResult result, string why) =>
        Assert.Contains(why, Assert.Single(result.Error.Split('\n'), line => line.StartsWith("cleaner: ", StringComparison.Ordinal)));

    private string Mounted(string script)
    {
        Directory.CreateDirectory(_folder.At("disk"));
        return $"unshare --user --map-root-user --mount sh -c 'mount -t tmpfs -o size=1m tmpfs disk && {{ {script.Replace("'", "'\\''", StringComparison.Ordinal)}\n}}'";
    }

    private SortedDictionary<string, string> Hashes(string folder) => new(
        Directory.EnumerateFiles(_folder.At(folder), "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(_folder.At(folder), file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))),
        StringComparer.Ordinal);

    private static int Members(string path)
    {
        using var tar = new TarReader(File.OpenRead(path));
        var members = 0;
        while (tar.GetNextEntry() is not null)
            members++;
        return members;
    }

    /// <summary>A manifest of one identity over files that hold noise: no exporter decodes them.</summary>
    private void Set(int images, int size)
    {
        Directory.CreateDirectory(_folder.At("a"));
        using var manifest = Manifest.Create(_folder.At("m.db"));
        using var writer = manifest.Begin("ingest", "{}");
        var source = manifest.AddSource("imagefolder", _folder.Path, "{}");
        var identity = manifest.IdentityId("a");
        var random = new Random(1);
        var content = new byte[size];
        for (var i = 0; i < images; i++)
        {
            random.NextBytes(content);
            File.WriteAllBytes(_folder.At("a", $"{i:D5}.jpg"), content);
            var sample = new Sample
            {
                SourceId = source, Locator = $"a/{i:D5}.jpg", Label = "a", Bytes = size, Sha256 = SHA256.HashData(content), Width = 112, Height = 112, Format = "jpeg",
            };
            writer.Set(new Belief(writer.Add(sample, identity), SampleState.Kept, identity));
        }
        writer.Commit("{}");
    }
}
