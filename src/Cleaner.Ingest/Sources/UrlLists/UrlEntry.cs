using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>One row of a URL list.</summary>
/// <param name="Row">Which row of the list, from 1; headings and comments are not counted.</param>
/// <param name="Identity">The identity's label; "" where the row has none.</param>
/// <param name="Url">The address as the list has it, without blanks around it.</param>
public sealed record UrlEntry(long Row, string Identity, string Url)
{
    /// <summary>Face box in pixels of the picture that the list was made of, x0 y0 x1 y1, or null.</summary>
    public float[]? Box { get; init; }

    /// <summary>Width and height in pixels of the picture that the list was made of; 0 unknown.</summary>
    public (int Width, int Height) ListedSize { get; init; }

    /// <summary>Hash of the encoded image that the list promises: SHA-256 (32 bytes) or MD5 (16 bytes), or null.</summary>
    public byte[]? Hash { get; init; }

    /// <summary>The address where it can be asked for: absolute, http or https, without a user name; else null.</summary>
    public Uri? Address { get; } =
        Uri.TryCreate(Url, UriKind.Absolute, out var uri) && IsWeb(uri) && uri.UserInfo.Length == 0 && uri.Host.Length > 0 ? uri : null;

    /// <summary>What is wrong with the row, or null.</summary>
    public string? Defect =>
        Identity.Length == 0 ? FormattableString.Invariant($"row {Row} names no identity")
        : Url.Length == 0 ? FormattableString.Invariant($"row {Row} has no URL")
        : Address is null ? FormattableString.Invariant($"row {Row}: not an http or https URL")
        : null;

    /// <summary>The label under which the manifest has it.</summary>
    public string Label => Identity.Length == 0 ? SourceItem.UnknownLabel : Identity;

    /// <summary>The box on a picture that came in another size than the list was made of.</summary>
    /// <param name="width">Width of the picture that came, in pixels.</param>
    /// <param name="height">Its height.</param>
    public float[]? BoxOn(int width, int height)
    {
        if (Box is not { } box || ListedSize is not { Width: > 0, Height: > 0 } listed || listed == (width, height) || width <= 0 || height <= 0)
            return Box;
        float x = (float)width / listed.Width, y = (float)height / listed.Height;
        return [box[0] * x, box[1] * y, box[2] * x, box[3] * y];
    }

    internal static bool IsWeb(Uri uri) => uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps;
}
