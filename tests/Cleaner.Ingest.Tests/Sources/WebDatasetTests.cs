using System.IO.Compression;
using System.Text;
using Cleaner.Ingest.Sources;
using Cleaner.Ingest.Tests.Support;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Tests.Sources;

public sealed class WebDatasetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_plain_shard_is_read_in_place()
    {
        var samples = Ingest(Archives.PathOf("shard-000000.tar"));
        Assert.Equal(["0", "1", "0", "1"], samples.Select(s => s.Sample.Label));
        Assert.Equal(Enumerable.Range(60, 4).Select(i => Archives.Hash($"jpeg{i}")), samples.Select(s => Convert.ToHexString(s.Sample.Sha256!)));
        Assert.All(samples, s => Assert.Equal((Container.Range, 0L), (s.Sample.Container, s.Sample.Offset % 512)));
    }

    [Fact]
    public void Dots_in_folders_belong_to_the_key()
    {
        var parsed = WebDatasetMember.Parse(new TarMember("v1.2/set/000003.seg.PNG", 0, 1, null));
        Assert.Equal(("v1.2/set/000003", "seg.png", true), (parsed!.Value.Key, parsed.Value.Field, parsed.Value.IsImage));
    }

    [Fact]
    public void Labels_come_from_json_text_or_the_folder_of_the_key()
    {
        var items = Archives.List(Archives.PathOf("shard-000001.tar")).Items;
        Assert.Equal(["berta", "carla", "5", "5", "folder-label", SourceItem.UnknownLabel], items.Select(i => i.Label));
    }

    [Fact]
    public void A_field_that_comes_twice_is_an_error_of_that_sample_alone()
    {
        var items = Archives.List(Archives.PathOf("shard-000001.tar")).Items;
        var refused = items.Where(i => i.Reason?.Contains("two members 'jpg'", StringComparison.Ordinal) == true).ToList();
        Assert.Equal(2, refused.Count);
        Assert.All(refused, i => Assert.Equal(SampleStatus.Damaged, i.Status));
    }

    [Fact]
    public void Long_names_of_pax_and_gnu_are_understood()
    {
        Assert.Equal("1", Assert.Single(Archives.List(Archives.PathOf("gnu.tar")).Items).Label);
        Assert.Contains(Archives.List(Archives.PathOf("shard-000001.tar")).Items, i => i.Label == "carla");
    }

    [Fact]
    public void A_compressed_shard_stays_addressable()
    {
        var samples = Ingest(Archives.PathOf("compressed.tar.gz"));
        Assert.Equal(Enumerable.Range(80, 3).Select(i => Archives.Hash($"jpeg{i}")), samples.Select(s => Convert.ToHexString(s.Sample.Sha256!)));
        using var manifest = Manifest.Open(_folder.At("manifest.db"));
        using var reader = new SampleReader(manifest);
        Assert.All(samples.AsEnumerable().Reverse(), s => Assert.Equal(s.Sample.Sha256, System.Security.Cryptography.SHA256.HashData(reader.Read(s.Sample))));
    }

    [Fact]
    public void The_same_keys_in_two_shards_are_different_samples()
    {
        _folder.Write("data/a-0.tar", File.ReadAllBytes(Archives.PathOf("shard-000000.tar")));
        _folder.Write("data/a-1.tar", File.ReadAllBytes(Archives.PathOf("shard-000000.tar")));
        var ingested = new Ingested(_folder);
        var summary = ingested.Run();
        Assert.Equal((8, 4, 4), (summary.Added, summary.Kept, summary.ExactDuplicates));
    }

    [Theory]
    [InlineData("shard-{000000..000001}.tar", 2)]
    [InlineData("shard-00000{0,1,7}.tar", 2)]
    [InlineData("shard-*.tar", 2)]
    [InlineData("shard-00000?.tar", 2)]
    [InlineData("{gnu,shard-000000}.tar", 2)]
    public void Patterns_name_shards(string pattern, int count) =>
        Assert.Equal(count, WebDatasetFormat.Shards(Archives.PathOf(pattern)).Count);

    [Fact]
    public void A_brace_range_keeps_its_zeros() =>
        Assert.Equal(["a008.tar", "a009.tar", "a010.tar"], WebDatasetFormat.Expand("a{008..010}.tar"));

    [Fact]
    public void A_shard_cut_within_an_image_gives_the_whole_ones_and_one_damage()
    {
        var whole = Archives.List(Archives.PathOf("shard-000000.tar")).Items;
        _folder.Write("data/cut.tar", File.ReadAllBytes(Archives.PathOf("shard-000000.tar"))[..(int)(whole[2].Offset + 100)]);
        var items = Archives.List(_folder.At("data")).Items;
        Assert.Equal([SampleStatus.Ok, SampleStatus.Ok, SampleStatus.Damaged], items.Select(i => i.Status));
        Assert.Contains("cut off", items[2].Reason);
    }

    [Fact]
    public void A_shard_whose_writer_was_killed_between_members_is_read_and_said_to_be_unfinished()
    {
        var whole = Archives.List(Archives.PathOf("shard-000000.tar")).Items;
        var end = (int)((whole[1].Offset + whole[1].Length + 511) / 512 * 512);
        _folder.Write("data/cut.tar", File.ReadAllBytes(Archives.PathOf("shard-000000.tar"))[..end]);
        var (_, items, notes) = Archives.List(_folder.At("data"));
        Assert.Equal(2, items.Count);
        Assert.Contains("interrupted", Assert.Single(notes.Warnings));
    }

    [Fact]
    public void A_compressed_shard_that_lost_its_end_ends_in_one_damage()
    {
        _folder.Write("data/cut.tar.gz", File.ReadAllBytes(Archives.PathOf("compressed.tar.gz"))[..900]);
        var items = Archives.List(_folder.At("data")).Items;
        Assert.Equal(SampleStatus.Damaged, items[^1].Status);
        Assert.InRange(items.Count, 1, 3);
    }

    [Fact]
    public void Members_that_are_not_next_to_each_other_are_refused_and_not_mixed_up()
    {
        _folder.Write("data/x.tar", Tar(("a.jpg", '0', "x"u8.ToArray(), ""), ("b.jpg", '0', "y"u8.ToArray(), ""), ("a.cls", '0', "1"u8.ToArray(), ""), ("b.cls", '0', "2"u8.ToArray(), "")));
        Assert.All(Archives.List(_folder.At("data")).Items, i => Assert.Contains("no label", i.Reason));
    }

    [Fact]
    public void Links_devices_and_paths_that_lead_out_do_no_harm()
    {
        _folder.Write("data/x.tar", Tar(
            ("../../../etc/passwd.jpg", '0', Pictures.Jpeg(1), ""), ("link.jpg", '2', [], "/etc/passwd"), ("hard.jpg", '1', [], "/etc/shadow"),
            ("fifo.jpg", '6', [], ""), ("/abs/2.jpg", '0', Pictures.Jpeg(2), "")));
        var ingested = new Ingested(_folder);
        var summary = ingested.Run();
        Assert.Equal((2, 2), (summary.Listed, summary.Kept));
        Assert.All(ingested.Samples(), s => Assert.Equal("x.tar", s.Sample.Locator));
        Assert.Equal(["manifest.db", "x.tar"], Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Where(f => !f!.Contains("lock") && !f.Contains("-")).Order());
    }

    [Theory]
    [InlineData("77777777777")]     // 8 GiB in a file of kilobytes
    [InlineData("not a number")]
    public void An_absurd_length_ends_the_shard_with_one_line(string size)
    {
        var tar = Tar(("1.jpg", '0', Pictures.Jpeg(1), ""), ("1.cls", '0', "4"u8.ToArray(), ""), ("2.jpg", '0', Pictures.Jpeg(2), ""));
        var header = tar.AsSpan().LastIndexOf("2.jpg"u8);
        Encoding.ASCII.GetBytes(size.PadRight(12, '\0')).CopyTo(tar, header + 124);
        Seal(tar.AsSpan(header, 512));
        _folder.Write("data/x.tar", tar);
        var items = Archives.List(_folder.At("data")).Items;
        Assert.Equal([SampleStatus.Ok, SampleStatus.Damaged], items.Select(i => i.Status));
    }

    [Fact]
    public void A_header_with_a_wrong_checksum_ends_the_shard()
    {
        var tar = Tar(("1.jpg", '0', Pictures.Jpeg(1), ""), ("1.cls", '0', "4"u8.ToArray(), ""));
        tar[0] ^= 1;
        _folder.Write("data/x.tar", tar);
        Assert.Contains("no tar header", Assert.Single(Archives.List(_folder.At("data")).Items).Reason);
    }

    [Fact]
    public void A_compressed_bomb_is_not_kept_in_memory()
    {
        var raw = new MemoryStream();
        using (var gzip = new GZipStream(raw, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Header("bomb.jpg", '0', 3L << 20, ""));
            gzip.Write(new byte[3 << 20]);
            gzip.Write(new byte[1024]);
        }
        _folder.Write("data/bomb.tgz", raw.ToArray());
        var item = Assert.Single(Archives.List(_folder.At("data"), o => o with { MaxBytes = 1 << 20, Columns = new Dictionary<string, string> { ["label"] = "cls" } }).Items);
        Assert.Null(item.Data);
    }

    private List<SampleView> Ingest(string path)
    {
        var ingested = new Ingested(_folder);
        ingested.Run(o => o with { Path = path });
        return ingested.Samples();
    }

    private static byte[] Tar(params (string Name, char Type, byte[] Content, string Link)[] members)
    {
        var tar = new MemoryStream();
        foreach (var (name, type, content, link) in members)
        {
            tar.Write(Header(name, type, content.Length, link));
            tar.Write(content);
            tar.Write(new byte[(512 - content.Length % 512) % 512]);
        }
        tar.Write(new byte[1024]);
        return tar.ToArray();
    }

    private static byte[] Header(string name, char type, long size, string link)
    {
        var header = new byte[512];
        Encoding.UTF8.GetBytes(name).CopyTo(header, 0);
        Encoding.ASCII.GetBytes("0000644\0").CopyTo(header, 100);
        Encoding.ASCII.GetBytes(Convert.ToString(size, 8).PadLeft(11, '0')).CopyTo(header, 124);
        header[156] = (byte)type;
        Encoding.UTF8.GetBytes(link).CopyTo(header, 157);
        Encoding.ASCII.GetBytes("ustar\000").CopyTo(header, 257);
        Seal(header);
        return header;
    }

    private static void Seal(Span<byte> header)
    {
        header.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var b in header)
            sum += b;
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }
}
