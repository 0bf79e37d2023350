using System.Security.Cryptography;
using Cleaner.Imaging;
using Cleaner.Ingest.Download;
using Cleaner.Ingest.Tests.Support;
using Cleaner.Manifests;
using static Cleaner.Ingest.Tests.Support.ScriptedServer;

namespace Cleaner.Ingest.Tests.Download;

/// <summary>Against a real server on loopback that misbehaves.</summary>
public sealed class DownloaderTests : IDisposable
{
    private static readonly byte[] Picture = Pictures.Jpeg(1, size: 48);

    private readonly DownloadBench _bench = new();

    public void Dispose() => _bench.Dispose();

    private ScriptedServer Server => _bench.Server;

    [Fact]
    public void The_original_bytes_are_kept_under_the_identity_and_a_hash_of_the_URL()
    {
        Server.On("/1.jpg", Ok(Picture)).On("/2", Ok(Pictures.Png(2, size: 16)));
        var summary = _bench.Run(_bench.Row("/1.jpg", identity: "Anna/Bo: Q?"), _bench.Row("/2", identity: "Zoë"));

        Assert.Equal(2, summary.Statuses[DownloadStatus.Ok]);
        Assert.Matches("Anna%2FBo%3A Q%3F/[0-9a-f]{16}\\.jpg$", _bench.Files()[0]);
        Assert.Matches("Zoë/[0-9a-f]{16}\\.png$", _bench.Files()[1]);
        Assert.Equal(Picture, File.ReadAllBytes(_bench.Files()[0]));
        Assert.Equal((48, 48), (_bench.Find(_bench.Row("/1.jpg")).Width, _bench.Find(_bench.Row("/1.jpg")).Height));
    }

