using System.Security.Cryptography;
using Cleaner.Imaging;

namespace Cleaner.Ingest.Download;

/// <summary>Whether the bytes of an answer are the image that was asked for: its hash, and whether it decodes.</summary>
internal static class ContentCheck
{
    /// <summary>Enough for a check: all of a JPEG's data are read, at the least work for pixels.</summary>
    private const int DecodedSide = 32;

    /// <summary>Looks at the bytes.</summary>
    /// <param name="content">What came.</param>
    /// <param name="hash">What the list promises: SHA-256 or MD5, or null.</param>
    /// <param name="maxPixels">Largest picture.</param>
    /// <returns>Ok with size, hashes and the extension in <see cref="LedgerEntry.File"/>, or why it is not the image.</returns>
    public static LedgerEntry Look(byte[] content, byte[]? hash, long maxPixels)
    {
        var entry = new LedgerEntry(DownloadStatus.Ok, null) { Bytes = content.Length, Sha256 = SHA256.HashData(content), Md5 = MD5.HashData(content) };
        if (!entry.Fulfils(hash))
            return entry with { Status = DownloadStatus.Mismatch, Reason = MismatchReason(hash!) + Looks(content) };
        try
        {
            var info = ImageCodec.Default.Identify(content);
            entry = info.Orientation > 4 ? entry with { Width = info.Height, Height = info.Width } : entry with { Width = info.Width, Height = info.Height };
            ImageCodec.Default.Decode(content, new DecodeOptions { MaxPixels = maxPixels, TargetSize = DecodedSide });
            return entry with { File = Extension(info.Format) };
        }
        catch (ImageDecodeException error) when (error.Kind == DecodeFailure.Unsupported)
        {
            return entry with { File = "" };    // an image; whether it can be used is for ingest to say
        }
        catch (ImageDecodeException error)
        {
            return entry with { Status = StatusOf(error.Kind), Reason = error.Message };
        }
    }

    /// <summary>Why bytes are not those of the list.</summary>
    public static string MismatchReason(byte[] hash) => $"its bytes have another {(hash.Length == SHA256.HashSizeInBytes ? "SHA-256" : "MD5")} than the list says";

    private static string Looks(byte[] content)
    {
        try
        {
            ImageCodec.Default.Identify(content);
            return "";
        }
        catch (ImageDecodeException error)
        {
            return $" ({error.Message})";
        }
    }

    private static DownloadStatus StatusOf(DecodeFailure kind) => kind switch
    {
        DecodeFailure.NotAnImage => DownloadStatus.NotAnImage,
        DecodeFailure.TooLarge => DownloadStatus.TooLarge,
        _ => DownloadStatus.Damaged,
    };

    private static string Extension(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => ".jpg",
        ImageFormat.Unknown => "",
        _ => "." + format.ToString().ToLowerInvariant(),
    };
}
