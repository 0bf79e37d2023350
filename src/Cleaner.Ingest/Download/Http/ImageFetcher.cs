using System.Net;
using System.Net.Sockets;

namespace Cleaner.Ingest.Download;

/// <summary>Asks for one URL, once: robots.txt, redirects, headers, body. What goes wrong becomes an <see cref="Attempt"/>. Thread safe.</summary>
internal sealed class ImageFetcher : IDisposable
{
    private const int BufferBytes = 16 << 10;
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private readonly DownloadOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;
    private readonly RobotsCache? _robots;
    private readonly string _agentName;

    public ImageFetcher(DownloadOptions options, IDownloadNetwork network, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _agentName = options.UserAgent.Split('/', ' ')[0];
        var connector = new SafeConnector(network, options.AllowPrivate);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,      // each hop is looked at here
            UseCookies = false,
            UseProxy = options.AllowPrivate,
            MaxConnectionsPerServer = options.PerHost,
            PooledConnectionLifetime = ConnectionLifetime,
            MaxResponseDrainSize = 0,
            ConnectCallback = (context, stop) => connector.ConnectAsync(context.DnsEndPoint, stop),
        });
        _robots = options.HonourRobots ? new RobotsCache(SendAsync, _agentName, options.MaxRedirects, time) : null;
    }

    /// <summary>One try.</summary>
    /// <exception cref="OperationCanceledException">Stopped, or out of time.</exception>
    public async Task<Attempt> TryAsync(Uri address, CancellationToken stop)
    {
        try
        {
            return await FollowAsync(address, stop).ConfigureAwait(false);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(stop);     // what a broken-off transfer throws depends on where it was
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException)
        {
            return HttpFailures.Of(error);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<Attempt> FollowAsync(Uri address, CancellationToken stop)
    {
        for (var redirects = 0; ; redirects++)
        {
            if (_robots is not null && await _robots.CheckAsync(address, stop).ConfigureAwait(false) is { } refusal)
                return refusal;
            using var response = await SendAsync(address, stop).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.OK)
                return await ReadAsync(response, stop).ConfigureAwait(false);
            if (Redirect.Target(response, address) is not { } target)
            {
                return Redirect.Is(response)
                    ? new Attempt(DownloadStatus.BadRedirect, "redirected to something that is no http or https address")
                    : HttpFailures.Of(response.StatusCode, RetryAfter.Of(response.Headers.RetryAfter, _time.GetUtcNow()));
            }
            if (redirects == _options.MaxRedirects)
                return new Attempt(DownloadStatus.BadRedirect, $"redirected more than {_options.MaxRedirects} times");
            address = target;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri address, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        request.Headers.TryAddWithoutValidation("Accept", "image/*, */*;q=0.5");
        return await _http.SendAsync(request, stop).ConfigureAwait(false);
    }

    private async Task<Attempt> ReadAsync(HttpResponseMessage response, CancellationToken stop)
    {
        if (_robots is not null && RobotsTag.Forbids(response.Headers, _agentName) is { } directive)
            return new Attempt(DownloadStatus.Robots, $"X-Robots-Tag: {directive}");
        if (response.Content.Headers.ContentLength > _options.MaxBytes)
            return TooLarge(FormattableString.Invariant($"{response.Content.Headers.ContentLength}"));
        using var stream = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
        using var body = new MemoryStream();
        var buffer = new byte[BufferBytes];
        for (int read; (read = await stream.ReadAsync(buffer, stop).ConfigureAwait(false)) > 0;)
        {
            if (body.Length + read > _options.MaxBytes)
                return TooLarge("more");
            body.Write(buffer, 0, read);
        }
        return new Attempt(DownloadStatus.Ok, null) { Body = body.ToArray() };
    }

    private Attempt TooLarge(string size) => new(DownloadStatus.TooLarge, FormattableString.Invariant($"{size} bytes, over the limit of {_options.MaxBytes}"));
}