    [Fact]
    public void A_busy_host_is_asked_again_after_the_time_that_it_asks_for()
    {
        Server.On("/1.jpg", Status("429 Too Many Requests", "Retry-After: 7"), Status("503 Service Unavailable", "Retry-After: Thu, 01 Jan 2026 00:01:07 GMT"), Ok(Picture));
        Assert.Equal(DownloadStatus.Ok, _bench.One("/1.jpg").Status);
        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(60)], _bench.Clock.Pauses);
    }

    [Fact]
    public void A_host_that_asks_for_too_long_a_wait_is_left_for_the_next_run()
    {
        Server.On("/1.jpg", Status("429 Too Many Requests", "Retry-After: 86400"));
        Assert.Equal(DownloadStatus.Busy, _bench.One("/1.jpg").Status);
        Assert.Equal(1, Server.Count("/1.jpg"));
        Assert.Empty(_bench.Clock.Pauses);
    }

    [Fact]
    public void Failures_that_pass_are_tried_again_with_growing_pauses()
    {
        Server.On("/1.jpg", Status("503 Service Unavailable"), Reset, Status("500 Internal Server Error"), Status("502 Bad Gateway"), Ok(Picture));
        var summary = _bench.Run(_bench.Row("/1.jpg"));
        Assert.Equal((1, 5), (summary.Statuses[DownloadStatus.Ok], summary.Tries));
        var pauses = _bench.Clock.Pauses;
        Assert.Equal(4, pauses.Count);
        Assert.All(pauses, pause => Assert.InRange(pause, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(2)));
        Assert.True(pauses[2] + pauses[3] > pauses[0] + pauses[1], $"no back-off: {string.Join(", ", pauses)}");
    }

    [Fact]
    public void Tries_end_and_the_last_failure_stands()
    {
        Server.On("/1.jpg", Status("503 Service Unavailable"));
        var entry = _bench.One("/1.jpg");
        Assert.Equal((DownloadStatus.ServerError, "HTTP 503"), (entry.Status, entry.Reason));
        Assert.Equal(1 + _bench.Options.Retries, Server.Count("/1.jpg"));
    }

    [Theory]
    [InlineData("404 Not Found", nameof(DownloadStatus.NotFound))]
    [InlineData("410 Gone", nameof(DownloadStatus.NotFound))]
    [InlineData("403 Forbidden", nameof(DownloadStatus.Refused))]
    [InlineData("451 Unavailable For Legal Reasons", nameof(DownloadStatus.Refused))]
    [InlineData("501 Not Implemented", nameof(DownloadStatus.ServerError))]
    [InlineData("204 No Content", nameof(DownloadStatus.Refused))]
    public void Failures_that_stay_are_not_tried_again(string status, string expected)
    {
        Server.On("/1.jpg", Status(status));
        Assert.Equal(expected, _bench.One("/1.jpg").Status.ToString());
        Assert.Equal(1, Server.Count("/1.jpg"));
    }

    [Fact]
    public void A_name_that_does_not_exist_is_not_tried_again()
    {
        Assert.Equal(DownloadStatus.Unreachable, _bench.One("/1.jpg", host: "unknown.test").Status);
        Assert.Empty(_bench.Clock.Pauses);
    }

    [Fact]
    public void A_slow_body_runs_into_the_limit_of_one_try_and_is_tried_again()
    {
        // The clock ends the limit when the server has begun to answer: the body is what is slow.
        Server.On("/1.jpg", Stall(_bench.Clock.EndShortestLimit), Ok(Picture));
        var row = _bench.Row("/1.jpg");
        Assert.Equal(2, _bench.Run(row).Tries);
        Assert.Equal(DownloadStatus.Ok, _bench.Find(row).Status);
    }

    [Fact]
    public void A_body_that_is_always_slow_is_a_time_out()
    {
        _bench.Options = _bench.Options with { Retries = 1 };
        Server.On("/1.jpg", Stall(_bench.Clock.EndShortestLimit));
        Assert.Equal(DownloadStatus.TimedOut, _bench.One("/1.jpg").Status);
        Assert.Equal(2, Server.Count("/1.jpg"));
    }

    [Fact]
    public void All_tries_together_have_a_limit_too()
    {
        _bench.Options = _bench.Options with { TryTimeout = 2 * JumpingClock.Longest, TotalTimeout = JumpingClock.Longest };
        Server.On("/1.jpg", Stall(_bench.Clock.EndShortestLimit));
        Assert.Equal(DownloadStatus.TimedOut, _bench.One("/1.jpg").Status);
        Assert.Equal(1, Server.Count("/1.jpg"));
    }

    [Fact]
    public void An_answer_that_breaks_off_is_tried_again()
    {
        Server.On("/1.jpg", Ok(Picture[..100], $"Content-Length: {Picture.Length}"), Ok(Picture));
        Assert.Equal(DownloadStatus.Ok, _bench.One("/1.jpg").Status);
        Assert.Equal(2, Server.Count("/1.jpg"));
    }

    [Fact]
    public void An_answer_that_says_less_than_it_sends_is_a_damaged_image()
    {
        Server.On("/1.jpg", Ok(Picture, $"Content-Length: {Picture.Length / 2}"));
        Assert.Equal(DownloadStatus.Damaged, _bench.One("/1.jpg").Status);
        Assert.Empty(_bench.Files());
    }

    [Fact]
    public void A_page_instead_of_an_image_is_no_image()
    {
        Server.On("/1.jpg", Ok("<html><body>This picture was removed.</body></html>"u8.ToArray(), "Content-Type: image/jpeg"));
        var entry = _bench.One("/1.jpg");
        Assert.Equal(DownloadStatus.NotAnImage, entry.Status);
        Assert.Contains("HTML", entry.Reason);
        Assert.Empty(_bench.Files());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_body_over_the_limit_is_not_read_to_its_end(bool saysSo)
    {
        _bench.Options = _bench.Options with { MaxBytes = 10_000 };
        var sent = 0L;
        Server.On("/1.jpg", async exchange =>
        {
            await exchange.Send("HTTP/1.1 200 OK\r\nConnection: close\r\n" + (saysSo ? "Content-Length: 100000000\r\n\r\n" : "\r\n"));
            try
            {
                for (; sent < 100_000_000; sent += 10_000)
                    await exchange.Send(new byte[10_000]);
            }
            catch (System.Net.Sockets.SocketException)
            {
                // The other side has hung up.
            }
        });
        Assert.Equal(DownloadStatus.TooLarge, _bench.One("/1.jpg").Status);
        Assert.True(sent < 100_000_000, "the whole body was sent");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_hash_of_the_list_is_verified(bool md5)
    {
        byte[] Hash(byte[] content) => md5 ? MD5.HashData(content) : SHA256.HashData(content);
        Server.On("/same.jpg", Ok(Picture)).On("/other.jpg", Ok(Pictures.Jpeg(2)));
        Assert.Equal(DownloadStatus.Ok, _bench.One("/same.jpg", hash: Hash(Picture)).Status);
        var entry = _bench.One("/other.jpg", hash: Hash(Picture));
        Assert.Equal(DownloadStatus.Mismatch, entry.Status);
        Assert.Contains(md5 ? "MD5" : "SHA-256", entry.Reason);
        Assert.Single(_bench.Files());
    }

    [Fact]
    public void A_failing_host_is_left_alone_for_a_while_and_then_for_the_run_and_others_are_not()
    {
        _bench.Options = _bench.Options with { BreakAfter = 5, MaxBreaks = 2, PerHost = 2 };
        Server.On("/good.jpg", Ok(Picture));
        for (var i = 0; i < 40; i++)
            Server.On($"/{i}.jpg", Reset);
        var rows = Enumerable.Range(0, 40).Select(i => _bench.Row($"/{i}.jpg", host: "down.test")).Append(_bench.Row("/good.jpg")).ToArray();
        _bench.Options = _bench.Options with { HonourRobots = false };
        var summary = _bench.Run(rows);

        Assert.Equal(1, summary.Statuses[DownloadStatus.Ok]);
        Assert.InRange(summary.Statuses[DownloadStatus.HostDown], 30, 40);
        // 40 URLs with 5 tries each would be 200: it was asked until the breaks had used up the run's patience.
        Assert.InRange(Server.Requests.Count(r => r != "/good.jpg"), 5, 30);
        Assert.Contains(_bench.Clock.Pauses, pause => pause > TimeSpan.FromSeconds(20));
        Assert.Equal("down.test", Assert.Single(summary.FailingHosts).Reason);
    }

    [Fact]
    public void A_host_that_recovers_after_a_break_is_used_again()
    {
        _bench.Options = _bench.Options with { BreakAfter = 3, Connections = 1 };
        Server.On("/1.jpg", Reset, Reset, Reset, Ok(Picture)).On("/2.jpg", Ok(Picture));
        var summary = _bench.Run(_bench.Row("/1.jpg"), _bench.Row("/2.jpg"));
        Assert.Equal(2, summary.Statuses[DownloadStatus.Ok]);
        Assert.Contains(_bench.Clock.Pauses, pause => pause > TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void No_host_has_more_downloads_under_way_than_its_share()
    {
        _bench.Options = _bench.Options with { PerHost = 2, Connections = 16, HonourRobots = false };
        for (var i = 0; i < 20; i++)
            Server.On($"/{i}.jpg", Ok(Picture));
        var summary = _bench.Run([.. Enumerable.Range(0, 20).Select(i => _bench.Row($"/{i}.jpg"))]);
        Assert.Equal(20, summary.Statuses[DownloadStatus.Ok]);
        Assert.InRange(Server.MostAtOnce, 1, 2);
    }

    [Fact]
    public void A_URL_of_several_rows_is_downloaded_once()
    {
        Server.On("/1.jpg", Ok(Picture));
        var summary = _bench.Run(_bench.Row("/1.jpg"), _bench.Row("/1.jpg", identity: "berta"), _bench.Row("/1.jpg"));
        Assert.Equal((1, 1, 2), (Server.Count("/1.jpg"), summary.Statuses[DownloadStatus.Ok], summary.Present + summary.Repeats));
    }

    [Fact]
    public void A_later_call_tries_again_what_failed_and_nothing_else()
    {
        Server.On("/1.jpg", Ok(Picture)).On("/2.jpg", Status("404 Not Found"), Ok(Picture)).On("/3.jpg", Status("404 Not Found"));
        var rows = new[] { _bench.Row("/1.jpg"), _bench.Row("/2.jpg"), _bench.Row("/3.jpg") };
        _bench.Run(rows);
        var summary = _bench.Run(rows);
        Assert.Equal((1, 1, 1), (summary.Present, summary.Statuses[DownloadStatus.Ok], summary.Statuses[DownloadStatus.NotFound]));
        Assert.Equal((1, 2, 2), (Server.Count("/1.jpg"), Server.Count("/2.jpg"), Server.Count("/3.jpg")));
    }

    [Fact]
    public void A_download_that_was_deleted_or_cut_is_downloaded_again()
    {
        Server.On("/1.jpg", Ok(Picture));
        _bench.One("/1.jpg");
        File.WriteAllBytes(_bench.Files()[0], Picture[..10]);
        _bench.One("/1.jpg");
        Assert.Equal(Picture, File.ReadAllBytes(Assert.Single(_bench.Files())));
    }

    [Fact]
    public void Stopped_in_the_middle_it_keeps_what_it_has_and_goes_on_from_there()
    {
        using var stop = new CancellationTokenSource();
        _bench.Options = _bench.Options with { Connections = 1, HonourRobots = false };
        Server.On("/1.jpg", Ok(Picture)).On("/2.jpg", Status("404 Not Found")).On("/3.jpg", Stall(stop.Cancel), Ok(Picture)).On("/4.jpg", Ok(Picture));
        var rows = Enumerable.Range(1, 4).Select(i => _bench.Row($"/{i}.jpg")).ToArray();
        Assert.ThrowsAny<OperationCanceledException>(() => _bench.Run(stop.Token, rows));

        var summary = _bench.Run(rows);
        Assert.Equal((1, 2), (summary.Present, summary.Statuses[DownloadStatus.Ok]));
        // What the interrupted run has found missing is not asked for again before the next run.
        Assert.Equal([1, 1, 2, 1], Enumerable.Range(1, 4).Select(i => Server.Count($"/{i}.jpg")));
        _bench.Run(rows);
        Assert.Equal(2, Server.Count("/2.jpg"));
    }

    [Fact]
    public void Downloads_that_cannot_be_written_end_the_run_in_one_line()
    {
        Server.On("/1.jpg", Ok(Picture));
        var row = _bench.Row("/1.jpg");
        Directory.CreateDirectory(Path.Combine(_bench.Folder));
        File.WriteAllText(Path.Combine(_bench.Folder, "anna"), "a file where the folder of the identity should be");
        var error = Assert.Throws<CleanerException>(() => _bench.Run(row));
        Assert.Contains("anna", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Two_processes_do_not_download_into_one_folder()
    {
        using var first = DownloadLedger.Open(_bench.Folder, Shard.All, "/list.tsv");
        Assert.Contains("another process", Assert.Throws<CleanerException>(() => DownloadLedger.Open(_bench.Folder, Shard.All, "/list.tsv")).Message);
    }
}
