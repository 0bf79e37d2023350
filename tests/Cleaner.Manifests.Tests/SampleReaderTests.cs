using System.IO.Compression;
using System.Text;
using Cleaner.Manifests.Bytes;
using Cleaner.Manifests.Tests.Support;

namespace Cleaner.Manifests.Tests;

public sealed class SampleReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SampleReader reader;

    public SampleReaderTests() => reader = new SampleReader([new SourceInfo(1, "folder", folder.Path, "{}")]);

    public void Dispose()
    {
        reader.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Whole_files_ranges_and_base64_are_read()
    {
        folder.Write("a/b.jpg", [1, 2, 3]);
        folder.Write("a.tar", [0, 0, 5, 6, 7, 0]);
        folder.Write("a.tsv", Encoding.ASCII.GetBytes("m.01\t" + Convert.ToBase64String([9, 8, 7, 6]) + "\n"));
        Assert.Equal([1, 2, 3], reader.Read(At("a/b.jpg", Container.File, 0, 0)));
        Assert.Equal([5, 6, 7], reader.Read(At("a.tar", Container.Range, 2, 3)));
        Assert.Equal([9, 8, 7, 6], reader.Read(At("a.tsv", Container.Base64, 5, 8)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 << 16)]
    [InlineData(300_001)]
    public void One_buffer_takes_files_of_any_length_after_each_other(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        folder.Write("small.jpg", [1, 2, 3]);
        folder.Write("a.tar", [0, 0, 5, 6, 7, 0]);
        folder.Write("other.jpg", content);
        byte[] buffer = [];
        Assert.Equal([1, 2, 3], reader.Read(At("small.jpg", Container.File, 0, 0), ref buffer).ToArray());
        Assert.Equal(content, reader.Read(At("other.jpg", Container.File, 0, 0), ref buffer).ToArray());
        Assert.Equal([5, 6, 7], reader.Read(At("a.tar", Container.Range, 2, 3), ref buffer).ToArray());
        Assert.Equal([1, 2, 3], reader.Read(At("small.jpg", Container.File, 0, 0), ref buffer).ToArray());
    }

    [Fact]
    public void A_file_that_is_gone_is_named_by_both_ways_of_reading()
    {
        Sample gone = At("gone.jpg", Container.File, 0, 0);
        var plain = Assert.Throws<CleanerException>(() => reader.Read(gone));
        var buffered = Assert.Throws<CleanerException>(() =>
        {
            byte[] buffer = [];
            reader.Read(gone, ref buffer);
        });
        Assert.Contains("gone.jpg: is gone", plain.Message, StringComparison.Ordinal);
        Assert.Equal(plain.Message, buffered.Message);
    }

    [Fact]
    public void A_source_that_is_one_file_is_read_with_an_empty_locator()
    {
        string path = folder.Write("a.bin", [4, 5, 6]);
        using var single = new SampleReader([new SourceInfo(1, "pack", path, "{}")]);
        Assert.Equal([5, 6], single.Read(At("", Container.Range, 1, 2)));
    }

    [Theory]
    [InlineData(0, "plain image bytes")]
    [InlineData(1, "abcd*efg")]
    [InlineData(2, "head**tail*")]
    [InlineData(3, "x*yz")]
    [InlineData(4, "")]
    public void RecordIO_images_come_back_with_the_magic_restored(int record, string expected)
    {
        using var fixtures = new SampleReader([new SourceInfo(1, "recordio", Fixture.Path(""), "{}")]);
        long offset = long.Parse(File.ReadAllLines(Fixture.Path("split.idx"))[record].Split('\t')[1]);
        byte[] image = fixtures.Read(At("split.rec", Container.RecordIO, offset, 0));
        byte[] wanted = [.. expected.SelectMany(c => c == '*' ? BitConverter.GetBytes(RecordIO.Magic) : [(byte)c])];
        Assert.Equal(wanted, image);
    }

    [Fact]
    public void Records_follow_each_other_to_the_end_of_the_file()
    {
        using var file = File.OpenHandle(Fixture.Path("split.rec"));
        long offset = 0;
        foreach (string line in File.ReadAllLines(Fixture.Path("split.idx")))
        {
            Assert.Equal(offset, long.Parse(line.Split('\t')[1]));
            RecordIO.ReadRecord(file, offset, out offset);
        }

        Assert.Equal(RandomAccess.GetLength(file), offset);
    }

    [Fact]
    public void Ranges_of_a_gzip_stream_are_read_in_any_order_and_from_several_threads()
    {
        byte[] content = new byte[1_000_000];
        new Random(1).NextBytes(content);
        using (var gzip = new GZipStream(File.Create(folder.At("a.tar.gz")), CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        long[] offsets = [0, 700_000, 10, 999_000, 500_000, 500_000, 0];
        Parallel.ForEach(offsets, offset =>
            Assert.Equal(content[(int)offset..(int)(offset + 1000)], reader.Read(At("a.tar.gz", Container.GzipRange, offset, 1000))));
        Refused(At("a.tar.gz", Container.GzipRange, 999_500, 1000), "changed or cut off");
    }

    [Fact]
    public void More_archives_than_may_stay_open_are_read()
    {
        for (int i = 0; i < 300; i++)
        {
            folder.Write($"{i}.tar", [(byte)i, (byte)(i >> 8)]);
        }

        Parallel.For(0, 900, i =>
            Assert.Equal([(byte)(i % 300), (byte)((i % 300) >> 8)], reader.Read(At($"{i % 300}.tar", Container.Range, 0, 2))));
    }

    [Fact]
    public void What_is_gone_changed_or_absurd_is_refused_in_one_line()
    {
        folder.Write("a.tar", new byte[100]);
        folder.Write("a.tsv", "?!?!"u8.ToArray());
        byte[] record = File.ReadAllBytes(Fixture.Path("split.rec"));
        folder.Write("cut.rec", record[..30]);
        Refused(At("gone.jpg", Container.File, 0, 0), "is gone");
        Refused(At("no/gone.tar", Container.Range, 0, 1), "is gone");
        Refused(At("a.tar", Container.Range, 90, 20), "a.tar at byte 90: the file was changed or cut off");
        Refused(At("a.tar", Container.Range, 0, -1), "absurd");
        Refused(At("a.tar", Container.Range, 0, 1L << 40), "absurd");
        Refused(At("a.tar", Container.RecordIO, 0, 0), "no RecordIO magic");
        Refused(At("cut.rec", Container.RecordIO, 0, 0), "cut off");
        Refused(At("a.tsv", Container.Base64, 0, 4), "not base64");
        Refused(At("a.tar", Container.Range, 0, 1) with { SourceId = 9 }, "source 9 is not in the manifest");
        Refused(At("", Container.File, 0, 0), "cannot be read");
    }

    private void Refused(Sample sample, string expected)
    {
        string message = Assert.Throws<CleanerException>(() => reader.Read(sample)).Message;
        Assert.Contains(expected, message);
        Assert.DoesNotContain('\n', message);
    }

    private static Sample At(string locator, Container container, long offset, long length) =>
        new() { SourceId = 1, Locator = locator, Label = "anna", Container = container, Offset = offset, Length = length };
}
