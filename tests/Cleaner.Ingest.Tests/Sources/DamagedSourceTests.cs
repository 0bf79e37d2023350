using System.Runtime.InteropServices;
using System.Text;
using Cleaner.Ingest.Sources;
using Cleaner.Ingest.Tests.Support;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Tests.Sources;

/// <summary>Sources that no tool should have written: each ends in a status or in one clear line.</summary>
public sealed class DamagedSourceTests : IDisposable
{
    private static readonly byte[] Picture = Pictures.Jpeg(1, size: 32);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pipes_and_devices_among_the_images_are_bad_inputs_and_do_not_hold_up_the_run()
    {
        if (OperatingSystem.IsWindows())
            return;     // has none
        _folder.Write("data/anna/1.jpg", Picture);
        Assert.Equal(0, mkfifo(_folder.At("data/anna/2.jpg"), 0b110_100_100));
        Assert.Equal(0, mkfifo(_folder.At("data/anna/without-extension"), 0b110_100_100));
        File.CreateSymbolicLink(_folder.At("data/anna/3.jpg"), "/dev/zero");
        var summary = new Ingested(_folder).Run();
        Assert.Equal((3, 1, 2), (summary.Listed, summary.Kept, summary.BadInputs));
        Assert.Contains("no regular file", Assert.Single(summary.Reasons).Reason);
    }

    [Fact]
    public void A_file_that_turns_into_a_pipe_is_not_read_by_the_next_ingest()
    {
        if (OperatingSystem.IsWindows())
            return;     // has none
        _folder.Write("data/anna/1.jpg", Picture);
        _folder.Write("data/anna/2.jpg", Pictures.Jpeg(2, size: 32));
        new Ingested(_folder).Run();
        File.Delete(_folder.At("data/anna/2.jpg"));
        Assert.Equal(0, mkfifo(_folder.At("data/anna/2.jpg"), 0b110_100_100));
        Assert.Equal(1, new Ingested(_folder).Run().Kept);
    }

    [Theory]
    [InlineData("file_name,label\n1.jpg,\"Anna\n2.jpg,Berta\n", "row 2 begins a quote that is never closed")]
    [InlineData("file_name,label\n1.jpg,{long}\n", "row 2 has an absurdly long field")]
    [InlineData("file_name,label,label\n1.jpg,a,b\n", "two columns have the same name")]
    public void A_broken_metadata_csv_ends_in_one_line(string text, string message)
    {
        _folder.Write("data/1.jpg", Picture);
        _folder.Write("data/metadata.csv", text.Replace("{long}", new string('x', 2 << 20), StringComparison.Ordinal));
        AssertOneLine(message, "metadata.csv");
    }

    [Fact]
    public void An_absurdly_long_line_of_metadata_is_left_out()
    {
        _folder.Write("data/1.jpg", Picture);
        _folder.Write("data/metadata.jsonl", $"{{\"file_name\": \"2.jpg\", \"label\": \"{new string('x', 2 << 20)}\"}}\n{{\"file_name\": \"1.jpg\", \"label\": \"anna\"}}\n");
        var (_, items, notes) = Archives.List(_folder.At("data"));
        Assert.Equal("anna", Assert.Single(items).Label);
        Assert.Equal(1, Assert.Single(notes.Ignored).Count);
    }

    [Fact]
    public void An_image_that_CelebA_gives_two_identities_is_a_conflict()
    {
        _folder.Write("data/img_align_celeba/1.jpg", Picture);
        _folder.Write("data/identity_CelebA.txt", "1.jpg 5\n1.jpg 6\n../../etc/passwd 7\n");
        var summary = new Ingested(_folder).Run();
        Assert.Equal((3, 2, 1), (summary.Listed, summary.Kept, summary.Conflicts));
        Assert.Contains(summary.Bad, b => b.Key == SampleStatus.Skipped);
    }

