using System.Collections.Frozen;

namespace Cleaner.Ingest.Sources;

/// <summary>Which files are meant to be images.</summary>
internal static class ImageNames
{
    private static readonly FrozenSet<string> Extensions = new[]
    {
        ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".bmp", ".dib", ".tif", ".tiff",
        ".heic", ".heif", ".avif", ".jp2", ".jxl", ".ppm", ".pgm", ".pnm",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>By its name alone.</summary>
    public static bool HasImageExtension(ReadOnlySpan<char> name) =>
        Extensions.GetAlternateLookup<ReadOnlySpan<char>>().Contains(Path.GetExtension(name));

    /// <summary>By its name, or by its first bytes where the name says nothing (extensions get lost in downloads).</summary>
    public static bool IsImage(string path) => HasImageExtension(path) || HasImageSignature(path);

    private static bool HasImageSignature(string path)
    {
        Span<byte> head = stackalloc byte[12];
        try
        {
            using var file = File.OpenHandle(path);
            var read = RandomAccess.Read(file, head, 0);
            return HasImageSignature(head[..read]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;   // unnamed and unreadable: nothing says that it is an image
        }
    }

    internal static bool HasImageSignature(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
        || head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])
        || head.StartsWith("GIF8"u8)
        || (head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8));
}
