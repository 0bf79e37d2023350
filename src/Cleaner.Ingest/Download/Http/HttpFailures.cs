using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Cleaner.Ingest.Download;

/// <summary>Answers and exceptions of HTTP as outcomes: which may pass, and which will not.</summary>
internal static class HttpFailures
{
    private const int TooEarly = 425;

    /// <summary>An answer that is no image.</summary>
    /// <param name="code">Its status code.</param>
    /// <param name="retryAfter">Its Retry-After, or null.</param>
    public static Attempt Of(HttpStatusCode code, TimeSpan? retryAfter)
    {
        var number = (int)code;
        var reason = FormattableString.Invariant($"HTTP {number}");
        return number switch
        {
            404 or 410 => new Attempt(DownloadStatus.NotFound, reason),
            408 => new Attempt(DownloadStatus.TimedOut, reason) { IsTransient = true },
            TooEarly or 429 => new Attempt(DownloadStatus.Busy, reason) { IsTransient = true, RetryAfter = retryAfter },
            500 or 502 or 503 or 504 => new Attempt(DownloadStatus.ServerError, reason) { IsTransient = true, RetryAfter = retryAfter },
            >= 500 => new Attempt(DownloadStatus.ServerError, reason),
            _ => new Attempt(DownloadStatus.Refused, reason),
        };
    }

    /// <summary>A connection that failed.</summary>
    public static Attempt Of(Exception error)
    {
        if (Find<PrivateAddressException>(error) is { } isPrivate)
            return new Attempt(DownloadStatus.PrivateAddress, isPrivate.Message);
        if (Find<AuthenticationException>(error) is { } tls)
            return new Attempt(DownloadStatus.Unreachable, $"TLS: {tls.Message}");
        var socket = Find<SocketException>(error);
        var forever = socket?.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.NoRecovery;
        return new Attempt(DownloadStatus.Unreachable, socket?.Message ?? error.GetBaseException().Message) { IsTransient = !forever };
    }

    private static T? Find<T>(Exception error)
        where T : Exception
    {
        for (var e = error; e is not null; e = e.InnerException)
        {
            if (e is T found)
                return found;
        }
        return null;
    }
}
