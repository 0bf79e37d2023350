using Cleaner.Ingest.Export;
using Cleaner.Ingest.Tests.Support;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Tests.Export;

/// <summary>What is exported and ingested again is what was kept: the same pictures under the same identities, with the same facts.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("folder", "imagefolder")]
    [InlineData("hf-imagefolder", "hf-imagefolder")]
    [InlineData("webdataset", "webdataset")]
    [InlineData("insightface", "recordio")]
    [InlineData("recordio", "recordio")]
    public void An_export_ingests_into_the_same_samples_and_identities(string format, string kind)
    {
        using var set = new ExportSet(folder);
        set.Add([.. Enumerable.Range(0, 12).Select(i => ($"Šárka {i % 3}, \"Nr. {i % 3}\"/{i}.jpg", $"Šárka {i % 3}, \"Nr. {i % 3}\"", Pictures.Jpeg(i)))]);
        using (Manifest first = Ingest("data", "imagefolder", "first.db"))
        {
            set.Export(format);
            using Manifest again = Ingest("out", kind, "again.db");
            Assert.Equal(12, Content(again).Count);
            Assert.Equal(Content(first), Content(again));

            // Back once more, the records must be the same bytes.
            Exporter.Run(again, new ExportOptions { Output = folder.At("out2"), Format = format, Threads = 2 });
            Assert.Equal(Packed("out"), Packed("out2"));
        }
    }

    [Theory]
    [InlineData("webdataset")]
    [InlineData("insightface")]
    public void Decisions_survive_the_way_through_an_archive(string format)
    {
        using var set = new ExportSet(folder);
        set.Add([.. Enumerable.Range(0, 9).Select(i => ($"p{i % 3}/{i}.jpg", $"p{i % 3}", Pictures.Jpeg(i)))]);
        set.Believe(new Belief(4, SampleState.Kept, 2), new Belief(5, SampleState.Dropped, 2));
        set.Export(format);
        using Manifest again = Ingest("out", "", "again.db");
        Assert.Equal(Content(set.Manifest, withFacts: false), Content(again, withFacts: false));
        Assert.Equal(8, again.SampleCount);
    }

    [Theory]
    [InlineData("csv", "samples.csv")]
    [InlineData("jsonl", "samples.jsonl")]
    public void A_list_comes_back_with_the_names_of_its_identities(string format, string file)
    {
        using var set = new ExportSet(folder);
        set.Add([.. Enumerable.Range(0, 6).Select(i => ($"p{i % 3}/{i}.jpg", $"p, {i % 3}", Pictures.Jpeg(i)))]);
        set.Export(format);
        using Manifest again = Ingest($"out/{file}", "file-list", "again.db");
        Assert.Equal(Content(set.Manifest, withFacts: false), Content(again, withFacts: false));
    }

    [Theory]
    [InlineData("webdataset", "csv")]
    [InlineData("webdataset", "jsonl")]
    [InlineData("recordio", "csv")]
    [InlineData("insightface", "jsonl")]
    public void A_list_of_images_in_archives_comes_back_too(string archive, string list)
    {
        using var set = new ExportSet(folder);
        set.Add([.. Enumerable.Range(0, 9).Select(i => ($"p{i % 3}/{i}.jpg", $"p, {i % 3}", Pictures.Jpeg(i)))]);
        set.Export(archive);
        using Manifest inArchive = Ingest("out", "", "archive.db");
        Exporter.Run(inArchive, new ExportOptions { Output = folder.At("list"), Format = list, Threads = 2 });
        using Manifest again = Ingest($"list/samples.{list}", "file-list", "again.db");
        Assert.Equal(9, Content(again).Count);
        Assert.Equal(Content(inArchive), Content(again));
        Assert.Equal(inArchive.Samples().Select(v => (v.Sample.Container, v.Sample.Offset)), again.Samples().Select(v => (v.Sample.Container, v.Sample.Offset)));
    }

    [Fact]
    public void Landmarks_boxes_and_splits_survive_json_lines()
    {
        folder.Write("data/a.jpg", Pictures.Jpeg(1));
        folder.Write("list.jsonl", """
            {"path": "data/a.jpg", "label": "anna", "split": "train", "box": [1, 2, 100, 101.5], "landmarks": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10.25]}

            {"path": "data/a.jpg"}
            not json
            {"path": "data/gone.jpg", "label": 7}
            """u8.ToArray());
        using Manifest manifest = Ingest("list.jsonl", "file-list", "list.db");
        Sample[] samples = [.. manifest.Samples().Select(v => v.Sample)];
        Assert.Equal(("anna", "train"), (samples[0].Label, samples[0].Split));
        Assert.Equal([1, 2, 100, 101.5f], samples[0].Box!);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10.25f], samples[0].Landmarks!);
        Assert.Equal(("7", SampleStatus.Missing), (samples[1].Label, samples[1].Status));
        Assert.Equal(2, samples.Length);
    }

    [Fact]
    public void Labels_that_are_not_those_of_an_export_are_refused()
    {
        using var set = new ExportSet(folder);
        set.Add(("a/1.jpg", "a", Pictures.Jpeg(1)));
        set.Export("webdataset");
        File.WriteAllText(folder.At("out/labels.csv"), "label,identity\nzero,anna\n");
        Assert.Contains("not the labels of an export", Assert.Throws<CleanerException>(() => Ingest("out", "webdataset", "again.db")).Message);
    }

    private Manifest Ingest(string path, string kind, string database)
    {
        Manifest manifest = Manifest.Create(folder.At(database));
        IngestSummary summary = IngestPipeline.Run(new IngestOptions { Path = folder.At(path), Threads = 2, NearDistance = -1 }, manifest);
        Assert.Contains(kind, summary.Format);
        return manifest;
    }

    private static List<string> Content(Manifest manifest, bool withFacts = true)
    {
        Dictionary<long, string> names = manifest.Identities().ToDictionary(identity => identity.Id, identity => identity.Name);
        return
        [
            .. manifest.Samples().Where(view => view.Belief.State == SampleState.Kept)
                .Select(view => $"{names[view.Belief.IdentityId]} {Convert.ToHexString(view.Sample.Sha256!)}" + (withFacts ? Facts(view.Sample) : ""))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string Facts(Sample s) => FormattableString.Invariant($" {s.Width}x{s.Height} {s.Format} {s.PHash} {s.PixelHash} {s.Quality}");

    /// <summary>Labels and records of an export; files and tar members carry the place that an image came from, which differs.</summary>
    private List<(string Name, string Content)> Packed(string output) =>
    [
        .. Directory.GetFiles(folder.At(output)).Where(file => Path.GetExtension(file) is ".csv" or ".rec" or ".idx").Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), Convert.ToHexString(File.ReadAllBytes(file)))),
    ];
}
