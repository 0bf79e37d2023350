using System.Net.Http.Headers;

namespace Cleaner.Ingest.Download;

/// <summary>The X-Robots-Tag of an answer.</summary>
internal static class RobotsTag
{
    private static readonly string[] Forbidding = ["noai", "noimageai", "noindex", "noimageindex", "none"];

    /// <summary>Directives that hold a colon themselves, so that what stands before it is no crawler's name.</summary>
    private static readonly string[] WithValue = ["unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"];

    /// <summary>The directive that asks to leave the image alone, or null. One that begins with another crawler's name is not meant.</summary>
    public static string? Forbids(HttpResponseHeaders headers, string agentName)
    {
        if (!headers.TryGetValues("X-Robots-Tag", out var values))
            return null;
        return values.Select(value => Forbids(value, agentName)).FirstOrDefault(directive => directive is not null);
    }

    private static string? Forbids(string value, string agentName)
    {
        var meant = true;
        foreach (var part in value.ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries))
        {
            var directive = part;
            if (part.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && !WithValue.Contains(part[..colon].Trim()))
            {
                meant = part[..colon].Trim().Equals(agentName, StringComparison.OrdinalIgnoreCase) || part[..colon].Trim() == "*";
                directive = part[(colon + 1)..].Trim();
            }
            if (meant && Forbidding.Contains(directive))
                return directive;
        }
        return null;
    }
}
