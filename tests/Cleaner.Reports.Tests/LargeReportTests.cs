using System.Text.RegularExpressions;
using Cleaner.Manifests;
using Cleaner.Reports.Tests.Support;

namespace Cleaner.Reports.Tests;

public sealed class LargeReportTests
{
    private const int Identities = 2000, Each = 50, Pictures = 64;

    [Fact]
    public void A_report_of_a_hundred_thousand_dropped_images_in_an_archive_stays_under_20_MB_and_says_that_it_samples()
    {
        string folder = Directory.CreateTempSubdirectory("cleaner-large-").FullName;
        try
        {
            using var manifest = Manifest.Create(Path.Combine(folder, "large.db"));
            Fill(manifest, folder);
            string path = Path.Combine(folder, "report.html");
            HtmlReport.Write(new ReportInput { Manifest = manifest, Now = ReportSet.Now }, path);
            Assert.InRange(new FileInfo(path).Length, 500_000, 20_000_000);
            string html = File.ReadAllText(path);
            Assert.Contains("An even sample of 240 out of 90,000", html, StringComparison.Ordinal);
            Assert.Contains("An even sample of 96 out of 4,000", html, StringComparison.Ordinal);
            Assert.Contains("The first 24 of 300, strongest first", html, StringComparison.Ordinal);
            Assert.True(Regex.Count(html, "data:image/jpeg") > 500);
            Assert.DoesNotContain("class=\"nothumb\"", html, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Of 50 images an identity keeps 3, has 2 duplicates and loses 45; all lie in one tar-like file.</summary>
    private static void Fill(Manifest manifest, string folder)
    {
        long[] offsets = WriteArchive(Path.Combine(folder, "shard.tar"), out int[] lengths);
        long source = manifest.AddSource("webdataset", folder, "{}");
        using var writer = manifest.Begin("cleaner ingest", new { Rule = "angle", Threshold = 75.0 });
        for (int i = 0; i < Identities * Each; i++)
        {
            int person = i / Each, picture = i % Pictures;
            string name = FormattableString.Invariant($"person-{person:D5}");
            long identity = manifest.IdentityId(name);
            long id = writer.Add(
                new Sample
                {
                    SourceId = source, Locator = "shard.tar", Container = Container.Range, Offset = offsets[picture], Length = lengths[picture],
                    Label = name, Format = "jpeg", Bytes = lengths[picture], Width = 112, Height = 112,
                },
                identity);
            writer.Set((i % Each) switch
            {
                < 3 => new Belief(id, SampleState.Kept, identity, 0, "angle", 20 + (i % 40), "fits"),
                < 5 => new Belief(id, SampleState.Duplicate, identity, id - 3, "same-bytes", 0, "the same bytes"),
                _ => new Belief(id, SampleState.Dropped, identity, 0, "angle", 75 + (i % 400 / 10.0), "unlike its identity"),
            });
        }

        for (int i = 0; i < 300; i++)
        {
            writer.Add(new Finding("merge", i + 1, i + 2, 0, 0, i, "centers close"));
        }

        writer.Commit(new { });
    }

    private static long[] WriteArchive(string path, out int[] lengths)
    {
        using var file = File.Create(path);
        var offsets = new long[Pictures];
        lengths = new int[Pictures];
        for (int i = 0; i < Pictures; i++)
        {
            byte[] jpeg = FacePainter.Jpeg(i, i);
            (offsets[i], lengths[i]) = (file.Position, jpeg.Length);
            file.Write(jpeg);
        }

        return offsets;
    }
}
