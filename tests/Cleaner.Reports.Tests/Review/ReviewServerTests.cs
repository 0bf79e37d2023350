using System.Net;
using System.Net.NetworkInformation;
using System.Text.Json;
using Cleaner.Manifests;
using Cleaner.Reports.Review;
using Cleaner.Reports.Tests.Support;

namespace Cleaner.Reports.Tests.Review;

public sealed class ReviewServerTests
{
    [Fact]
    public async Task Only_the_address_with_the_token_leads_anywhere()
    {
        await using var client = await ReviewClient.Start();
        string token = client.Server.Address.AbsolutePath.Trim('/');
        Assert.Matches("^[0-9a-f]{48}$", token);
        Assert.Equal(HttpStatusCode.OK, (await client.Send(HttpMethod.Get, "")).StatusCode);
        foreach (string path in new[] { "/", "/api/state", $"/{token[..^1]}0x/", $"/{token.ToUpperInvariant()}x/api/state", $"/x{token}/" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await client.Send(HttpMethod.Get, path)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await client.Send(HttpMethod.Get, "assets/../api/nothing")).StatusCode);
    }

    [Fact]
    public async Task Each_start_has_another_token_and_another_port()
    {
        await using var first = await ReviewClient.Start();
        await using var second = await ReviewClient.Start();
        Assert.NotEqual(first.Server.Address.AbsolutePath, second.Server.Address.AbsolutePath);
        Assert.NotEqual(first.Server.Address.Port, second.Server.Address.Port);
    }

    [Fact]
    public async Task It_listens_on_the_loopback_interface_alone()
    {
        await using var client = await ReviewClient.Start();
        var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(e => e.Port == client.Server.Address.Port).ToList();
        Assert.NotEmpty(listeners);
        Assert.All(listeners, listener => Assert.True(IPAddress.IsLoopback(listener.Address), listener.ToString()));
    }

