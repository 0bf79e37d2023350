using Cleaner.Manifests;
using Cleaner.Reports.Tests.Support;

namespace Cleaner.Reports.Tests.Review;

/// <summary>The page in a real browser, worked by keyboard.</summary>
public sealed class ReviewPageTests
{
    private const string Ready = "document.body.dataset.ready && !document.body.dataset.busy";
    private const string Current = "document.querySelector('#strip [aria-current]').dataset.key";

    [BrowserFact]
    public async Task It_opens_on_the_most_doubtful_image_with_its_names_faces_and_complains_of_nothing()
    {
        await using var client = await ReviewClient.Start();
        await using var browser = await Open(client);
        Assert.Empty(browser.Complaints);
        Assert.All(browser.Requests, address => Assert.StartsWith(client.Server.Address.AbsoluteUri, address, StringComparison.Ordinal));
        var closest = client.Set.Manifest.Beliefs().Where(b => b.Rule == "angle").MinBy(b => Math.Abs(b.Score - 75));
        Assert.Equal($"s{closest.SampleId}", await browser.Evaluate<string>(Current));
        await browser.Until("[...document.images].every(i => i.complete && i.naturalWidth > 0)");
        Assert.True(await browser.Evaluate<int>("document.querySelectorAll('.own img').length") > 2);
        Assert.Equal(5, await browser.Evaluate<int>("document.querySelectorAll('.other').length"));
        Assert.Contains("limit 75.0°", await browser.Evaluate<string>("document.querySelector('.gauge').textContent"), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Keys_keep_drop_and_undo_and_each_is_in_the_manifest_at_once()
    {
        await using var client = await ReviewClient.Start();
        await using var browser = await Open(client);
        long first = await Sample(browser);
        await Press(browser, "d");
        Assert.Equal((SampleState.Dropped, "review"), (State(client, first).State, State(client, first).Rule));
        long second = await Sample(browser);
        Assert.NotEqual(first, second);
        await Press(browser, "k");
        Assert.Equal("kept by ada", State(client, second).Reason);
        await Press(browser, "u");
        Assert.Equal("angle", State(client, second).Rule);
        Assert.Equal(5, client.Set.Manifest.Head);
        Assert.StartsWith("1 of ", await browser.Evaluate<string>("document.getElementById('progress').textContent"), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task A_name_is_found_as_it_is_typed_and_a_number_moves_to_the_nearest()
    {
        await using var client = await ReviewClient.Start();
        await using var browser = await Open(client);
        long first = await Sample(browser);
        await browser.Press("m");
        await browser.Until("document.getElementById('picker').open && document.activeElement.id === 'picker-text'");
        await browser.Type("on-007");
        await browser.Until("document.querySelector('#picker-list .who')?.textContent === 'person-007'");
        await Press(browser, "Enter");
        Assert.Equal("person-007", NameOf(client, State(client, first).IdentityId));

        long second = await Sample(browser);
        string nearest = await browser.Evaluate<string>("document.querySelector('.other b').textContent");
        await Press(browser, "1");
        Assert.Equal(nearest, NameOf(client, State(client, second).IdentityId));
    }

    [BrowserFact]
    public async Task A_row_of_images_is_chosen_and_decided_in_one_revision()
    {
        await using var client = await ReviewClient.Start();
        await using var browser = await Open(client);
        string[] keys = (await browser.Evaluate<string>("[...document.querySelectorAll('#strip .card')].slice(0, 4).map(c => c.dataset.key).join()")).Split(',');
        for (int i = 0; i < 3; i++)
        {
            await browser.Press("ArrowRight", shift: true);
            await browser.Until(Ready);
        }

        Assert.Equal("4 images chosen", await browser.Evaluate<string>("document.querySelector('.chosen').textContent"));
        await Press(browser, "d");
        Assert.All(keys, key => Assert.Equal("dropped by ada", State(client, long.Parse(key[1..], System.Globalization.CultureInfo.InvariantCulture)).Reason));
        Assert.Equal(3, client.Set.Manifest.Head);
        Assert.Equal(4, await browser.Evaluate<int>("document.querySelectorAll('#strip .decided').length"));
    }

    [BrowserFact]
    public async Task Suggestions_are_answered_by_key_merge_split_and_same_picture()
    {
        await using var client = await ReviewClient.Start();
        await using var browser = await Open(client);
        await Tab(browser, "Same picture");
        Assert.Equal(2, await browser.Evaluate<int>("document.querySelectorAll('.evidence img').length"));
        await Press(browser, "1");
        Assert.Contains("kept 1 image, dropped 1 image", client.Set.Manifest.Log()[^1].SettingsJson, StringComparison.Ordinal);

        await Tab(browser, "Two people?");
        Assert.Equal(3, await browser.Evaluate<int>("document.querySelectorAll('.tile[aria-selected=true]').length"));
        await browser.Press("s");
        await browser.Until("document.querySelector('#picker-list .who')?.textContent === 'person-000 (2)'");
        await Press(browser, "Enter");
        Assert.Equal(3, client.Set.Manifest.Beliefs().Count(b => NameOf(client, b.IdentityId) == "person-000 (2)"));

        await Tab(browser, "One person?");
        await Press(browser, "2");
        Assert.Contains("person-000 merged into person-001", client.Set.Manifest.Log()[^1].SettingsJson, StringComparison.Ordinal);
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task From_an_image_its_name_is_merged_into_another_or_images_are_split_off_it()
    {
        await using var client = await ReviewClient.Start();
        await using var browser = await Open(client);
        long own = State(client, await Sample(browser)).IdentityId;
        await browser.Press("s");
        await browser.Until("document.querySelectorAll('.pick .tile').length > 2");
        await browser.Press("ArrowRight");
        await Press(browser, "ArrowRight");
        await Press(browser, "x");
        int marked = await browser.Evaluate<int>("document.querySelectorAll('.tile[aria-selected=true]').length");
        await browser.Press("s");
        await browser.Until("document.getElementById('picker').open && document.querySelector('#picker-list .muted')?.textContent === 'new name'");
        await Press(browser, "Enter");
        Assert.Equal(marked, client.Set.Manifest.Beliefs().Count(b => NameOf(client, b.IdentityId) == NameOf(client, own) + " (2)"));

        long mine = State(client, await Sample(browser)).IdentityId;
        await browser.Press("g");
        await browser.Until("document.getElementById('picker').open");
        await browser.Type("person-008");
        await browser.Until("document.querySelector('#picker-list .who')?.textContent === 'person-008'");
        await Press(browser, "Enter");
        Assert.DoesNotContain(client.Set.Manifest.Beliefs(), b => b.IdentityId == mine && b.State == SampleState.Kept);
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task Markup_in_names_shows_as_text()
    {
        const string evil = "<img src=x onerror=document.title='taken'> & \"'";
        await using var client = await ReviewClient.Start(name: person => evil + person);
        await using var browser = await Open(client);
        Assert.StartsWith(evil, await browser.Evaluate<string>("document.querySelector('.own h2').textContent"), StringComparison.Ordinal);
        Assert.Equal("faces.db: review", await browser.Evaluate<string>("document.title"));
        Assert.Equal(0, await browser.Evaluate<int>("document.querySelectorAll('[onerror]').length"));
    }

    [BrowserFact]
    public async Task A_phone_shows_it_without_scrolling_sideways_and_darkness_is_respected()
    {
        await using var client = await ReviewClient.Start();
        await using var browser = await Open(client);
        await browser.Prefer("dark");
        int dark = await Brightness(browser);
        await browser.Prefer("light");
        Assert.True(await Brightness(browser) > 600 && dark < 150);
        await browser.Resize(390, 844);
        foreach (string tab in new[] { "All", "Same picture", "Two people?", "One person?" })
        {
            await Tab(browser, tab);
            Assert.Equal(390, await browser.Evaluate<int>("document.documentElement.scrollWidth"));
            Assert.True(await browser.Evaluate<int>("document.getElementById('stage').scrollWidth") <= 390, tab);
            Assert.True(await browser.Evaluate<int>("document.getElementById('stage').clientHeight") > 300, tab);
        }
    }

    [BrowserFact]
    public async Task Every_control_has_a_name_and_shows_the_focus()
    {
        await using var client = await ReviewClient.Start();
        await using var browser = await Open(client);
        Assert.Equal("", await browser.Evaluate<string>(
            "[...document.querySelectorAll('button, input, [role=option]')].filter(e => !(e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.textContent.trim())).map(e => e.outerHTML).join()"));
        Assert.Equal(0, await browser.Evaluate<int>("[...document.images].filter(i => !i.alt).length"));
        for (int i = 0; i < 6; i++)
        {
            await browser.Press("Tab");
            Assert.NotEqual("none", await browser.Evaluate<string>("getComputedStyle(document.activeElement).outlineStyle"));
        }
    }

    private static async Task<Browser> Open(ReviewClient client)
    {
        var browser = await Browser.Start();
        await browser.Resize(1280, 860);
        await browser.Open(client.Server.Address.AbsoluteUri);
        await browser.Until(Ready);
        return browser;
    }

    private static async Task Press(Browser browser, string key)
    {
        await browser.Press(key);
        await browser.Until(Ready);
    }

    private static async Task Tab(Browser browser, string title)
    {
        await browser.Evaluate<bool>($"[...document.querySelectorAll('#tabs button')].find(b => b.textContent.startsWith('{title}')).click(), true");
        await browser.Until(Ready);
    }

    private static async Task<int> Brightness(Browser browser) =>
        (await browser.Evaluate<string>("getComputedStyle(document.body).backgroundColor"))[4..^1].Split(',').Sum(int.Parse);

    private static async Task<long> Sample(Browser browser) =>
        long.Parse((await browser.Evaluate<string>(Current))[1..], System.Globalization.CultureInfo.InvariantCulture);

    private static Belief State(ReviewClient client, long sample) => client.Set.Manifest.View(sample)!.Value.Belief;

    private static string NameOf(ReviewClient client, long identity)
    {
        using var now = Manifest.Open(client.Set.Manifest.Path);
        return now.Identities().Single(i => i.Id == identity).Name;
    }
}
