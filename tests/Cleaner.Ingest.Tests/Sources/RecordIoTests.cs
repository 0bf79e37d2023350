using System.Buffers.Binary;
using Cleaner.Ingest.Sources;
using Cleaner.Ingest.Tests.Support;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Tests.Sources;

public sealed class RecordIoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_insightface_layout_gives_every_image_its_own_label_and_no_more()
    {
        var (source, items, notes) = Archives.List(Archives.PathOf("insightface.rec"));
        Assert.Equal("recordio", source.Kind);
        Assert.Equal(["0", "0", "0", "1", "1", "1"], items.Select(i => i.Label));
        // Key 0 and the two identity ranges.
        Assert.Equal(new ReasonCount("record without an image", 3), Assert.Single(notes.Ignored));
    }

    [Fact]
    public void Images_are_read_in_place_as_they_were_written()
    {
        var samples = Ingest("insightface.rec");
        Assert.Equal(Enumerable.Range(1, 6).Select(i => Archives.Hash($"jpeg{i}")), samples.Select(Hash));
    }

    [Fact]
    public void Im2rec_files_without_index_and_with_flag_zero_are_read()
    {
        var (_, items, _) = Archives.List(Archives.PathOf("im2rec.rec"));
        // The third label was 2^24 + 1, which a float32 cannot hold; what it holds is written out in full.
        Assert.Equal(["7", "7", "16777216", "9"], items.Select(i => i.Label));
        Assert.Equal(Enumerable.Range(20, 4).Select(i => Archives.Hash($"jpeg{i}")), Ingest("im2rec.rec").Select(Hash));
    }

    [Fact]
    public void Records_that_were_split_at_the_magic_are_put_together_again()
    {
        var samples = Ingest("split.rec");
        Assert.Equal(new[] { "split0", "jpeg44", "split1", "jpeg45" }.Select(Archives.Hash), samples.Select(Hash));
        Assert.All(samples, s => Assert.Equal(SampleStatus.Ok, s.Sample.Status));
    }

    [Fact]
    public void An_index_with_more_rows_than_images_does_not_matter()
    {
        var rec = _folder.Write("data/train.rec", File.ReadAllBytes(Archives.PathOf("insightface.rec")));
        File.WriteAllText(Path.ChangeExtension(rec, ".idx"), string.Concat(Enumerable.Range(0, 29_981).Select(i => $"{i}\t{8 * (i % 100)}\n")));
        Assert.Equal(6, Archives.List(_folder.At("data")).Items.Count);
    }

    [Fact]
    public void A_file_that_lost_its_end_gives_the_whole_records_and_one_damaged()
    {
        var bytes = File.ReadAllBytes(Archives.PathOf("im2rec.rec"));
        _folder.Write("data/train.rec", bytes[..^300]);
        var (_, items, _) = Archives.List(_folder.At("data"));
        Assert.Equal([SampleStatus.Ok, SampleStatus.Ok, SampleStatus.Ok, SampleStatus.Damaged], items.Select(i => i.Status));
        Assert.Equal(SourceItem.UnknownLabel, items[3].Label);
    }

    [Fact]
    public void A_file_cut_between_records_is_noticed_by_its_index()
    {
        var offsets = File.ReadAllLines(Archives.PathOf("insightface.idx")).Select(l => int.Parse(l.Split('\t')[1])).Order().ToList();
        _folder.Write("data/train.rec", File.ReadAllBytes(Archives.PathOf("insightface.rec"))[..offsets[4]]);
        _folder.Write("data/train.idx", File.ReadAllBytes(Archives.PathOf("insightface.idx")));
        var (_, items, notes) = Archives.List(_folder.At("data"));
        Assert.Equal(4, items.Count);
        Assert.Contains("cut off", Assert.Single(notes.Warnings));
    }

    [Fact]
    public void After_a_damaged_record_the_next_ones_are_found_again()
    {
        var bytes = File.ReadAllBytes(Archives.PathOf("insightface.rec"));
        var second = int.Parse(File.ReadAllLines(Archives.PathOf("insightface.idx"))[1].Split('\t')[1]);
        bytes[second] ^= 0xFF;
        _folder.Write("data/train.rec", bytes);
        var (_, items, _) = Archives.List(_folder.At("data"));
        Assert.Equal(new[] { "0", SourceItem.UnknownLabel, "0", "1", "1", "1" }, items.Select(i => i.Label));
        Assert.Contains($"byte {second}", items[1].Reason);
    }

    [Theory]
    [InlineData(0x1FFF_FFFFu, "cut off")]           // an absurd length
    [InlineData(2u << 29 | 8, "split record")]      // begins with a middle part
    [InlineData(5u << 29 | 8, "no record")]         // a flag that does not exist
    public void Absurd_headers_give_one_damaged_item(uint word, string reason)
    {
        var bytes = new byte[64];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, 0xCED7230A);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), word);
        _folder.Write("data/train.rec", bytes);
        var item = Assert.Single(Archives.List(_folder.At("data")).Items);
        Assert.Equal(SampleStatus.Damaged, item.Status);
        Assert.Contains(reason, item.Reason);
    }

    [Fact]
    public void More_labels_than_the_record_holds_give_a_damaged_item()
    {
        var bytes = new byte[8 + 28];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, 0xCED7230A);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), 28);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), uint.MaxValue);
        _folder.Write("data/train.rec", bytes);
        Assert.Equal(SampleStatus.Damaged, Assert.Single(Archives.List(_folder.At("data")).Items).Status);
    }

    [Fact]
    public void A_file_that_is_no_RecordIO_is_one_damaged_input()
    {
        _folder.Write("data/train.rec", "this is a text\nand no archive of records at all\n");
        Assert.Equal(SampleStatus.Damaged, Assert.Single(Archives.List(_folder.At("data")).Items).Status);
    }

    [Theory]
    [InlineData(3f, "3")]
    [InlineData(360231f, "360231")]
    [InlineData(33554432f, "33554432")]
    [InlineData(2.5f, "2.5")]
    public void Labels_are_written_as_whole_numbers_where_they_are(float label, string expected) =>
        Assert.Equal(expected, RecordIoSource.LabelText(label));

    private List<SampleView> Ingest(string archive)
    {
        var ingested = new Ingested(_folder);
        ingested.Run(o => o with { Path = Archives.PathOf(archive) });
        return ingested.Samples();
    }

    private static string Hash(SampleView view) => Convert.ToHexString(view.Sample.Sha256!);
}
