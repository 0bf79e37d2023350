using System.Runtime.CompilerServices;
using Cleaner.Imaging.Formats;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.PixelFormats;
using SharpImage = SixLabors.ImageSharp.Image;

namespace Cleaner.Imaging.Codecs;

/// <summary>
/// ImageSharp 3.1 behind the same checks as the system codec: what is truncated, turned or too large is decided by our own reading of the structure,
/// so that both providers agree on it. Reads GIF, BMP and TIFF as well.
/// </summary>
internal sealed class ImageSharpCodec : IImageCodec
{
    /// <inheritdoc/>
    public string Name => "imagesharp";

    /// <inheritdoc/>
    public string Describe() => $"ImageSharp {typeof(SharpImage).Assembly.GetName().Version?.ToString(3)}";

    /// <inheritdoc/>
    public ImageInfo Identify(ReadOnlySpan<byte> data)
    {
        if (ImageHeader.Identify(data) is { } known)
        {
            return known;
        }

        try
        {
            var info = SharpImage.Identify(data);
            return new ImageInfo(Signature.Sniff(data), info.Width, info.Height, Exif.Upright);
        }
        catch (Exception error) when (DecodeError.Covers(error))
        {
            throw DecodeError.From(error, Signature.Sniff(data));
        }
    }

    /// <inheritdoc/>
    public Image Decode(ReadOnlySpan<byte> data, DecodeOptions options)
    {
        var format = Signature.Require(data);
        ImageHeader.RequireWithin(options, data);
        if (format == ImageFormat.Pnm)
        {
            return PnmCodec.Decode(data, options);
        }

        if (format == ImageFormat.Bmp && BmpStructure.Read(data).IsPlain)
        {
            return BmpCodec.Decode(data, options);
        }

        int orientation = Exif.Upright;
        Size? reduced = null;
        switch (format)
        {
            case ImageFormat.Jpeg:
                var jpeg = JpegStructure.Read(data, toEnd: true);
                ImageHeader.RequireComplete(jpeg.Complete, format, data.Length);
                ImageHeader.RequireWithin(options, jpeg.Width, jpeg.Height);
                orientation = jpeg.Orientation;
                reduced = jpeg.ReducedSize(options.TargetSize) is var (width, height) && width < jpeg.Width ? new Size(width, height) : null;
                break;
            case ImageFormat.Png:
                var png = PngStructure.Read(data);
                ImageHeader.RequireComplete(png.Complete, format, data.Length);
                ImageHeader.RequireWithin(options, png.Width, png.Height);
                orientation = png.Orientation;
                break;
            case ImageFormat.WebP:
                var webp = WebPStructure.Read(data);
                ImageHeader.RequireComplete(webp.Complete, format, data.Length);
                ImageHeader.RequireWithin(options, webp.Width, webp.Height);
                orientation = webp.Orientation;
                break;
            default:
                var other = Identify(data);
                ImageHeader.RequireWithin(options, other.Width, other.Height);
                break;
        }

        try
        {
            var image = format == ImageFormat.Jpeg ? DecodeJpeg(data, reduced) : DecodeOther(data);
            return options.ApplyOrientation ? Orientation.Apply(image, orientation) : image;
        }
        catch (Exception error) when (DecodeError.Covers(error))
        {
            throw DecodeError.From(error, format);
        }
    }

    /// <inheritdoc/>
    public byte[] Encode(Image image, ImageFormat format, int quality = 90)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        ImageEncoder encoder = format switch
        {
            ImageFormat.Jpeg => new JpegEncoder { Quality = quality, ColorType = JpegEncodingColor.YCbCrRatio420 },
            ImageFormat.Png => new PngEncoder { ColorType = PngColorType.Rgb, BitDepth = PngBitDepth.Bit8 },
            ImageFormat.WebP => new WebpEncoder { FileFormat = WebpFileFormatType.Lossy, Quality = quality },
            _ => throw new ArgumentException($"cannot write {format}; JPEG, PNG and WebP can be written", nameof(format)),
        };
        using var picture = SharpImage.LoadPixelData<Rgb24>(image.Pixels, image.Width, image.Height);
        using var stream = new MemoryStream();
        picture.Save(stream, encoder);
        return stream.ToArray();
    }

    private static unsafe Image DecodeJpeg(ReadOnlySpan<byte> data, Size? reduced)
    {
        var options = new JpegDecoderOptions
        {
            GeneralOptions = new DecoderOptions { MaxFrames = 1, SkipMetadata = true, TargetSize = reduced },
            ResizeMode = JpegDecoderResizeMode.IdctOnly,
        };
        fixed (byte* start = data)
        {
            using var stream = new UnmanagedMemoryStream(start, data.Length);
            using var picture = JpegDecoder.Instance.Decode<Rgb24>(options, stream);
            var image = Image.Uninitialized(picture.Width, picture.Height);
            picture.CopyPixelDataTo(image.Pixels);
            return image;
        }
    }

    private static Image DecodeOther(ReadOnlySpan<byte> data)
    {
        using var picture = SharpImage.Load<Rgba32>(new DecoderOptions { MaxFrames = 1, SkipMetadata = true }, data);
        var rgba = new byte[checked(Unsafe.SizeOf<Rgba32>() * picture.Width * picture.Height)];
        picture.CopyPixelDataTo(rgba);
        return AlphaComposite.OnWhite(rgba, picture.Width, picture.Height);
    }
}
