namespace Cleaner.Ingest.Download;

/// <summary>What the ledger knows of a URL.</summary>
/// <param name="Status">What became of it when it was last tried.</param>
/// <param name="Reason">Why there is no image, in words; null with one.</param>
internal sealed record LedgerEntry(DownloadStatus Status, string? Reason)
{
    /// <summary>The image below the folder of the downloads, '/' separated; null without one.</summary>
    public string? File { get; init; }

    /// <summary>Its size in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>SHA-256 of its bytes, or null.</summary>
    public byte[]? Sha256 { get; init; }

    /// <summary>MD5 of its bytes, or null.</summary>
    public byte[]? Md5 { get; init; }

    /// <summary>Width in pixels, after EXIF orientation; 0 unknown.</summary>
    public int Width { get; init; }

    /// <summary>Height in pixels, after EXIF orientation; 0 unknown.</summary>
    public int Height { get; init; }

    /// <summary>The run of the ledger that tried it.</summary>
    public long Run { get; init; }

    /// <summary>Whether the bytes have the hash that a row of a list promises; true where it promises none.</summary>
    public bool Fulfils(byte[]? hash) => hash is null || (hash.Length == Sha256?.Length ? hash.AsSpan().SequenceEqual(Sha256) : hash.AsSpan().SequenceEqual(Md5));
}
