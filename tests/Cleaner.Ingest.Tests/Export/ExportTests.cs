using System.Buffers.Binary;
using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using Cleaner.Ingest.Export;
using Cleaner.Ingest.Tests.Support;
using Cleaner.Manifests;
using Cleaner.Manifests.Bytes;

namespace Cleaner.Ingest.Tests.Export;

public sealed class ExportTests : IDisposable
{
    private static readonly byte[] Magic = BitConverter.GetBytes(RecordIO.Magic);

    private readonly TemporaryFolder folder = new();
    private readonly ExportSet set;

    public ExportTests() => set = new ExportSet(folder);

    public void Dispose()
    {
        set.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Only_kept_samples_go_out_under_their_believed_identity()
    {
        AddFive();
        set.Believe(new Belief(1, SampleState.Dropped, 1), new Belief(2, SampleState.Kept, 1), new Belief(3, SampleState.Duplicate, 1, 5));
        ExportSummary summary = set.Export("folder");
        Assert.Equal((3L, 2, 0L), (summary.Samples, summary.Identities, summary.Missing));
        Assert.Equal(["anna/1.jpg", "anna/3.jpg", "bert/2.jpg", "export.json", "labels.csv"], set.Files().Keys);
        Assert.Equal("bert one", set.Text("anna/1.jpg"));
        Assert.Equal("label,identity,samples\n0,anna,2\n1,bert,1\n", set.Text("labels.csv"));

        set.Export("folder", "first", options => options with { Revision = 1 });
        Assert.Equal("label,identity,samples\n0,anna,3\n1,bert,2\n", set.Text("labels.csv", "first"));
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("hf-imagefolder")]
    [InlineData("webdataset")]
    [InlineData("insightface")]
    [InlineData("recordio")]
    [InlineData("csv")]
    [InlineData("jsonl")]
    public void The_same_state_gives_the_same_bytes(string format)
    {
        AddFive();
        set.Export(format, "one");
        set.Export(format, "two", options => options with { Threads = 1 });
        Assert.Equal(set.Files("one").Select(file => (file.Key, Convert.ToHexString(file.Value))), set.Files("two").Select(file => (file.Key, Convert.ToHexString(file.Value))));
        Assert.False(Directory.Exists(folder.At("one.partial")));
    }

    [Fact]
    public void Im2rec_files_are_those_of_an_independent_writer()
    {
        AddFive();
        set.Export("recordio");
        AssertIsFixture("im2rec", "train");
        Assert.Equal("0\t0.000000\tanna/1.jpg", set.Text("train.lst").Split('\n')[0]);
        Assert.Equal("4\t1.000000\tbert/2.jpg", set.Text("train.lst").Split('\n')[4]);
    }

    [Fact]
    public void Insightface_files_are_those_of_an_independent_writer()
    {
        AddFive();
        ExportSummary summary = set.Export("insightface");
        AssertIsFixture("insightface", "train");
        Assert.Equal("2,112,112\n", set.Text("property"));
        Assert.Empty(summary.Notes);
    }

    [Fact]
    public void Insightface_ranges_cover_an_identity_without_a_readable_image()
    {
        AddFive();
        File.Delete(folder.At("data/anna/1.jpg"));
        File.Delete(folder.At("data/anna/2.jpg"));
        File.Delete(folder.At("data/anna/3.jpg"));
        ExportSummary summary = set.Export("insightface");
        Assert.Equal((2L, 3L), (summary.Samples, summary.Missing));
        Assert.Contains("is gone", summary.Problems[0].Reason);
        float[][] labels = [.. Records("train").Select(record => record.Labels)];
        Assert.Equal([[1, 0], [1, 0], [3, 5], [1, 1], [1, 3]], labels);
    }

    [Fact]
    public void Tar_shards_hold_adjacent_sorted_read_only_members_without_time_or_owner()
    {
        AddFive();
        set.Export("webdataset", change: options => options with { ShardSamples = 2 });
        Assert.Equal(["export.json", "labels.csv", "train-000000.tar", "train-000001.tar", "train-000002.tar"], set.Files().Keys);
        using var tar = new TarReader(new MemoryStream(set.Files()["train-000001.tar"]));
        var members = new List<(string Name, byte[] Content)>();
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            Assert.Equal(TarEntryFormat.Ustar, entry.Format);
            Assert.Equal((UnixFileMode)0b100_100_100, entry.Mode);
            Assert.Equal(DateTimeOffset.UnixEpoch, entry.ModificationTime);
            Assert.Equal((0, 0), (entry.Uid, entry.Gid));
            var content = new MemoryStream();
            entry.DataStream!.CopyTo(content);
            members.Add((entry.Name, content.ToArray()));
        }

        Assert.Equal(["000000002.cls", "000000002.jpg", "000000002.json", "000000003.cls", "000000003.jpg", "000000003.json"], members.Select(member => member.Name));
        Assert.Equal("0", Encoding.ASCII.GetString(members[0].Content));
        Assert.Equal([(byte)'x', .. Magic], members[1].Content);
        JsonElement json = JsonDocument.Parse(members[5].Content).RootElement;
        Assert.Equal(("bert", "bert/1.jpg"), (json.GetProperty("identity").GetString(), json.GetProperty("locator").GetString()));
    }

