using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Cleaner.EndToEnd.Tests.Support;
using Cleaner.Reports.Tests.Support;

namespace Cleaner.EndToEnd.Tests;

/// <summary>The review page of the real executable in a real browser.</summary>
[Collection(nameof(SmallDemo))]
public sealed class ReviewTests(SmallDemo demo)
{
    private const string Ready = "document.body.dataset.ready && !document.body.dataset.busy";

    [BrowserFact]
    public async Task A_decision_stands_after_the_server_is_killed_and_after_a_later_purge()
    {
        using var folder = demo.Copy();
        string[] purge = ["purge", "manifest.db", "--run", "subcenter", "--threshold", "75", "--force"];
        Cli.Run(folder.Path, purge).Expect(0);
        await using var browser = await Browser.Start();
        string decided;
        using (var server = Review(folder.Path, out var address))
        {
            await browser.Open(address);
            await browser.Until(Ready);
            decided = await browser.Evaluate<string>("document.querySelector('#strip [aria-current]').dataset.key");
            await Press(browser, "d");
            await Press(browser, "k");
            await Press(browser, "u");
            server.Kill();
            await server.WaitForExitAsync();
        }

        // The page says what has happened instead of pretending.
        await browser.Press("k");
        await browser.Until("document.getElementById('toast').textContent.startsWith('the review has ended')");

        Cli.Run(folder.Path, [.. purge[..^3], "--threshold", "60", "--force"]).Expect(0);
        var log = Cli.Run(folder.Path, "log", "manifest.db", "--json").Expect(0).Output;
        Assert.Equal(3, Regex.Count(log, "\"actor\": \"ada\""));
        using (var server = Review(folder.Path, out var address))
        {
            await browser.Open(address);
            await browser.Until(Ready);
            Assert.Equal("false", await browser.Evaluate<string>($"fetch('api/cases?take=200').then(r => r.json()).then(p => String(p.items.some(i => i.key === '{decided}')))"));
            Assert.Equal("dropped by ada", await browser.Evaluate<string>($"fetch('api/state').then(r => r.json()).then(s => s.undo === 'dropped 1 image' && s.decided === 1 ? 'dropped by ada' : JSON.stringify(s))"));
            server.Kill();
            await server.WaitForExitAsync();
        }

        var diff = Cli.Run(folder.Path, "diff", "manifest.db@1", "manifest.db", "--reason", "review").Expect(0);
        Assert.Contains("dropped", diff.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_reviewed_is_one_line()
    {
        using var folder = demo.Copy();
        Assert.Contains("no such run folder", Cli.Run(folder.Path, "review", "manifest.db", "--run", "nowhere", "--no-browser").Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("a port is 0 to 65535", Cli.Run(folder.Path, "review", "manifest.db", "--port", "70000", "--no-browser").Expect(2).Error, StringComparison.Ordinal);
        Assert.Single(Cli.Run(folder.Path, "review", "missing.db", "--no-browser").Expect(1).Error.Trim().Split('\n').Skip(1));
    }

    [Fact]
    public void Control_C_ends_the_review_as_it_should_end()
    {
        const int interrupt = 2;
        using var folder = demo.Copy();
        using var server = Review(folder.Path, out _);
        Assert.Equal(0, kill(server.Id, interrupt));
        bool ended = server.WaitForExit(TimeSpan.FromMinutes(1));
        server.Kill();
        Assert.True(ended, "the review did not end on SIGINT");
        Assert.Equal(0, server.ExitCode);
    }

    [DllImport("libc")]
    private static extern int kill(int process, int signal);

    private static Process Review(string folder, out string address)
    {
        var server = Cli.StartInForeground(folder, ["review", "manifest.db", "--actor", "ada", "--no-browser"], out StringBuilder output, out var error);
        while (true)
        {
            string printed;
            lock (output)
            {
                printed = output.ToString();
            }

            if (printed.Contains('\n', StringComparison.Ordinal))
            {
                address = printed.Trim();
                return server;
            }

            Assert.False(server.HasExited, $"the review ended by itself: {error}");
            Thread.Yield();
        }
    }

    private static async Task Press(Browser browser, string key)
    {
        await browser.Press(key);
        await browser.Until(Ready);
    }
}
