using System.Globalization;
using System.Runtime.InteropServices;
using Cleaner.Imaging.Formats;

namespace Cleaner.Imaging.Codecs;

/// <summary>JPEG through libturbojpeg.</summary>
internal static unsafe class JpegCodec
{
    // Stray bytes before a marker that encoders are known to leave, and that cost no pixel. More of them mean that data went missing.
    private const int HarmlessStrayBytes = 64;

    /// <summary>Decodes at full size, or reduced as <see cref="JpegStructure.ReducedSize"/> says.</summary>
    public static Image Decode(ReadOnlySpan<byte> data, DecodeOptions options)
    {
        var header = ReadHeader(data, options);
        if (header.Precision != 8 || header.Components is not (1 or 3 or 4))
        {
            throw new ImageDecodeException(DecodeFailure.Unsupported, $"JPEG with {header.Components} components of {header.Precision} bits");
        }

        var (width, height) = header.ReducedSize(options.TargetSize);
        Image image;
        if (header.Components == 4)
        {
            var cmyk = GC.AllocateUninitializedArray<byte>(checked(4 * width * height));
            Decompress(data, cmyk, width, height, TurboJpegNative.PixelFormatCmyk);
            image = CmykToRgb(cmyk, width, height);
        }
        else
        {
            image = Image.Uninitialized(width, height);
            Decompress(data, image.Pixels, width, height, TurboJpegNative.PixelFormatRgb);
        }

        return options.ApplyOrientation ? Orientation.Apply(image, header.Orientation) : image;
    }

    /// <summary>Decodes to planes, or null where the file has none or is to be turned or reduced.</summary>
    public static YCbCrPlanes? DecodePlanes(ReadOnlySpan<byte> data, DecodeOptions options)
    {
        var header = ReadHeader(data, options);
        bool turned = options.ApplyOrientation && header.Orientation != Exif.Upright;
        if (header.Precision != 8 || header.ChromaStep is not { Across: > 0 } step || turned || options.TargetSize > 0)
        {
            return null;
        }

        // The library pads luma to whole steps of chroma.
        var (width, height) = (RoundUp(header.Width, step.Across), RoundUp(header.Height, step.Down));
        int luma = checked(width * height), chroma = luma / (step.Across * step.Down);
        var samples = PixelBuffers.Take(checked(luma + (2 * chroma)));
        fixed (byte* jpeg = data)
        fixed (byte* first = samples)
        {
            byte** planes = stackalloc byte*[] { first, first + luma, first + luma + chroma };
            int* strides = stackalloc int[] { width, width / step.Across, width / step.Across };
            var handle = TurboJpegHandle.Decompressor;
            Check(handle, TurboJpegNative.tjDecompressToYUVPlanes(
                handle.Value, jpeg, (nuint)data.Length, planes, header.Width, strides, header.Height, TurboJpegNative.FlagLimitScans));
        }

        for (int y = 1; y < header.Height && width > header.Width; y++)
        {
            samples.AsSpan(y * width, header.Width).CopyTo(samples.AsSpan(y * header.Width));
        }

        return new YCbCrPlanes(header.Width, header.Height, samples, luma);
    }

    /// <summary>Baseline JPEG, 4:2:0.</summary>
    public static byte[] Encode(Image image, int quality)
    {
        var handle = TurboJpegHandle.Compressor;
        byte* jpeg = null;
        nuint size = 0;
        try
        {
            fixed (byte* pixels = image.Pixels)
            {
                int status = TurboJpegNative.tjCompress2(
                    handle.Value, pixels, image.Width, 3 * image.Width, image.Height, TurboJpegNative.PixelFormatRgb, &jpeg, &size, TurboJpegNative.Subsampling420, quality, 0);
                return status == 0
                    ? new ReadOnlySpan<byte>(jpeg, checked((int)size)).ToArray()
                    : throw new InvalidOperationException($"libturbojpeg: {handle.LastMessage}");
            }
        }
        finally
        {
            TurboJpegNative.tjFree(jpeg);
        }
    }

    private static JpegStructure ReadHeader(ReadOnlySpan<byte> data, DecodeOptions options)
    {
        var header = JpegStructure.Read(data, toEnd: true);
        ImageHeader.RequireComplete(header.Complete, ImageFormat.Jpeg, data.Length);
        ImageHeader.RequireWithin(options, header.Width, header.Height);
        return header;
    }

    private static int RoundUp(int value, int step) => (value + step - 1) / step * step;

    private static void Decompress(ReadOnlySpan<byte> data, byte[] pixels, int width, int height, int format)
    {
        var handle = TurboJpegHandle.Decompressor;
        int status;
        fixed (byte* jpeg = data)
        fixed (byte* target = pixels)
        {
            int pitch = width * (format == TurboJpegNative.PixelFormatCmyk ? 4 : 3);
            status = TurboJpegNative.tjDecompress2(handle.Value, jpeg, (nuint)data.Length, target, width, pitch, height, format, TurboJpegNative.FlagLimitScans);
        }

        Check(handle, status);
    }

    private static void Check(TurboJpegHandle handle, int status)
    {
        if (status == 0)
        {
            return;
        }

        string message = handle.LastMessage;
        bool decoded = TurboJpegNative.tjGetErrorCode(handle.Value) == TurboJpegNative.ErrorIsWarning;
        if (!decoded || !IsHarmless(message))
        {
            throw new ImageDecodeException(Classify(message), $"JPEG: {message}");
        }
    }

    // libjpeg's texts (jerror.h), which have not changed since 1991. Only its first complaint is kept, so that a harmless one speaks for
    // what came before it; damage further on shows as a missing end, which was checked already.
    private static bool IsHarmless(string message)
    {
        const string Stray = "Corrupt JPEG data: ";
        if (message.StartsWith(Stray, StringComparison.Ordinal) && message.Contains(" extraneous bytes before marker 0xd9", StringComparison.Ordinal))
        {
            var count = message.AsSpan(Stray.Length);
            return int.Parse(count[..count.IndexOf(' ')], CultureInfo.InvariantCulture) <= HarmlessStrayBytes;
        }

        return message.StartsWith("Invalid SOS parameters for sequential JPEG", StringComparison.Ordinal)
            || message.StartsWith("Unknown Adobe color transform code", StringComparison.Ordinal)
            || message.StartsWith("Warning: unknown JFIF revision number", StringComparison.Ordinal);
    }

    private static DecodeFailure Classify(string message)
    {
        if (message.StartsWith("Premature end of JPEG file", StringComparison.Ordinal))
        {
            return DecodeFailure.Truncated;
        }

        return message.StartsWith("Unsupported JPEG", StringComparison.Ordinal) || message.StartsWith("Sorry", StringComparison.Ordinal)
            ? DecodeFailure.Unsupported
            : DecodeFailure.Corrupt;
    }

    // Adobe stores CMYK inverted (0 is full ink), and no other program writes four components; the product is the usual conversion without a profile.
    private static Image CmykToRgb(byte[] cmyk, int width, int height)
    {
        var image = Image.Uninitialized(width, height);
        var target = image.Pixels;
        for (int from = 0, to = 0; to < target.Length; from += 4, to += 3)
        {
            int black = cmyk[from + 3];
            target[to] = (byte)((cmyk[from] * black + 127) / 255);
            target[to + 1] = (byte)((cmyk[from + 1] * black + 127) / 255);
            target[to + 2] = (byte)((cmyk[from + 2] * black + 127) / 255);
        }

        return image;
    }
}
