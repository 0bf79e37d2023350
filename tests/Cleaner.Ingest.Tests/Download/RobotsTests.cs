using System.Text;
using Cleaner.Ingest.Download;
using Cleaner.Ingest.Tests.Support;
using static Cleaner.Ingest.Tests.Support.ScriptedServer;

namespace Cleaner.Ingest.Tests.Download;

public sealed class RobotsTests : IDisposable
{
    private static readonly byte[] Picture = Pictures.Jpeg(1, size: 32);

    private readonly DownloadBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void What_robots_txt_forbids_is_not_asked_for_and_it_is_read_once()
    {
        _bench.Server.On("/robots.txt", Ok("User-agent: *\nDisallow: /private/\n"u8.ToArray())).On("/private/1.jpg", Ok(Picture)).On("/2.jpg", Ok(Picture)).On("/3.jpg", Ok(Picture));
        var summary = _bench.Run(_bench.Row("/private/1.jpg"), _bench.Row("/2.jpg"), _bench.Row("/3.jpg"));
        Assert.Equal((1, 2), (summary.Statuses[DownloadStatus.Robots], summary.Statuses[DownloadStatus.Ok]));
        Assert.Equal((1, 0), (_bench.Server.Count("/robots.txt"), _bench.Server.Count("/private/1.jpg")));
    }

    [Fact]
    public void The_host_that_a_redirect_leads_to_is_heeded_too()
    {
        _bench.Server
            .On("/robots.txt", async exchange => await exchange.Answer("200 OK", Encoding.ASCII.GetBytes(exchange.Head.Contains("Host: other.test", StringComparison.Ordinal) ? "User-agent: *\nDisallow: /" : "")))
            .On("/1.jpg", Status("302 Found", $"Location: {_bench.Server.Url("/2.jpg", "other.test")}")).On("/2.jpg", Ok(Picture));
        Assert.Equal(DownloadStatus.Robots, _bench.One("/1.jpg").Status);
        Assert.Equal(0, _bench.Server.Count("/2.jpg"));
    }

    [Fact]
    public void A_robots_txt_that_fails_forbids_for_now_and_is_asked_for_again()
    {
        _bench.Server.On("/robots.txt", Status("503 Service Unavailable"), Ok(""u8.ToArray())).On("/1.jpg", Ok(Picture));
        Assert.Equal(DownloadStatus.Ok, _bench.One("/1.jpg").Status);
        Assert.Equal(["/robots.txt", "/robots.txt", "/1.jpg"], _bench.Server.Requests);
    }

    [Theory]
    [InlineData("403 Forbidden")]
    [InlineData("404 Not Found")]
    public void A_host_without_robots_txt_allows_all(string status)
    {
        _bench.Server.On("/robots.txt", Status(status)).On("/1.jpg", Ok(Picture));
        Assert.Equal(DownloadStatus.Ok, _bench.One("/1.jpg").Status);
    }

    [Theory]
    [InlineData("noindex", true)]
    [InlineData("noimageai", true)]
    [InlineData("nofollow, NoAI", true)]
    [InlineData("none", true)]
    [InlineData("cleaner: noindex", true)]
    [InlineData("*: noai", true)]
    [InlineData("googlebot: noindex", false)]
    [InlineData("googlebot: noindex, noai", false)]
    [InlineData("nofollow", false)]
    [InlineData("max-image-preview: none", false)]
    [InlineData("unavailable_after: 25 Jun 2010 15:00:00 PST", false)]
    public void X_Robots_Tag_is_heeded_where_it_means_us(string value, bool forbids)
    {
        _bench.Server.On("/1.jpg", Ok(Picture, $"X-Robots-Tag: {value}"));
        Assert.Equal(forbids ? DownloadStatus.Robots : DownloadStatus.Ok, _bench.One("/1.jpg").Status);
        Assert.Equal(forbids ? 0 : 1, _bench.Files().Count);
    }

    [Fact]
    public void Both_can_be_ignored()
    {
        _bench.Options = _bench.Options with { HonourRobots = false };
        _bench.Server.On("/robots.txt", Ok("User-agent: *\nDisallow: /"u8.ToArray())).On("/1.jpg", Ok(Picture, "X-Robots-Tag: noai"));
        Assert.Equal(DownloadStatus.Ok, _bench.One("/1.jpg").Status);
        Assert.Equal(0, _bench.Server.Count("/robots.txt"));
    }

    [Theory]
    [InlineData("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/1.jpg", true)]
    [InlineData("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/c.jpg", false)]
    [InlineData("User-agent: *\nDisallow: /a\nAllow: /a", "/a", true)]
    [InlineData("User-agent: *\nDisallow: /*.jpg$", "/x/1.jpg", false)]
    [InlineData("User-agent: *\nDisallow: /*.jpg$", "/x/1.jpg?size=2", true)]
    [InlineData("User-agent: *\nDisallow: /*.jpg$", "/x.jpg/1.jpg", false)]
    [InlineData("User-agent: *\nDisallow: /*/b/*/d", "/a/b/c/d", false)]
    [InlineData("User-agent: *\nDisallow:", "/1.jpg", true)]
    [InlineData("User-agent: cleaner\nAllow: /\n\nUser-agent: *\nDisallow: /", "/1.jpg", true)]
    [InlineData("User-agent: other\nUser-agent: Cleaner/1.0\nDisallow: /p\n\nUser-agent: *\nDisallow: /", "/1.jpg", true)]
    [InlineData("User-agent: other\nUser-agent: Cleaner/1.0\nDisallow: /p\n\nUser-agent: *\nAllow: /", "/p.jpg", false)]
    [InlineData("User-agent: other\nDisallow: /", "/1.jpg", true)]
    [InlineData("User-agent: cleaner\n\nUser-agent: *\nDisallow: /", "/1.jpg", false)]
    [InlineData("\uFEFFuser-AGENT : *  # all\r\nDISALLOW : /  # everything", "/1.jpg", false)]
    [InlineData("<html>not a robots.txt</html>", "/1.jpg", true)]
    public void Rules_are_read_as_RFC_9309_has_them(string text, string path, bool allowed) =>
        Assert.Equal(allowed, RobotsRules.Parse(text, "cleaner").Allows(path));
}
