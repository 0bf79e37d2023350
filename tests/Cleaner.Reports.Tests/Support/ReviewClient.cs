using System.Net.Http.Json;
using System.Text.Json;
using Cleaner.Reports.Review;

namespace Cleaner.Reports.Tests.Support;

/// <summary>A review of a small set, served in this process, and a client that asks as the page does.</summary>
internal sealed class ReviewClient : IAsyncDisposable
{
    private readonly HttpClient _http = new();

    private ReviewClient(ReportSet set, ReviewServer server) => (Set, Server) = (set, server);

    public ReportSet Set { get; }

    public ReviewServer Server { get; }

    public static async Task<ReviewClient> Start(string rule = "angle", Func<int, string>? name = null)
    {
        var set = new ReportSet(9, 10, rule, name);
        return new ReviewClient(set, await ReviewServer.Start(Options(set)));
    }

    public static ReviewOptions Options(ReportSet set) =>
        new() { ManifestPath = set.Manifest.Path, Run = set.Run, Actor = "ada", Command = "cleaner review faces.db" };

    public Task<JsonElement> Get(string path) => _http.GetFromJsonAsync<JsonElement>(new Uri(Server.Address, path));

    public Task<HttpResponseMessage> Send(HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, new Uri(Server.Address, path)) { Content = body is null ? null : JsonContent.Create(body) };
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return _http.SendAsync(request);
    }

    public Task<HttpResponseMessage> Post(string path, object? body = null) => Send(HttpMethod.Post, path, body ?? new { }, (ReviewGate.PageHeader, "1"));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
        Set.Dispose();
    }
}
