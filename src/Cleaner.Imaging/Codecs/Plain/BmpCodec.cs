using System.Buffers.Binary;
using System.Numerics;
using Cleaner.Imaging.Formats;

namespace Cleaner.Imaging.Codecs;

/// <summary>Windows bitmaps whose pixels are stored as they are: palettes of 1, 4 and 8 bits, and 16, 24 and 32 bits a pixel.</summary>
internal static class BmpCodec
{
    /// <summary>Decodes; transparency is laid on white.</summary>
    public static Image Decode(ReadOnlySpan<byte> data, DecodeOptions options)
    {
        var header = BmpStructure.Read(data);
        if (!header.IsPlain)
        {
            throw new ImageDecodeException(DecodeFailure.Unsupported, $"Bmp with compression {header.Compression} and {header.Bits} bits a pixel is not read; convert it to PNG");
        }

        ImageHeader.RequireWithin(options, header.Width, header.Height);
        ImageHeader.RequireComplete(data.Length >= header.Start + (header.Stride * (header.Height - 1)) + (((long)header.Width * header.Bits) + 7) / 8, ImageFormat.Bmp, data.Length);
        var image = Image.Uninitialized(header.Width, header.Height);
        for (int row = 0; row < header.Height; row++)
        {
            int stored = header.IsTopDown ? row : header.Height - 1 - row;
            DecodeRow(data, header, data[(int)(header.Start + (header.Stride * stored))..], image.Pixels.AsSpan(3 * header.Width * row, 3 * header.Width));
        }

        return image;
    }

    private static void DecodeRow(ReadOnlySpan<byte> data, in BmpStructure header, ReadOnlySpan<byte> row, Span<byte> target)
    {
        for (int x = 0; x < header.Width; x++)
        {
            var pixel = target.Slice(3 * x, 3);
            switch (header.Bits)
            {
                case 24:
                    (pixel[0], pixel[1], pixel[2]) = (row[(3 * x) + 2], row[(3 * x) + 1], row[3 * x]);
                    break;
                case 16:
                    Masked(BinaryPrimitives.ReadUInt16LittleEndian(row[(2 * x)..]), header, pixel);
                    break;
                case 32:
                    Masked(BinaryPrimitives.ReadUInt32LittleEndian(row[(4 * x)..]), header, pixel);
                    break;
                default:
                    int shift = 8 - header.Bits - (x * header.Bits % 8);
                    int index = (row[x * header.Bits / 8] >> shift) & ((1 << header.Bits) - 1);
                    Color(data, header, index, pixel);
                    break;
            }
        }
    }

    private static void Color(ReadOnlySpan<byte> data, in BmpStructure header, int index, Span<byte> pixel)
    {
        if (index >= header.Colors)
        {
            throw new ImageDecodeException(DecodeFailure.Corrupt, $"Bmp: a pixel has colour {index} of {header.Colors}");
        }

        var color = data.Slice(header.Palette + (header.ColorBytes * index), 3);
        (pixel[0], pixel[1], pixel[2]) = (color[2], color[1], color[0]);
    }

    private static void Masked(uint value, in BmpStructure header, Span<byte> pixel)
    {
        var (red, green, blue, alpha) = header.Masks;
        int opacity = alpha == 0 ? byte.MaxValue : Channel(value, alpha);
        pixel[0] = OnWhite(Channel(value, red), opacity);
        pixel[1] = OnWhite(Channel(value, green), opacity);
        pixel[2] = OnWhite(Channel(value, blue), opacity);
    }

    /// <summary>The bits of a channel, scaled to 0..255.</summary>
    private static int Channel(uint value, uint mask)
    {
        if (mask == 0)
        {
            return 0;
        }

        int shift = BitOperations.TrailingZeroCount(mask);
        ulong largest = mask >> shift;
        return (int)((((value & mask) >> shift) * (ulong)byte.MaxValue + (largest / 2)) / largest);
    }

    private static byte OnWhite(int level, int opacity) => (byte)(((level * opacity) + (byte.MaxValue * (byte.MaxValue - opacity)) + 127) / byte.MaxValue);
}
