namespace Cleaner.Imaging.Formats;

/// <summary>The checks that come before any decoder sees a file: what it is, whether all of it is there, and whether it is within limits.</summary>
internal static class ImageHeader
{
    /// <summary>Header of a JPEG, PNG, WebP, PGM, PPM or BMP, or null for another known format (left to the codec).</summary>
    public static ImageInfo? Identify(ReadOnlySpan<byte> data)
    {
        var format = Signature.Require(data);
        switch (format)
        {
            case ImageFormat.Jpeg:
                var jpeg = JpegStructure.Read(data, toEnd: false);
                return new ImageInfo(format, jpeg.Width, jpeg.Height, jpeg.Orientation);
            case ImageFormat.Png:
                var png = PngStructure.Read(data);
                return new ImageInfo(format, png.Width, png.Height, png.Orientation);
            case ImageFormat.WebP:
                var webp = WebPStructure.Read(data);
                return new ImageInfo(format, webp.Width, webp.Height, webp.Orientation);
            case ImageFormat.Pnm:
                var pnm = PnmStructure.Read(data);
                return new ImageInfo(format, pnm.Width, pnm.Height, Exif.Upright);
            case ImageFormat.Bmp:
                var bmp = BmpStructure.Read(data);
                return new ImageInfo(format, bmp.Width, bmp.Height, Exif.Upright);
            default:
                return null;
        }
    }

    /// <summary>Refuses a file whose end is missing.</summary>
    public static void RequireComplete(bool complete, ImageFormat format, int bytes)
    {
        if (!complete)
        {
            throw new ImageDecodeException(DecodeFailure.Truncated, $"{format} is cut off: its {bytes} bytes do not reach the end of the picture");
        }
    }

    /// <summary>Refuses what would take too much memory, before any is taken.</summary>
    public static void RequireWithin(DecodeOptions options, int width, int height)
    {
        // 715 million pixels is where 3 bytes each no longer fit one array.
        long limit = Math.Min(options.MaxPixels, int.MaxValue / 3);
        if ((long)width * height > limit)
        {
            throw new ImageDecodeException(DecodeFailure.TooLarge, $"{width}x{height} pixels is over the limit of {limit}");
        }
    }

    /// <summary>Refuses files with too many bytes.</summary>
    public static void RequireWithin(DecodeOptions options, ReadOnlySpan<byte> data)
    {
        if (data.Length > options.MaxBytes)
        {
            throw new ImageDecodeException(DecodeFailure.TooLarge, $"{data.Length} bytes is over the limit of {options.MaxBytes}");
        }
    }
}
