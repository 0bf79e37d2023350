using System.Security.Cryptography;
using System.Text;
using Cleaner.Ingest.Export;
using Cleaner.Ingest.Sources;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Download;

/// <summary>Where the images of a list lie: <c>IDENTITY/HASH-OF-URL.ext</c>, the bytes as they came.</summary>
/// <param name="root">Folder of the list's downloads, absolute.</param>
internal sealed class DownloadStore(string root)
{
    private const int MaxSegment = 120;
    private const int UrlHashBytes = 8;
    private const int IdentityHashBytes = 4;

    public string Root => root;

    /// <summary>Place of an image without its extension, below the root, '/' separated. The same in every run.</summary>
    public static string PlaceOf(UrlEntry entry)
    {
        var identity = SafeNames.Segment(entry.Label);
        if (identity.Length > MaxSegment || identity.StartsWith('.') || identity.EndsWith('.') || identity.EndsWith(' '))
            identity = $"{identity.Trim('.', ' ')[..Math.Min(identity.Trim('.', ' ').Length, MaxSegment)]}-{Hash(entry.Label, IdentityHashBytes)}";
        return $"{identity}/{Hash(entry.Url, UrlHashBytes)}";
    }

    /// <summary>Whether an image that the ledger names is there, whole.</summary>
    public bool Has(LedgerEntry entry) =>
        entry is { Status: DownloadStatus.Ok, File: { } file } && new FileInfo(Path.Combine(root, file)) is { Exists: true } info && info.Length == entry.Bytes;

    /// <summary>Writes an image so that it is there whole or not at all.</summary>
    /// <param name="file">Below the root.</param>
    /// <param name="content">The bytes.</param>
    /// <exception cref="CleanerException">The disk is full, or the folder cannot be written: no reason to go on.</exception>
    public void Write(string file, byte[] content)
    {
        var path = Path.Combine(root, file);
        var part = path + ".part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            try
            {
                File.WriteAllBytes(part, content);
                File.Move(part, path, overwrite: true);
            }
            catch
            {
                File.Delete(part);
                throw;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CleanerException($"{path}: cannot be written ({error.Message}); free some space or name another folder with --downloads, then run the same command again", 1, error);
        }
    }

    private static string Hash(string text, int bytes) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, bytes));
}
