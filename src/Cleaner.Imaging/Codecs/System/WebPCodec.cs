using System.Buffers;
using System.Buffers.Binary;
using Cleaner.Imaging.Formats;

namespace Cleaner.Imaging.Codecs;

/// <summary>WebP through libwebp: lossy, lossless, transparent; of an animation the first frame.</summary>
internal static unsafe class WebPCodec
{
    /// <summary>Decodes; transparency is laid on white by <see cref="AlphaComposite"/>.</summary>
    public static Image Decode(ReadOnlySpan<byte> data, DecodeOptions options)
    {
        var header = WebPStructure.Read(data);
        ImageHeader.RequireComplete(header.Complete, ImageFormat.WebP, data.Length);
        ImageHeader.RequireWithin(options, header.Width, header.Height);
        var image = header.FirstFrame.Length > 0
            ? DecodeStill(StillOf(data.Slice(header.FirstFrame.Offset, header.FirstFrame.Length)), options)
            : DecodeStill(data, options);
        return options.ApplyOrientation ? Orientation.Apply(image, header.Orientation) : image;
    }

    /// <summary>Lossy WebP.</summary>
    public static byte[] Encode(Image image, int quality)
    {
        byte* output = null;
        try
        {
            fixed (byte* pixels = image.Pixels)
            {
                nuint size = WebPNative.WebPEncodeRGB(pixels, image.Width, image.Height, 3 * image.Width, quality, &output);
                return size > 0
                    ? new ReadOnlySpan<byte>(output, checked((int)size)).ToArray()
                    : throw new InvalidOperationException($"libwebp could not encode {image.Width}x{image.Height} pixels (its limit is 16383 a side)");
            }
        }
        finally
        {
            WebPNative.WebPFree(output);
        }
    }

    private static Image DecodeStill(ReadOnlySpan<byte> data, DecodeOptions options)
    {
        var header = WebPStructure.Read(data);
        ImageHeader.RequireWithin(options, header.Width, header.Height);
        int width = header.Width;
        int height = header.Height;
        if (!header.HasAlpha)
        {
            var image = Image.Uninitialized(width, height);
            fixed (byte* source = data)
            fixed (byte* target = image.Pixels)
            {
                Check(WebPNative.WebPDecodeRGBInto(source, (nuint)data.Length, target, (nuint)image.Pixels.Length, 3 * width));
            }

            return image;
        }

        int length = checked(4 * width * height);
        var rgba = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            fixed (byte* source = data)
            fixed (byte* target = rgba)
            {
                Check(WebPNative.WebPDecodeRGBAInto(source, (nuint)data.Length, target, (nuint)length, 4 * width));
            }

            return AlphaComposite.OnWhite(rgba.AsSpan(0, length), width, height);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rgba);
        }
    }

    // An animation's frame (RFC 9649, section 2.7.1.1: 16 bytes of placement, then the chunks of a still picture) as a file of its own.
    private static byte[] StillOf(ReadOnlySpan<byte> frame)
    {
        var chunks = frame[16..];
        bool alpha = chunks.StartsWith("ALPH"u8);
        var still = new byte[12 + 18 + chunks.Length];
        "RIFF"u8.CopyTo(still);
        BinaryPrimitives.WriteInt32LittleEndian(still.AsSpan(4), still.Length - 8);
        "WEBPVP8X"u8.CopyTo(still.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(still.AsSpan(16), 10);
        still[20] = (byte)(alpha ? 0x10 : 0);
        frame.Slice(6, 6).CopyTo(still.AsSpan(24));
        chunks.CopyTo(still.AsSpan(30));
        return still;
    }

    private static void Check(byte* decoded)
    {
        if (decoded is null)
        {
            throw new ImageDecodeException(DecodeFailure.Corrupt, "WebP: the bitstream is damaged");
        }
    }
}
