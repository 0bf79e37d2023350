using System.Security.Cryptography;
using Cleaner.Ingest.Download;
using Cleaner.Ingest.Sources;
using Cleaner.Ingest.Tests.Support;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Tests.Sources;

public sealed class UrlListTests : IDisposable
{
    private static readonly byte[] Picture = Pictures.Jpeg(1, size: 80);
    private static readonly string Sha = Convert.ToHexStringLower(SHA256.HashData(Picture));

    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedServer _server = new();

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void FaceScrub_is_recognised_by_its_heading()
    {
        var entry = Entries("facescrub", $"name\timage_id\tface_id\turl\tbbox\tsha256\nAaron Eckhart\t1\t1\thttp://a.test/b,c.jpg\t53,177,418,542\t{Sha}\n")[0];
        Assert.Equal(("Aaron Eckhart", "http://a.test/b,c.jpg"), (entry.Identity, entry.Url));
        Assert.Equal([53f, 177, 418, 542], entry.Box!);
        Assert.Equal(SHA256.HashData(Picture), entry.Hash);
    }

    [Fact]
    public void IMDb_Face_comes_with_boxes_that_follow_the_size_of_the_picture()
    {
        var entry = Entries("imdb-face", "name,index,image,rect,height width,url\nFred_Astaire,nm0000001,rm1.jpg,302 20 492 300,800 400,https://images.test/M/1@._V1_.jpg\n", ".csv")[0];
        Assert.Equal(("nm0000001", "https://images.test/M/1@._V1_.jpg"), (entry.Identity, entry.Url));
        Assert.Null(entry.Hash);
        Assert.Equal([302f, 20, 492, 300], entry.BoxOn(400, 800)!);
        Assert.Equal([151f, 10, 246, 150], entry.BoxOn(200, 400)!);
    }

    [Fact]
    public void PubFig_has_two_lines_of_comment()
    {
        var entry = Entries("pubfig", "# PubFig Dataset v1.2 - dev_urls.txt\n#\tperson\timagenum\turl\trect\tmd5sum\nAbhishek Bachan\t1\thttp://a.test/1.jpg\t89,10,165,140\td9a0cf1a3a4a3a2d1ef7a5e9b1b2c3d4\n", ".txt")[0];
        Assert.Equal(("Abhishek Bachan", 16), (entry.Identity, entry.Hash!.Length));
        Assert.Equal([89f, 10, 165, 140], entry.Box!);
    }

    [Theory]
    [InlineData("person,image_url,md5\nAnna,http://a.test/1.jpg,\n", null)]
    [InlineData("who\twhere\nAnna\thttp://a.test/1.jpg\n", "url=where,identity=who")]
    [InlineData("x\thttp://a.test/1.jpg\tAnna\n", "url=1,identity=2")]
    [InlineData("a,b\n\"Anna\",\"http://a.test/1.jpg\"\n", "identity=0,url=1")]
    public void Other_lists_are_read_by_their_heading_or_by_the_columns_given(string text, string? columns)
    {
        var entry = Assert.Single(Entries("url-list", text, ".list", columns));
        Assert.Equal(("Anna", "http://a.test/1.jpg"), (entry.Identity, entry.Url));
    }

