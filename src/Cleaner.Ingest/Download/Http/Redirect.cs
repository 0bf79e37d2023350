using Cleaner.Ingest.Sources;

namespace Cleaner.Ingest.Download;

/// <summary>Where an answer sends on.</summary>
internal static class Redirect
{
    /// <summary>Whether it does.</summary>
    public static bool Is(HttpResponseMessage response) => (int)response.StatusCode is 301 or 302 or 303 or 307 or 308;

    /// <summary>The address it sends to; null where it sends nowhere, or to what is no web address.</summary>
    public static Uri? Target(HttpResponseMessage response, Uri from)
    {
        if (!Is(response) || response.Headers.Location is not { } location)
            return null;
        var target = location.IsAbsoluteUri ? location : new Uri(from, location);
        return UrlEntry.IsWeb(target) && target.UserInfo.Length == 0 ? target : null;
    }
}
