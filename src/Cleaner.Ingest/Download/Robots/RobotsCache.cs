using System.Collections.Concurrent;
using System.Text;

namespace Cleaner.Ingest.Download;

/// <summary>The robots.txt of each host, asked for once a run (RFC 9309: 4xx allows all; one that cannot be had allows nothing for now).</summary>
/// <param name="send">Asks for an address.</param>
/// <param name="agentName">The name that groups may address.</param>
/// <param name="maxRedirects">Redirects that are followed.</param>
/// <param name="time">Of today.</param>
internal sealed class RobotsCache(Func<Uri, CancellationToken, Task<HttpResponseMessage>> send, string agentName, int maxRedirects, TimeProvider time)
{
    /// <summary>What lies beyond is not read; RFC 9309 asks for at least this much.</summary>
    private const int MaxBytes = 500 << 10;

    private readonly ConcurrentDictionary<string, RobotsRules> _rules = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _asking = new(StringComparer.Ordinal);

    /// <summary>Why an address may not be asked for, or null.</summary>
    /// <exception cref="HttpRequestException">The host cannot be reached.</exception>
    public async Task<Attempt?> CheckAsync(Uri address, CancellationToken stop)
    {
        var origin = address.GetLeftPart(UriPartial.Authority);
        if (!_rules.TryGetValue(origin, out var rules))
        {
            var asking = _asking.GetOrAdd(origin, _ => new SemaphoreSlim(1));
            await asking.WaitAsync(stop).ConfigureAwait(false);
            try
            {
                if (!_rules.TryGetValue(origin, out rules))
                {
                    (rules, var failure) = await AskAsync(new Uri(origin + "/robots.txt"), stop).ConfigureAwait(false);
                    if (rules is null)
                        return failure! with { Reason = $"robots.txt cannot be had: {failure.Reason}" };
                    _rules[origin] = rules;
                }
            }
            finally
            {
                asking.Release();
            }
        }
        return rules.Allows(address.PathAndQuery) ? null : new Attempt(DownloadStatus.Robots, "robots.txt asks to leave it alone");
    }

    private async Task<(RobotsRules? Rules, Attempt? Failure)> AskAsync(Uri address, CancellationToken stop)
    {
        for (var redirects = 0; redirects <= maxRedirects; redirects++)
        {
            using var response = await send(address, stop).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
                return (RobotsRules.Parse(await TextAsync(response, stop).ConfigureAwait(false), agentName), null);
            if (Redirect.Target(response, address) is { } target)
            {
                address = target;
                continue;
            }
            var failure = HttpFailures.Of(response.StatusCode, RetryAfter.Of(response.Headers.RetryAfter, time.GetUtcNow()));
            return failure.Status is DownloadStatus.Busy or DownloadStatus.ServerError or DownloadStatus.TimedOut ? (null, failure) : (RobotsRules.AllowAll, null);
        }
        return (RobotsRules.AllowAll, null);    // as RFC 9309 treats too many redirects: there is none
    }

    private static async Task<string> TextAsync(HttpResponseMessage response, CancellationToken stop)
    {
        using var stream = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
        var buffer = new byte[MaxBytes];
        var length = await stream.ReadAtLeastAsync(buffer, MaxBytes, throwOnEndOfStream: false, stop).ConfigureAwait(false);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
