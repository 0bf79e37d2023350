namespace Cleaner.Ingest.Sources;

/// <summary>Archives that are not read in place, told by their first bytes.</summary>
internal static class PackedFiles
{
    /// <summary>"ZIP", "RAR" or "7z"; null for anything else.</summary>
    public static string? NameOf(string path)
    {
        Span<byte> head = stackalloc byte[6];
        using var file = File.OpenHandle(path);
        var start = head[..RandomAccess.Read(file, head, 0)];
        return start.StartsWith("PK\x03\x04"u8) ? "ZIP"
            : start.StartsWith("Rar!"u8) ? "RAR"
            : start.StartsWith((ReadOnlySpan<byte>)[(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C]) ? "7z"
            : null;
    }
}
