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

    [Fact]
    public void A_list_comes_back_with_the_names_of_its_identities()
    {
        using var set = new ExportSet(folder);
        set.Add([.. Enumerable.Range(0, 6).Select(i => ($"p{i % 3}/{i}.jpg", $"p, {i % 3}", Pictures.Jpeg(i)))]);
        set.Export("csv");
        using Manifest again = Ingest("out/samples.csv", "file-list", "again.db");
        Assert.Equal(Content(set.Manifest, withFacts: false), Content(again, withFacts: false));
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
