using System.Buffers;
using System.Runtime.InteropServices;
using Cleaner.Imaging.Formats;

namespace Cleaner.Imaging.Codecs;

/// <summary>PNG through libpng's simplified API: palettes, 16 bits, interlacing and gamma handled by the library.</summary>
internal static unsafe class PngCodec
{
    /// <summary>Decodes; transparency is laid on white by <see cref="AlphaComposite"/>.</summary>
    public static Image Decode(ReadOnlySpan<byte> data, DecodeOptions options)
    {
        var header = PngStructure.Read(data);
        ImageHeader.RequireComplete(header.Complete, ImageFormat.Png, data.Length);
        ImageHeader.RequireWithin(options, header.Width, header.Height);
        var state = new PngNative.State { Version = PngNative.Version };
        try
        {
            fixed (byte* memory = data)
            {
                Check(PngNative.png_image_begin_read_from_memory(&state, memory, (nuint)data.Length), state);
                state.Flags |= PngNative.Flag16BitSrgb;
                bool transparent = (state.Format & PngNative.FormatFlagAlpha) != 0;
                var image = transparent ? ReadTransparent(&state) : ReadOpaque(&state);
                return options.ApplyOrientation ? Orientation.Apply(image, header.Orientation) : image;
            }
        }
        finally
        {
            PngNative.png_image_free(&state);
        }
    }

    /// <summary>Encodes as 8-bit RGB.</summary>
    public static byte[] Encode(Image image)
    {
        var state = new PngNative.State { Version = PngNative.Version, Width = (uint)image.Width, Height = (uint)image.Height, Format = PngNative.FormatRgb };

        // libpng's upper bound for incompressible data: deflate's own plus chunk headers.
        long bound = image.Pixels.Length + image.Height;
        bound += bound / 1000 + 4096;
        var buffer = ArrayPool<byte>.Shared.Rent(checked((int)bound));
        try
        {
            nuint size = (nuint)buffer.Length;
            fixed (byte* target = buffer)
            fixed (byte* pixels = image.Pixels)
            {
                Check(PngNative.png_image_write_to_memory(&state, target, &size, 0, pixels, 3 * image.Width, null), state);
            }

            return buffer.AsSpan(0, (int)size).ToArray();
        }
        finally
        {
            PngNative.png_image_free(&state);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static Image ReadOpaque(PngNative.State* state)
    {
        var image = Image.Uninitialized((int)state->Width, (int)state->Height);
        state->Format = PngNative.FormatRgb;
        fixed (byte* target = image.Pixels)
        {
            Check(PngNative.png_image_finish_read(state, null, target, 3 * image.Width, null), *state);
        }

        return image;
    }

    private static Image ReadTransparent(PngNative.State* state)
    {
        int width = (int)state->Width;
        int height = (int)state->Height;
        int length = checked(4 * width * height);
        var rgba = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            state->Format = PngNative.FormatRgba;
            fixed (byte* target = rgba)
            {
                Check(PngNative.png_image_finish_read(state, null, target, 4 * width, null), *state);
            }

            return AlphaComposite.OnWhite(rgba.AsSpan(0, length), width, height);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rgba);
        }
    }

    private static void Check(int succeeded, in PngNative.State state)
    {
        if (succeeded != 0 && (state.WarningOrError & PngNative.ErrorMask) == 0)
        {
            return;
        }

        fixed (byte* text = state.Message)
        {
            string message = Marshal.PtrToStringUTF8((nint)text) ?? string.Empty;
            var kind = message.Contains("read beyond end", StringComparison.Ordinal) || message.Contains("Not enough image data", StringComparison.Ordinal)
                ? DecodeFailure.Truncated
                : DecodeFailure.Corrupt;
            throw new ImageDecodeException(kind, $"PNG: {message}");
        }
    }
}
