using Cleaner.Imaging.Formats;

namespace Cleaner.Imaging.Codecs;

/// <summary>Netpbm grey and RGB pictures (PGM, PPM), as many face sets of the nineties come.</summary>
internal static class PnmCodec
{
    /// <summary>Decodes; other largest values than 255 are scaled, rounding to nearest.</summary>
    public static Image Decode(ReadOnlySpan<byte> data, DecodeOptions options)
    {
        var header = PnmStructure.Read(data);
        ImageHeader.RequireWithin(options, header.Width, header.Height);
        int count = header.Width * header.Height * header.Channels;
        if (!header.IsText)
        {
            ImageHeader.RequireComplete(data.Length - header.Start >= (long)count * header.SampleBytes, ImageFormat.Pnm, data.Length);
        }

        var image = Image.Uninitialized(header.Width, header.Height);
        var pixels = image.Pixels;
        int at = header.Start;
        for (int i = 0; i < count; i++)
        {
            byte level = Level(header.IsText ? PnmStructure.Number(data, ref at, "last pixel") : Binary(data, header, i), header.Maximum);
            if (header.Channels == 3)
            {
                pixels[i] = level;
            }
            else
            {
                pixels.AsSpan(3 * i, 3).Fill(level);
            }
        }

        return image;
    }

    private static int Binary(ReadOnlySpan<byte> data, in PnmStructure header, int index) => header.SampleBytes == 1
        ? data[header.Start + index]
        : (data[header.Start + (2 * index)] << 8) | data[header.Start + (2 * index) + 1];

    private static byte Level(int value, int maximum) => maximum == byte.MaxValue && value <= maximum
        ? (byte)value
        : (byte)((2L * byte.MaxValue * Math.Min(value, maximum) + maximum) / (2L * maximum));
}
