using System.Buffers.Binary;

namespace Cleaner.Imaging.Formats;

/// <summary>What the markers of a JPEG say (ITU-T T.81, annex B), read without decoding a pixel.</summary>
internal readonly struct JpegStructure
{
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;
    private const byte App0 = 0xE0;
    private const byte App1 = 0xE1;
    private const byte App14 = 0xEE;

    private bool NamedRgb { get; init; }

    /// <summary>Stored columns.</summary>
    public int Width { get; private init; }

    /// <summary>Stored rows.</summary>
    public int Height { get; private init; }

    /// <summary>1 grey, 3 colour, 4 CMYK or YCCK.</summary>
    public int Components { get; private init; }

    /// <summary>Bits a sample.</summary>
    public int Precision { get; private init; }

    /// <summary>
    /// Luma columns and rows for one of chroma, 1 or 2 each; 0 where the picture is not YCbCr, or sampled in another way. What three components
    /// mean is decided as libjpeg does (jdapimin.c): a JFIF header says YCbCr, then Adobe's what it says, then the numbers of the components.
    /// </summary>
    public (int Across, int Down) ChromaStep { get; private init; }

    /// <summary>EXIF orientation, 1 to 8.</summary>
    public int Orientation { get; private init; }

    /// <summary>
    /// Whether the end-of-image marker is there. libjpeg only warns when it is not, and fills the rest with grey; so the marker
    /// decides between a whole and a truncated file.
    /// </summary>
    public bool Complete { get; private init; }

    /// <summary>Reads the header; with <paramref name="toEnd"/> also walks through all scans to the end of the image.</summary>
    public static JpegStructure Read(ReadOnlySpan<byte> data, bool toEnd)
    {
        var found = default(JpegStructure);
        int orientation = Exif.Upright;
        bool? saysYCbCr = null;
        int at = 2;
        while (NextMarker(data, ref at, out byte marker))
        {
            if (marker == EndOfImage)
            {
                return found.Width == 0
                    ? throw new ImageDecodeException(DecodeFailure.Corrupt, "JPEG ends before any picture")
                    : found.With(orientation, saysYCbCr) with { Complete = true };
            }

            if (IsStandalone(marker))
            {
                continue;
            }

            if (at + 2 > data.Length)
            {
                break;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(data[at..]);
            if (length < 2)
            {
                throw new ImageDecodeException(DecodeFailure.Corrupt, $"JPEG segment FF{marker:X2} at byte {at - 2} has length {length}");
            }

            if (at + length > data.Length)
            {
                break;
            }

            var body = data.Slice(at + 2, length - 2);
            at += length;
            if (IsFrame(marker))
            {
                found = found.Width == 0
                    ? ReadFrame(body)
                    : throw new ImageDecodeException(DecodeFailure.Corrupt, "JPEG with a second frame header");
            }
            else if (marker == App0 && body.Length >= 14 && body.StartsWith("JFIF\0"u8))
            {
                saysYCbCr = true;
            }
            else if (marker == App14 && body.Length >= 12 && body.StartsWith("Adobe"u8))
            {
                saysYCbCr ??= body[11] != 0;
            }
            else if (marker == App1 && body.StartsWith("Exif\0\0"u8) && orientation == Exif.Upright)
            {
                orientation = Exif.Orientation(body);
            }
            else if (marker == StartOfScan)
            {
                if (found.Width == 0)
                {
                    throw new ImageDecodeException(DecodeFailure.Corrupt, "JPEG scan without a frame header");
                }

                if (!toEnd)
                {
                    break;
                }
            }
        }

        return found.Width == 0
            ? throw new ImageDecodeException(DecodeFailure.Truncated, $"JPEG ends after {data.Length} bytes, within the header")
            : found.With(orientation, saysYCbCr);
    }

    /// <summary>
    /// Size at the strongest reduction during the inverse DCT, of 1/1, 1/2, 1/4 and 1/8 (the scales for which decoders have SIMD code), whose shorter
    /// side is still at least <paramref name="target"/>; the full size when that is 0.
    /// </summary>
    public (int Width, int Height) ReducedSize(int target)
    {
        int shorter = Math.Min(Width, Height);
        int divisor = 1;
        while (target > 0 && divisor < 8 && DivideUp(shorter, 2 * divisor) >= target)
        {
            divisor *= 2;
        }

        return (DivideUp(Width, divisor), DivideUp(Height, divisor));
    }

    private JpegStructure With(int orientation, bool? saysYCbCr) => this with
    {
        Orientation = orientation,
        ChromaStep = saysYCbCr ?? !NamedRgb ? ChromaStep : default,
    };

    private static int DivideUp(int value, int by) => (value + by - 1) / by;

    // Steps over entropy-coded data and stray bytes alike: FF00 is a stuffed FF, FFFF is fill.
    private static bool NextMarker(ReadOnlySpan<byte> data, ref int at, out byte marker)
    {
        while (at < data.Length)
        {
            int skip = data[at..].IndexOf((byte)0xFF);
            if (skip < 0)
            {
                break;
            }

            at += skip + 1;
            if (at < data.Length && data[at] is not (0x00 or 0xFF))
            {
                marker = data[at++];
                return true;
            }
        }

        marker = 0;
        return false;
    }

    private static JpegStructure ReadFrame(ReadOnlySpan<byte> body)
    {
        if (body.Length < 6)
        {
            throw new ImageDecodeException(DecodeFailure.Corrupt, "JPEG frame header is too short");
        }

        var frame = new JpegStructure
        {
            Precision = body[0],
            Height = BinaryPrimitives.ReadUInt16BigEndian(body[1..]),
            Width = BinaryPrimitives.ReadUInt16BigEndian(body[3..]),
            Components = body[5],
            ChromaStep = body[5] == 3 && body.Length >= 15 ? StepOf(body[7], body[10], body[13]) : default,
            NamedRgb = body[5] == 3 && body.Length >= 15 && (body[6], body[9], body[12]) == ((byte)'R', (byte)'G', (byte)'B'),
        };
        return frame.Width == 0 || frame.Height == 0
            ? throw new ImageDecodeException(DecodeFailure.Corrupt, $"JPEG frame of {frame.Width}x{frame.Height} pixels")
            : frame;
    }

    // A component's sampling is two numbers of four bits, across and down.
    private static (int Across, int Down) StepOf(byte luma, byte blue, byte red) =>
        blue == 0x11 && red == 0x11 && luma is (0x11 or 0x21 or 0x12 or 0x22) ? (luma >> 4, luma & 15) : default;

    // SOF0 to SOF15 without DHT (C4), JPG (C8) and DAC (CC).
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    // TEM, restart markers and a stray start of image have no length.
    private static bool IsStandalone(byte marker) => marker is 0x01 or (>= 0xD0 and <= 0xD8);
}
