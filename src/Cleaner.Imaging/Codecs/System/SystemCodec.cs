using System.Runtime.InteropServices;
using Cleaner.Imaging.Formats;

namespace Cleaner.Imaging.Codecs;

/// <summary>The image libraries of the machine. PGM, PPM and BMP are read without any; GIF and TIFF are recognised and refused with a reason.</summary>
internal sealed unsafe class SystemCodec : IImageCodec
{
    /// <inheritdoc/>
    public string Name => "system";

    /// <inheritdoc/>
    public string Describe()
    {
        string Version(string name, string title, Func<string> version)
        {
            NativeLibraries.Register();
            return NativeLibraries.IsPresent(name) ? $"{title}{version()}" : $"{title} missing (apt-get install {NativeLibraries.DebianPackage(name)})";
        }

        var jpeg = Version(NativeLibraries.TurboJpeg, "libturbojpeg", () => NativeLibrary.TryGetExport(NativeLibraries.Require(NativeLibraries.TurboJpeg), "tj3Init", out _) ? " 3.x" : " 2.x");
        var png = Version(NativeLibraries.Png, "libpng", () => $" {Marshal.PtrToStringUTF8((nint)PngNative.png_get_libpng_ver(null))}");
        var webp = Version(NativeLibraries.WebP, "libwebp", () => WebPNative.WebPGetDecoderVersion() is var v ? $" {v >> 16}.{(v >> 8) & 255}.{v & 255}" : string.Empty);
        return $"{jpeg}, {png}, {webp}";
    }

    /// <inheritdoc/>
    public ImageInfo Identify(ReadOnlySpan<byte> data) => ImageHeader.Identify(data) ?? throw Unsupported(Signature.Sniff(data));

    /// <inheritdoc/>
    public Image Decode(ReadOnlySpan<byte> data, DecodeOptions options)
    {
        var format = Signature.Require(data);
        ImageHeader.RequireWithin(options, data);
        return format switch
        {
            ImageFormat.Jpeg => JpegCodec.Decode(data, options),
            ImageFormat.Png => PngCodec.Decode(data, options),
            ImageFormat.WebP => WebPCodec.Decode(data, options),
            ImageFormat.Pnm => PnmCodec.Decode(data, options),
            ImageFormat.Bmp => BmpCodec.Decode(data, options),
            _ => throw Unsupported(format),
        };
    }

    /// <inheritdoc/>
    public YCbCrPlanes? DecodePlanes(ReadOnlySpan<byte> data, DecodeOptions options)
    {
        if (Signature.Sniff(data) != ImageFormat.Jpeg)
        {
            return null;
        }

        ImageHeader.RequireWithin(options, data);
        return JpegCodec.DecodePlanes(data, options);
    }

    /// <inheritdoc/>
    public byte[] Encode(Image image, ImageFormat format, int quality = 90)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        return format switch
        {
            ImageFormat.Jpeg => JpegCodec.Encode(image, quality),
            ImageFormat.Png => PngCodec.Encode(image),
            ImageFormat.WebP => WebPCodec.Encode(image, quality),
            _ => throw new ArgumentException($"cannot write {format}; JPEG, PNG and WebP can be written", nameof(format)),
        };
    }

    private static ImageDecodeException Unsupported(ImageFormat format) =>
        new(DecodeFailure.Unsupported, $"{format} images are not read by the system codecs (JPEG, PNG, WebP, PGM, PPM and BMP are); convert it, or build with the nuget provider");
}
