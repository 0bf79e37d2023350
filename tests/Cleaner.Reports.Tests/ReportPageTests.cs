using Cleaner.Reports.Tests.Support;

namespace Cleaner.Reports.Tests;

public sealed class ReportPageTests
{
    [BrowserFact]
    public async Task The_page_opens_from_disk_asks_for_nothing_else_and_shows_every_picture()
    {
        using var set = new ReportSet(9, 10, "auto");
        await using var browser = await OpenReport(set, set.Input);
        Assert.Empty(browser.Complaints);
        Assert.All(browser.Requests, address => Assert.True(address.StartsWith("file:", StringComparison.Ordinal) || address.StartsWith("data:image/jpeg", StringComparison.Ordinal), address));
        Assert.True(await browser.Evaluate<int>("document.images.length") > 40);
        Assert.Equal(0, await browser.Evaluate<int>("[...document.images].filter(i => !(i.complete && i.naturalWidth > 0)).length"));
        Assert.Equal(0, await browser.Evaluate<int>("[...document.querySelectorAll('nav a')].filter(a => !document.querySelector(a.hash)).length"));
    }

    [BrowserFact]
    public async Task A_name_with_markup_in_it_shows_as_text()
    {
        const string evil = "<img src=x onerror=document.title='taken'> & \"'";
        using var set = new ReportSet(6, 8, "angle", person => evil + person);
        await using var browser = await OpenReport(set, set.Input);
        Assert.Empty(browser.Complaints);
        Assert.Equal("faces.db@2: cleaning report", await browser.Evaluate<string>("document.title"));
        Assert.Equal(0, await browser.Evaluate<int>("document.querySelectorAll('img[onerror], [onerror]').length"));
        Assert.StartsWith(evil, await browser.Evaluate<string>("document.querySelector('#dropped h3').textContent"), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task A_phone_shows_it_without_scrolling_sideways_and_darkness_is_respected()
    {
        using var set = new ReportSet(9, 10, "auto");
        await using var browser = await OpenReport(set, set.Input);
        await browser.Resize(390, 844);
        Assert.Equal(390, await browser.Evaluate<int>("document.documentElement.scrollWidth"));

        await browser.Prefer("light");
        int light = await Brightness(browser);
        await browser.Prefer("dark");
        int dark = await Brightness(browser);
        Assert.True(light > 600 && dark < 150, $"{light} and {dark} of 765");
    }

    [BrowserFact]
    public async Task Long_galleries_turn_pages_by_keyboard()
    {
        using var set = new ReportSet(36, 8, "angle");
        await using var browser = await OpenReport(set, set.Input);
        const string visible = "[...document.querySelectorAll('#dropped .group')].filter(g => !g.hidden)";
        string first = await browser.Evaluate<string>($"{visible}[0].querySelector('h3').textContent");
        Assert.Equal(16, await browser.Evaluate<int>($"{visible}.length"));

        // Keyboard alone: focus the pager's button as Tab would, then Enter and the arrow keys.
        await browser.Evaluate<bool>("document.querySelector('#dropped .pager button[aria-disabled=false]').focus(), true");
        await browser.Press("Enter");
        Assert.NotEqual(first, await browser.Evaluate<string>($"{visible}[0].querySelector('h3').textContent"));
        Assert.StartsWith("page 2 of", await browser.Evaluate<string>("document.querySelector('#dropped .pager [role=status]').textContent"), StringComparison.Ordinal);
        await browser.Press("ArrowLeft");
        Assert.Equal(first, await browser.Evaluate<string>($"{visible}[0].querySelector('h3').textContent"));
    }

    private static async Task<int> Brightness(Browser browser) =>
        (await browser.Evaluate<string>("getComputedStyle(document.body).backgroundColor"))[4..^1].Split(',').Sum(int.Parse);

    private static async Task<Browser> OpenReport(ReportSet set, ReportInput input)
    {
        string path = Path.Combine(set.Folder, "report.html");
        HtmlReport.Write(input, path);
        var browser = await Browser.Start();
        await browser.Open(new Uri(path).AbsoluteUri);
        return browser;
    }
}