    [Fact]
    public void An_empty_identity_is_a_bad_input_whatever_the_format()
    {
        _folder.Write("tar/x.tar", Tar(("1.jpg", Picture), ("1.json", "{\"label\": \" \"}"u8.ToArray()), ("2.jpg", Picture), ("2.cls", "\n"u8.ToArray()), ("./3.jpg", Picture)));
        _folder.Write("csv/metadata.csv", "file_name,label\n1.jpg,\"  \"\n");
        _folder.Write("csv/1.jpg", Picture);
        var line = File.ReadAllLines(Archives.PathOf("msceleb-aligned.tsv"))[0];
        _folder.Write("tsv/x.tsv", line[line.IndexOf('\t', StringComparison.Ordinal)..] + "\n");
        foreach (var (path, count) in new[] { ("tar", 3), ("csv", 1), ("tsv", 1) })
        {
            var ingested = new Ingested(_folder);
            var summary = ingested.Run(o => o with { Path = _folder.At(path) });
            Assert.Equal((path, 0, count), (path, summary.Kept, summary.Bad[SampleStatus.Damaged]));
            Assert.All(ingested.Samples(), s => Assert.Equal(SourceItem.UnknownLabel, ingested.NameOf(s.GivenIdentityId)));
            File.Delete(ingested.ManifestPath);
        }
    }

    [Fact]
    public void Members_with_newlines_and_without_UTF8_in_their_names_are_read()
    {
        _folder.Write("data/x.tar", Tar(("an\nna/1.jpg", Picture), ("b\u00e9d/2.jpg", Pictures.Jpeg(2))));
        var bytes = File.ReadAllBytes(_folder.At("data/x.tar"));
        var at = bytes.AsSpan().IndexOf("b\u00e9d"u8);
        bytes[at + 1] = (byte)'x';
        bytes[at + 2] = 0xE9;   // Latin-1, no UTF-8
        Seal(bytes.AsSpan(at, 512));
        _folder.Write("data/x.tar", bytes);
        var ingested = new Ingested(_folder);
        Assert.Equal(2, ingested.Run(o => o with { NearDistance = -1 }).Kept);
        Assert.Equal(["an\nna", "bx\uFFFDd"], ingested.Samples().Select(s => s.Sample.Label));
    }

    [Theory]
    [InlineData("train.rec", 40)]
    [InlineData("x.tar", 40)]
    [InlineData("x.tar", 0)]
    [InlineData("x.tar.gz", 40)]
    [InlineData("x.tgz", 0)]
    public void A_file_of_another_kind_under_the_name_of_an_archive_is_one_damaged_input(string name, int repeats)
    {
        _folder.Write("data/" + name, string.Concat(Enumerable.Repeat("A text, and no archive at all. ", repeats)));
        var ingested = new Ingested(_folder);
        var summary = ingested.Run();
        Assert.Equal((1, 0, 1), (summary.Listed, summary.Kept, summary.BadInputs));
    }

    [Theory]
    [InlineData("train.rec")]
    [InlineData("x.tsv")]
    public void An_empty_file_ends_in_one_line(string name)
    {
        _folder.Write("data/" + name, "");
        AssertOneLine("data", "data");
    }

    [Fact]
    public void A_pattern_of_absurdly_many_shards_is_wrong_usage() =>
        Assert.Contains("more than", Assert.Throws<UsageException>(() => WebDatasetFormat.Shards("x-{0..2000000000}.tar")).Message);

    private void AssertOneLine(params string[] parts)
    {
        var error = Assert.Throws<CleanerException>(() => new Ingested(_folder).Run());
        Assert.All(parts, part => Assert.Contains(part, error.Message));
        Assert.DoesNotContain('\n', error.Message);
    }

    private static byte[] Tar(params (string Name, byte[] Content)[] members)
    {
        var tar = new MemoryStream();
        foreach (var (name, content) in members)
        {
            var header = new byte[512];
            Encoding.UTF8.GetBytes(name).CopyTo(header, 0);
            Encoding.ASCII.GetBytes("0000644\0").CopyTo(header, 100);
            Encoding.ASCII.GetBytes(Convert.ToString(content.Length, 8).PadLeft(11, '0')).CopyTo(header, 124);
            header[156] = (byte)'0';
            Encoding.ASCII.GetBytes("ustar\000").CopyTo(header, 257);
            Seal(header);
            tar.Write(header);
            tar.Write(content);
            tar.Write(new byte[(512 - content.Length % 512) % 512]);
        }
        tar.Write(new byte[1024]);
        return tar.ToArray();
    }

    private static void Seal(Span<byte> header)
    {
        header.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var b in header)
            sum += b;
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }

    [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int mkfifo(string path, int mode);
}
