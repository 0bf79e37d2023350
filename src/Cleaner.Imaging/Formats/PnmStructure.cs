namespace Cleaner.Imaging.Formats;

/// <summary>
/// Header of a Netpbm picture: P2 and P5 (grey), P3 and P6 (RGB), in text (P2, P3) or bytes; see netpbm.sourceforge.net/doc, pgm(5), ppm(5).
/// </summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 grey, 3 RGB.</param>
/// <param name="IsText">Samples are decimal numbers.</param>
/// <param name="Maximum">The value of white, 1 to 65535.</param>
/// <param name="Start">Where the samples begin.</param>
internal readonly record struct PnmStructure(int Width, int Height, int Channels, bool IsText, int Maximum, int Start)
{
    /// <summary>Bytes of a sample in the binary kinds.</summary>
    public int SampleBytes => Maximum > byte.MaxValue ? 2 : 1;

    /// <summary>"P2", "P3", "P5" or "P6", white space, and then a number or a comment.</summary>
    public static bool Begins(ReadOnlySpan<byte> data)
    {
        if (data is not [(byte)'P', (byte)'2' or (byte)'3' or (byte)'5' or (byte)'6', var blank, ..] || !IsBlank(blank))
        {
            return false;
        }

        foreach (byte value in data[3..])
        {
            if (!IsBlank(value))
            {
                return value == '#' || char.IsAsciiDigit((char)value);
            }
        }

        return false;
    }

    /// <summary>Reads the header.</summary>
    /// <exception cref="ImageDecodeException">It ends early or holds no sizes.</exception>
    public static PnmStructure Read(ReadOnlySpan<byte> data)
    {
        int at = 2;
        int width = Number(data, ref at, "width");
        int height = Number(data, ref at, "height");
        int maximum = Number(data, ref at, "largest value");
        if (width < 1 || height < 1 || maximum is < 1 or > ushort.MaxValue)
        {
            throw new ImageDecodeException(DecodeFailure.Corrupt, $"Pnm: {width}x{height} pixels of at most {maximum} are no picture");
        }

        // One white space ends the header.
        return new PnmStructure(width, height, data[1] is (byte)'3' or (byte)'6' ? 3 : 1, data[1] is (byte)'2' or (byte)'3', maximum, at + 1);
    }

    /// <summary>The next number; comments run from # to the end of the line.</summary>
    /// <exception cref="ImageDecodeException">There is none.</exception>
    public static int Number(ReadOnlySpan<byte> data, ref int at, string what)
    {
        while (at < data.Length && (IsBlank(data[at]) || data[at] == '#'))
        {
            int end = data[at] == '#' ? data[at..].IndexOfAny((byte)'\n', (byte)'\r') : 0;
            at = end < 0 ? data.Length : at + end + 1;
        }

        if (at == data.Length)
        {
            throw new ImageDecodeException(DecodeFailure.Truncated, $"Pnm is cut off before its {what}");
        }

        int start = at;
        int number = 0;
        for (; at < data.Length && char.IsAsciiDigit((char)data[at]) && number < 100_000_000; at++)
        {
            number = (10 * number) + (data[at] - '0');
        }

        return at > start ? number : throw new ImageDecodeException(DecodeFailure.Corrupt, $"Pnm: its {what} is no number");
    }

    private static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0B or 0x0C;
}