    [Theory]
    [InlineData("url=9,identity=0", "columns 0 to 1")]
    [InlineData("url=link,identity=0", "no such column")]
    [InlineData("url=1", "url and which the identity")]
    [InlineData("url=1,identity=0,face=1", "box")]
    public void Columns_that_do_not_exist_are_wrong_usage(string columns, string message)
    {
        var error = Assert.Throws<UsageException>(() => Entries("url-list", "Anna,http://a.test/1.jpg\n", ".csv", columns));
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void A_table_without_URLs_is_no_list() =>
        Assert.Throws<CleanerException>(() => Entries("url-list", "name,age\nAnna,7\n"));

    [Fact]
    public void Rows_are_never_lost_whatever_is_wrong_with_them()
    {
        var long1 = new string('x', 2 << 20);
        var items = Items($"name\timage_id\tface_id\turl\tbbox\tsha256\n\t1\t1\thttp://a.test/1.jpg\t\t\nAnna\t2\t2\tnot a url\t\t\nAnna\t2\t2\tfile:///etc/passwd\t\t\nAnna\t3\t3\nAnna\t4\t4\thttp://a.test/{long1}\t\t\nBerta\t5\t5\thttp://a.test/5.jpg\t1,2,zebra,4\tnohash");
        Assert.Equal(6, items.Count);
        Assert.Equal([SampleStatus.Damaged, SampleStatus.Damaged, SampleStatus.Damaged, SampleStatus.Damaged, SampleStatus.Damaged, SampleStatus.Missing], items.Select(i => i.Status));
        Assert.All(items[..5], i => Assert.Contains("row", i.Reason));
        Assert.Equal(("Berta", "not downloaded", null), (items[5].Label, items[5].Reason, items[5].Box));
    }

    [Fact]
    public void A_quote_that_is_never_closed_is_one_line()
    {
        var error = Assert.Throws<CleanerException>(() => Items("url,name\n\"http://a.test/1.jpg,Anna\n", "csv"));
        Assert.Contains("never closed", error.Message);
    }

    [Fact]
    public void Downloads_become_samples_with_boxes_and_failures_become_samples_with_reasons()
    {
        _server.On("/1.jpg", ScriptedServer.Ok(Picture)).On("/2.jpg", ScriptedServer.Ok(Pictures.Jpeg(2, size: 50))).On("/3.jpg", ScriptedServer.Ok("<html>"u8.ToArray()));
        var list = _folder.Write("list.tsv", "name\timage_id\tface_id\turl\tbbox\tsha256\n" + string.Concat(
            $"Anna\t1\t1\t{_server.Url("/1.jpg")}\t10,20,50,60\t{Sha}\n",
            $"Berta\t2\t2\t{_server.Url("/2.jpg")}\t1,2,30,40\t{Sha}\n",
            $"Berta\t3\t3\t{_server.Url("/3.jpg")}\t1,2,30,40\t\n",
            $"Anna\t4\t4\t{_server.Url("/4.jpg")}\t1,2,30,40\t\n",
            $"Carla\t5\t5\t{_server.Url("/1.jpg")}\t11,21,51,61\t{Sha}\n"));
        var ingested = new Ingested(_folder);
        Download(list);
        var summary = ingested.Run(o => o with { Path = list, Align = 112 });

        Assert.Equal(("facescrub", 5, 2, 3), (summary.Format, summary.Listed, summary.Kept, summary.BadInputs));
        var samples = ingested.Samples();
        Assert.Equal([SampleStatus.Ok, SampleStatus.Foreign, SampleStatus.Foreign, SampleStatus.Missing, SampleStatus.Ok], samples.Select(s => s.Sample.Status));
        Assert.Equal([10f, 20, 50, 60], samples[0].Sample.Box!);
        Assert.Equal(112, samples[0].Sample.AlignSize);
        Assert.Contains("SHA-256", samples[1].Sample.Reason);
        Assert.Equal("HTTP 404", samples[3].Sample.Reason);
        // Two identities claim the picture of one URL: kept twice, recorded.
        Assert.Equal(1, summary.Conflicts);
        Assert.False(ingested.Run(o => o with { Path = list, Align = 112 }).Changed);

        _server.On("/4.jpg", ScriptedServer.Ok(Pictures.Jpeg(4, size: 50)));
        Download(list);
        summary = ingested.Run(o => o with { Path = list, Align = 112 });
        Assert.Equal((1, 3), (summary.Added, summary.Kept));
        Assert.Equal(1, _server.Count("/1.jpg"));
    }

    [Fact]
    public void The_downloads_of_two_lists_do_not_mix()
    {
        var first = _folder.Write("a/list.csv", "url,name\nhttp://a.test/1.jpg,Anna\n");
        var second = _folder.Write("b/list.csv", "url,name\nhttp://a.test/1.jpg,Anna\n");
        using (DownloadLedger.Open(_folder.At("downloads/list"), Shard.All, first))
        {
        }
        var error = Assert.Throws<CleanerException>(() => DownloadLedger.Open(_folder.At("downloads/list"), Shard.All, second));
        Assert.Contains("--downloads", error.Message);
        File.Delete(first);     // moved away: the same list at another place
        using (DownloadLedger.Open(_folder.At("downloads/list"), Shard.All, second))
        {
        }
    }

    [Fact]
    public void A_file_that_is_no_ledger_is_left_as_it_is()
    {
        var ledger = _folder.Write("downloads/list/ledger.db", new string('x', 5000));
        Assert.Throws<CleanerException>(() => DownloadLedger.Open(_folder.At("downloads/list"), Shard.All, "list"));
        Assert.Equal(5000, new FileInfo(ledger).Length);
    }

    private void Download(string list)
    {
        var source = (IRemoteSource)SourceCatalog.Open(new IngestOptions { Path = list });
        source.Download(new DownloadOptions { AllowPrivate = true, Retries = 0 }, null, CancellationToken.None);
    }

    private List<UrlEntry> Entries(string kind, string text, string extension = ".tsv", string? columns = null)
    {
        var options = new IngestOptions
        {
            Path = _folder.Write("list" + extension, text),
            Columns = columns?.Split(',').Select(c => c.Split('=')).ToDictionary(c => c[0], c => c[1]) ?? [],
        };
        var source = SourceCatalog.Open(options);
        Assert.Equal(kind, source.Kind);
        var head = UrlListHead.Of(options.Path);
        var layout = options.Columns.Count > 0
            ? UrlListLayout.OfColumns(options.Columns, head.Fields, head.Separator)
            : kind switch { "facescrub" => UrlListLayout.FaceScrub, "imdb-face" => UrlListLayout.ImdbFace, "pubfig" => UrlListLayout.PubFig, _ => UrlListLayout.OfHeading(head.Fields, head.Separator)! };
        return [.. new UrlListReader(options.Path, layout).Entries(CancellationToken.None)];
    }

    private List<SourceItem> Items(string text, string extension = "tsv") => Archives.List(_folder.Write("list." + extension, text)).Items;
}
