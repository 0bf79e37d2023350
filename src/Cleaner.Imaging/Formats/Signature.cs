namespace Cleaner.Imaging.Formats;

/// <summary>Recognises formats by their first bytes, and says what a foreign file looks like.</summary>
internal static class Signature
{
    private const int TextProbe = 512;

    private static ReadOnlySpan<byte> PngMagic => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> JpegMagic => [0xFF, 0xD8, 0xFF];

    /// <summary>The format by content; <see cref="ImageFormat.Unknown"/> when it is none that we know.</summary>
    public static ImageFormat Sniff(ReadOnlySpan<byte> data)
    {
        if (data.StartsWith(JpegMagic))
        {
            return ImageFormat.Jpeg;
        }

        if (data.StartsWith(PngMagic))
        {
            return ImageFormat.Png;
        }

        if (data.StartsWith("RIFF"u8) && data.Length >= 12 && data[8..].StartsWith("WEBP"u8))
        {
            return ImageFormat.WebP;
        }

        if (data.StartsWith("GIF87a"u8) || data.StartsWith("GIF89a"u8))
        {
            return ImageFormat.Gif;
        }

        // "BM" alone also begins texts; the four reserved bytes of the header are zero.
        if (data.StartsWith("BM"u8) && data.Length >= 14 && !data[6..10].ContainsAnyExcept((byte)0))
        {
            return ImageFormat.Bmp;
        }

        if (PnmStructure.Begins(data))
        {
            return ImageFormat.Pnm;
        }

        return data is [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..]
            ? ImageFormat.Tiff
            : ImageFormat.Unknown;
    }

    /// <summary>The format, or the failure that explains why there is none.</summary>
    public static ImageFormat Require(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            throw new ImageDecodeException(DecodeFailure.Empty, "the file is empty");
        }

        var format = Sniff(data);
        if (format != ImageFormat.Unknown)
        {
            return format;
        }

        if (!data.ContainsAnyExcept((byte)0))
        {
            throw new ImageDecodeException(DecodeFailure.Empty, $"{data.Length} zero bytes and no content");
        }

        if (JpegMagic.StartsWith(data) || PngMagic.StartsWith(data) || (data.Length < 12 && data.StartsWith("RIFF"u8)))
        {
            throw new ImageDecodeException(DecodeFailure.Truncated, $"ends after {data.Length} bytes, within the signature");
        }

        throw new ImageDecodeException(DecodeFailure.NotAnImage, $"not an image: {DescribeForeign(data)}");
    }

    private static string DescribeForeign(ReadOnlySpan<byte> data)
    {
        var head = data[..Math.Min(data.Length, TextProbe)];
        var text = head.TrimStart("\uFEFF \t\r\n"u8);
        if (text.StartsWith("<!DOCTYPE html"u8) || text.StartsWith("<!doctype html"u8) || text.StartsWith("<html"u8) || text.StartsWith("<HTML"u8))
        {
            return "an HTML page";
        }

        if (text.StartsWith("<svg"u8) || text.StartsWith("<?xml"u8))
        {
            return "XML or SVG";
        }

        if (head.StartsWith("%PDF"u8))
        {
            return "a PDF document";
        }

        if (head.StartsWith("PK\u0003\u0004"u8))
        {
            return "a ZIP archive";
        }

        if (head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8))
        {
            return "a HEIF, AVIF or MP4 file, which is not read";
        }

        if (head.StartsWith("version https://git-lfs.github.com/spec/"u8))
        {
            return "a Git LFS pointer (fetch the images with 'git lfs pull')";
        }

        if (head.StartsWith("/annex/objects/"u8))
        {
            return "a git-annex pointer (fetch the images with 'git annex get')";
        }

        return LooksLikeText(head) ? "text" : "unknown content";
    }

    private static bool LooksLikeText(ReadOnlySpan<byte> head)
    {
        foreach (var value in head)
        {
            if (value < 0x20 && value is not ((byte)'\t' or (byte)'\r' or (byte)'\n' or 0x0C or 0x1B))
            {
                return false;
            }
        }

        return true;
    }
}