    [Fact]
    public void A_shard_ends_before_its_images_exceed_the_limit()
    {
        set.Add([.. Enumerable.Range(0, 6).Select(i => ($"a/{i}.jpg", "a", new byte[100]))]);
        set.Export("webdataset", change: options => options with { ShardBytes = 250 });
        Assert.Equal(3, set.Files().Keys.Count(name => name.EndsWith(".tar", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_shuffle_depends_on_its_seed_alone_and_keeps_labels_with_their_images()
    {
        set.Add([.. Enumerable.Range(0, 40).Select(i => ($"{i % 4}/{i}.jpg", $"{i % 4}", new byte[] { (byte)i }))]);
        set.Export("recordio", "one", options => options with { ShuffleSeed = 7 });
        set.Export("recordio", "two", options => options with { ShuffleSeed = 7 });
        set.Export("recordio", "three", options => options with { ShuffleSeed = 8 });
        Assert.Equal(set.Files("one")["train.rec"], set.Files("two")["train.rec"]);
        Assert.NotEqual(set.Files("one")["train.rec"], set.Files("three")["train.rec"]);
        var records = Records("train", "one").ToList();
        Assert.All(records, record => Assert.Equal(record.Image[0] % 4, record.Scalar));
        Assert.Equal(Enumerable.Range(0, 40), records.Select(record => (int)record.Image[0]).Order());
    }

    [Fact]
    public void Splits_become_folders_and_file_names()
    {
        set.Add(("x/1.jpg", "anna", [1]), ("test/x/2.jpg", "anna", [2]), ("test/y/3.jpg", "bert", [3]));
        set.Export("folder", "folder");
        Assert.Equal(["export.json", "labels.csv", "test/anna/2.jpg", "test/bert/3.jpg", "train/anna/1.jpg"], set.Files("folder").Keys);
        set.Export("insightface", "insightface");
        Assert.Equal(["export.json", "labels.csv", "property", "test.idx", "test.rec", "train.idx", "train.rec"], set.Files("insightface").Keys);
        Assert.Equal([[0, 0], [2, 4], [1, 2], [2, 2]], Records("train", "insightface").Select(record => record.Labels));
        set.Export("hf-imagefolder", "hf");
        Assert.Equal("{\"file_name\":\"anna/2.jpg\",\"label\":0,\"identity\":\"anna\"}", set.Text("test/metadata.jsonl", "hf").Split('\n')[0]);
    }

    [Fact]
    public void Names_that_a_file_system_may_refuse_are_escaped_and_stay_apart()
    {
        set.Add(
            ("a/1.jpg", "..", [1]), ("b/1.jpg", "labels.csv", [2]), ("c/1.jpg", "x:y%", [3]), ("d/1.jpg", "ok", [4]), ("e/1.JPG", "ok", [5]), ("e/noextension", "ok", [6]));
        set.Export("folder");
        Assert.Equal(
            ["%2E%2E/1.jpg", "export.json", "labels%2Ecsv/1.jpg", "labels.csv", "ok/1-5.JPG", "ok/1.jpg", "ok/noextension.jpg", "x%3Ay%25/1.jpg"],
            set.Files().Keys);
    }

    [Fact]
    public void Identities_several_folders_deep_keep_their_folders_only_where_all_are()
    {
        set.Add(("a/b/1.jpg", "a/b", [1]), ("a/c/1.jpg", "a/c", [2]));
        set.Export("folder");
        Assert.Contains("a/b/1.jpg", set.Files().Keys);
        set.Add(("d/1.jpg", "d", [3]));
        set.Export("folder", "mixed");
        Assert.Contains("a%2Fb/1.jpg", set.Files("mixed").Keys);
    }

    [Fact]
    public void Links_are_links_and_packed_formats_refuse_them()
    {
        AddFive();
        Assert.Equal(5, set.Export("folder", "soft", options => options with { Link = LinkKind.Symbolic }).Linked);
        Assert.Equal(folder.At("data/anna/1.jpg"), new FileInfo(folder.At("soft/anna/1.jpg")).LinkTarget);
        set.Export("hf-imagefolder", "hard", options => options with { Link = LinkKind.Hard });
        File.AppendAllText(folder.At("hard/train/anna/1.jpg"), "!");
        Assert.Equal("anna one!", File.ReadAllText(folder.At("data/anna/1.jpg")));
        Assert.Contains("links need one of folder, hf-imagefolder", Assert.Throws<UsageException>(() => set.Export("csv", "x", options => options with { Link = LinkKind.Hard })).Message);
    }

    [Fact]
    public void Lists_point_to_the_images_where_they_lie()
    {
        AddFive();
        set.Export("csv", "csv");
        string[] lines = set.Text("samples.csv", "csv").Split('\n');
        Assert.StartsWith($"{folder.At("data/anna/1.jpg")},0,anna,,file,0,0,8,", lines[1]);
        set.Export("jsonl", "jsonl");
        JsonElement last = JsonDocument.Parse(set.Text("samples.jsonl", "jsonl").Split('\n')[4]).RootElement;
        Assert.Equal((1, "bert", folder.At("data/bert/2.jpg")), (last.GetProperty("label").GetInt32(), last.GetProperty("identity").GetString(), last.GetProperty("path").GetString()));
    }

    [Fact]
    public void A_folder_that_is_not_empty_is_refused_and_force_replaces_only_an_earlier_export()
    {
        AddFive();
        folder.Write("out/mine.txt", "mine");
        Assert.Contains("is not empty", Assert.Throws<CleanerException>(() => set.Export("folder")).Message);
        Assert.Equal(["mine.txt"], set.Files().Keys);

        set.Export("folder", change: options => options with { Force = true });
        set.Believe([.. Enumerable.Range(1, 5).Select(id => new Belief(id, SampleState.Kept, 2))]);
        set.Export("webdataset", change: options => options with { Force = true });
        Assert.Equal(["export.json", "labels.csv", "mine.txt", "train-000000.tar"], set.Files().Keys);
    }

    [Fact]
    public void A_record_of_another_program_is_not_trusted()
    {
        AddFive();
        folder.Write("keep.txt", "keep");
        folder.Write("out/export.json", """{"entries":["../keep.txt", "..", ""]}""");
        set.Export("csv", change: options => options with { Force = true });
        Assert.Equal("keep", File.ReadAllText(folder.At("keep.txt")));
        folder.Write("out/export.json", "[]");
        Assert.Contains("not the record of an export", Assert.Throws<CleanerException>(() => set.Export("csv", change: options => options with { Force = true })).Message);
    }

    [Fact]
    public void A_file_that_changed_since_the_ingest_is_left_out_and_told()
    {
        AddFive();
        File.AppendAllText(folder.At("data/anna/1.jpg"), "changed");
        foreach (string format in (string[])["folder", "webdataset"])
        {
            ExportSummary summary = set.Export(format, format);
            Assert.Equal((4L, 1L), (summary.Samples, summary.Missing));
            Assert.Contains("is 15 bytes long now and was 8", summary.Problems[0].Reason);
        }
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("webdataset")]
    [InlineData("recordio")]
    public void A_file_with_other_bytes_of_the_same_length_is_left_out_and_told(string format)
    {
        AddFive();
        File.WriteAllText(folder.At("data/anna/1.jpg"), "ANNA one");
        ExportSummary summary = set.Export(format);
        Assert.Equal((4L, 1L), (summary.Samples, summary.Missing));
        Assert.Contains($"{folder.At("data/anna/1.jpg")}: holds other bytes", summary.Problems[0].Reason);
    }

    [Fact]
    public void A_record_is_split_at_every_magic_that_stands_at_a_multiple_of_four()
    {
        byte[][] images = [[.. Magic], [.. Magic, .. Magic], [1, .. Magic, 2, 3, 4], [1, 2, 3, 4, .. Magic, 5], [5, .. Magic, 6, 7, 8, .. Magic, .. Magic, 9], []];
        using (var writer = new RecordIOWriter(folder.At("train")))
        {
            foreach ((int key, byte[] image) in images.Index())
            {
                writer.Write((ulong)key, 0, image);
            }
        }

        Directory.CreateDirectory(folder.At("out"));
        File.Move(folder.At("train.rec"), folder.At("out/train.rec"));
        Assert.Equal(images, Records("train").Select(record => record.Image));
        byte[] file = File.ReadAllBytes(folder.At("out/train.rec"));
        int[] starts = [.. Enumerable.Range(0, file.Length / 4).Where(i => BitConverter.ToUInt32(file, 4 * i) == RecordIO.Magic)];
        Assert.Equal(2 + 3 + 1 + 2 + 3 + 1, starts.Length);
    }

    [Fact]
    public void What_is_in_the_way_of_the_staging_folder_or_of_an_entry_stays()
    {
        AddFive();
        folder.Write("out.partial/mine.txt", "mine");
        Assert.Contains("out.partial: is in the way", Assert.Throws<CleanerException>(() => set.Export("csv")).Message);
        Assert.Equal("mine", File.ReadAllText(folder.At("out.partial/mine.txt")));

        folder.Write("full/anna/mine.txt", "mine");
        Assert.Contains("anna: is in the way", Assert.Throws<CleanerException>(() => set.Export("folder", "full", options => options with { Force = true })).Message);
        Assert.Equal(["anna/mine.txt"], set.Files("full").Keys);
    }

    [Theory]
    [InlineData("out.partial")]         // killed while OUT was not there
    [InlineData("out/export.partial")]  // killed while OUT was there, and empty
    public void What_a_killed_export_left_is_replaced(string staging)
    {
        AddFive();
        folder.Write($"{staging}/{OutputFolder.MarkerName}", "");
        folder.Write($"{staging}/train-000000.tar", "half");
        set.Export("csv");
        Assert.Equal(["export.json", "labels.csv", "samples.csv"], set.Files().Keys);
        Assert.False(Directory.Exists(folder.At(staging)));
    }

    [Fact]
    public void Force_takes_away_what_an_export_killed_while_it_moved_left()
    {
        AddFive();
        folder.Write("out/mine.txt", "mine");
        folder.Write("out/anna/9.jpg", "of the earlier export");
        folder.Write("out/carl/1.jpg", "of the killed one");
        folder.Write("out/export.json", """{"export":null,"entries":["anna","carl","dora","labels.csv"]}""");
        Assert.Contains("is not empty", Assert.Throws<CleanerException>(() => set.Export("folder")).Message);
        set.Export("folder", change: options => options with { Force = true });
        Assert.Equal(["anna/1.jpg", "anna/2.jpg", "anna/3.jpg", "bert/1.jpg", "bert/2.jpg", "export.json", "labels.csv", "mine.txt"], set.Files().Keys);
    }

    [Fact]
    public void Nothing_kept_an_unknown_format_and_a_file_in_the_way_are_refused()
    {
        AddFive();
        folder.Write("file", "x");
        Assert.Contains("is a file", Assert.Throws<CleanerException>(() => set.Export("folder", "file")).Message);
        Assert.Contains("give one of folder", Assert.Throws<UsageException>(() => set.Export("zip")).Message);
        Assert.Contains("order of its own", Assert.Throws<UsageException>(() => set.Export("insightface", change: options => options with { ShuffleSeed = 1 })).Message);
        set.Believe([.. Enumerable.Range(1, 5).Select(id => new Belief(id, SampleState.Dropped, 1))]);
        Assert.Contains("keeps no sample", Assert.Throws<CleanerException>(() => set.Export("folder")).Message);
        Assert.False(Directory.Exists(folder.At("out")));
    }

    /// <summary>The images that Fixtures/make_export.py knows, in another order.</summary>
    private void AddFive() => set.Add(
        ("anna/1.jpg", "anna", "anna one"u8.ToArray()),
        ("bert/1.jpg", "bert", "bert one"u8.ToArray()),
        ("anna/2.jpg", "anna", [.. "anna"u8, .. Magic, .. "two"u8, .. Magic]),
        ("bert/2.jpg", "bert", [.. Magic, .. Magic]),
        ("anna/3.jpg", "anna", [.. "x"u8, .. Magic]));

    private void AssertIsFixture(string fixture, string exported)
    {
        string fixtures = Path.Combine(AppContext.BaseDirectory, "Export", "Fixtures", fixture);
        Assert.Equal(Convert.ToHexString(File.ReadAllBytes(fixtures + ".rec")), Convert.ToHexString(set.Files()[exported + ".rec"]));
        Assert.Equal(File.ReadAllText(fixtures + ".idx"), set.Text(exported + ".idx"));
    }

    private IEnumerable<(float Scalar, float[] Labels, byte[] Image)> Records(string name, string output = "out")
    {
        using var file = File.OpenHandle(Path.Combine(folder.At(output), name + ".rec"));
        for (long offset = 0; offset < RandomAccess.GetLength(file);)
        {
            byte[] payload = RecordIO.ReadRecord(file, offset, out offset);
            int start = RecordIO.ImageStart(payload);
            float[] labels = [.. Enumerable.Range(0, (start - RecordIO.ImageHeaderBytes) / 4)
                .Select(i => BinaryPrimitives.ReadSingleLittleEndian(payload.AsSpan(RecordIO.ImageHeaderBytes + (4 * i))))];
            yield return (BinaryPrimitives.ReadSingleLittleEndian(payload.AsSpan(4)), labels, payload[start..]);
        }
    }
}