    [Fact]
    public async Task A_foreign_host_name_is_turned_away()
    {
        await using var client = await ReviewClient.Start();
        foreach (string host in new[] { "evil.example", $"evil.example:{client.Server.Address.Port}", "127.0.0.1", "127.0.0.1:1" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await client.Send(HttpMethod.Get, "api/state", null, ("Host", host))).StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await client.Send(HttpMethod.Get, "api/state", null, ("Host", $"localhost:{client.Server.Address.Port}"))).StatusCode);
    }

    [Fact]
    public async Task Decisions_are_taken_from_the_page_alone()
    {
        await using var client = await ReviewClient.Start();
        var decision = new { actions = new[] { new { @do = "drop", samples = new[] { 1 } } } };
        Assert.Equal(HttpStatusCode.Forbidden, (await client.Send(HttpMethod.Post, "api/decisions", decision)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.Send(HttpMethod.Post, "api/decisions", decision, (ReviewGate.PageHeader, "1"), ("Origin", "http://evil.example"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.Send(HttpMethod.Post, "api/decisions", decision, (ReviewGate.PageHeader, "1"), ("Sec-Fetch-Site", "cross-site"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.Send(HttpMethod.Put, "api/decisions", decision, (ReviewGate.PageHeader, "1"))).StatusCode);
        Assert.Equal(2, client.Set.Manifest.Head);
        Assert.Equal(HttpStatusCode.OK, (await client.Post("api/decisions", decision)).StatusCode);
        Assert.Equal(3, client.Set.Manifest.Head);
    }

    [Fact]
    public async Task The_page_may_load_nothing_from_elsewhere_and_tells_nobody_its_address()
    {
        await using var client = await ReviewClient.Start();
        using var answer = await client.Send(HttpMethod.Get, "");
        string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        string page = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotMatch("(?i)(src|href)=\"(?!assets/|#)", page);
    }

    [Fact]
    public async Task A_request_that_cannot_be_meant_is_one_line_and_changes_nothing()
    {
        await using var client = await ReviewClient.Start();
        foreach (string body in new[]
        {
            """{"actions":[{"do":"burn","samples":[1]}]}""", """{"actions":[{"do":"drop","samples":[]}]}""", """{"actions":[{"do":"drop","samples":[1,99999]}]}""",
            """{"actions":[{"do":"move","samples":[1],"identity":777}]}""", """{"actions":[{"do":"move","samples":[1],"name":"  "}]}""",
            """{"actions":[{"do":"merge","from":1,"identity":1}]}""", """{"actions":[]}""", """{"settle":"f99"}""", "null", "7",
        })
        {
            using var answer = await client.Post("api/decisions", JsonSerializer.Deserialize<object?>(body));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            string error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetString()!;
            Assert.DoesNotContain('\n', error);
        }

        Assert.Equal(2, client.Set.Manifest.Head);
    }

    [Fact]
    public async Task A_taken_port_is_one_line()
    {
        await using var client = await ReviewClient.Start();
        var error = await Assert.ThrowsAsync<CleanerException>(() => ReviewServer.Start(ReviewClient.Options(client.Set) with { Port = client.Server.Address.Port }));
        Assert.Contains("cannot be had", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_most_doubtful_images_come_first_then_conflicts_then_suggestions()
    {
        await using var client = await ReviewClient.Start();
        var items = (await client.Get("api/cases?take=200")).GetProperty("items").EnumerateArray().ToList();
        var kinds = items.Select(i => i.GetProperty("kind").GetString()).ToList();
        Assert.Equal(["image", "conflict", "merge", "split"], kinds.Distinct());
        var beliefs = client.Set.Manifest.Beliefs().ToDictionary(b => b.SampleId);
        var distances = items.Where(i => i.GetProperty("kind").GetString() == "image")
            .Select(i => Math.Abs(beliefs[i.GetProperty("samples")[0].GetInt64()].Score - client.Set.Threshold)).ToList();
        Assert.Equal(distances.Order(), distances);
        Assert.Equal(beliefs.Values.Count(b => b.Rule == "angle"), distances.Count);
    }

    [Fact]
    public async Task A_case_shows_its_names_typical_images_and_the_nearest_other_names()
    {
        await using var client = await ReviewClient.Start();
        var detail = await client.Get("api/cases/s2");
        var own = detail.GetProperty("identities")[0];
        Assert.Equal("person-000", own.GetProperty("name").GetString());
        var faces = own.GetProperty("faces").EnumerateArray().Select(f => f.GetProperty("id").GetInt64()).ToList();
        Assert.DoesNotContain(2, faces);
        Assert.All(faces, id => Assert.Equal(SampleState.Kept, client.Set.Manifest.View(id)!.Value.Belief.State));
        double[] cosines = [.. detail.GetProperty("others").EnumerateArray().Select(o => o.GetProperty("cosine").GetDouble())];
        Assert.Equal(5, cosines.Length);
        Assert.Equal(cosines.OrderDescending(), cosines);
        Assert.DoesNotContain(detail.GetProperty("others").EnumerateArray(), o => o.GetProperty("name").GetString() == "person-000");
    }

    [Fact]
    public async Task Names_are_found_by_any_part_and_beginnings_come_first()
    {
        await using var client = await ReviewClient.Start(name: i => i == 4 ? "7up" : FormattableString.Invariant($"person-{i:D3}"));
        var found = await client.Get("api/identities?q=7&count=8");
        Assert.Equal(["7up", "person-007"], found.EnumerateArray().Select(i => i.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Pictures_come_as_small_jpegs_and_a_lost_file_says_so()
    {
        await using var client = await ReviewClient.Start();
        using var picture = await client.Send(HttpMethod.Get, "image/1?size=64");
        byte[] jpeg = await picture.Content.ReadAsByteArrayAsync();
        Assert.Equal("image/jpeg", picture.Content.Headers.ContentType!.MediaType);
        Assert.Equal((0xFF, 0xD8), (jpeg[0], jpeg[1]));
        Directory.Delete(Path.Combine(client.Set.Folder, "images"), recursive: true);
        Assert.Equal(HttpStatusCode.Gone, (await client.Send(HttpMethod.Get, "image/1?size=64")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.Send(HttpMethod.Get, "image/99999?size=64")).StatusCode);
    }
}
