using System.Buffers.Binary;

namespace Cleaner.Imaging.Formats;

/// <summary>What the RIFF chunks of a WebP say (RFC 9649, section 2), read without decoding a pixel.</summary>
internal readonly struct WebPStructure
{
    // The arithmetic coder of VP8 reads zeros as valid symbols, so that a file whose tail was never written decodes silently.
    // Real partitions never end in a run like this: the coder's output is all but random.
    private const int SuspiciousZeros = 32;

    /// <summary>Canvas columns.</summary>
    public int Width { get; private init; }

    /// <summary>Canvas rows.</summary>
    public int Height { get; private init; }

    /// <summary>EXIF orientation, 1 to 8.</summary>
    public int Orientation { get; private init; }

    /// <summary>Whether all bytes that the RIFF header promises are there and were written.</summary>
    public bool Complete { get; private init; }

    /// <summary>Whether the picture may be transparent.</summary>
    public bool HasAlpha { get; private init; }

    /// <summary>Offset and length of the first frame (ANMF chunk body) of an animation; length 0 for a still picture.</summary>
    public (int Offset, int Length) FirstFrame { get; private init; }

    /// <summary>Walks the chunks.</summary>
    public static WebPStructure Read(ReadOnlySpan<byte> data)
    {
        long promised = 8L + BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
        var found = new WebPStructure { Orientation = Exif.Upright };
        bool whole = promised <= data.Length;
        bool picture = false;
        long end = Math.Min(promised, data.Length);
        long at = 12;
        while (at + 8 <= end)
        {
            var type = data.Slice((int)at, 4);
            long length = BinaryPrimitives.ReadUInt32LittleEndian(data[((int)at + 4)..]);
            long available = Math.Min(length, end - at - 8);
            var body = data.Slice((int)at + 8, (int)available);
            whole &= available == length;
            if (type.SequenceEqual("VP8 "u8) || type.SequenceEqual("VP8L"u8) || type.SequenceEqual("ANMF"u8))
            {
                picture = true;
                whole &= body.Length < SuspiciousZeros || body[^SuspiciousZeros..].ContainsAnyExcept((byte)0);
            }

            if (type.SequenceEqual("VP8X"u8) && body.Length >= 10)
            {
                found = found with { Width = 1 + ReadUInt24(body[4..]), Height = 1 + ReadUInt24(body[7..]), HasAlpha = (body[0] & 0x10) != 0 };
            }
            else if (type.SequenceEqual("VP8 "u8) || type.SequenceEqual("VP8L"u8))
            {
                found = found.Width > 0 ? found : found.WithBitstream(body, lossless: type[3] == (byte)'L');
            }
            else if (type.SequenceEqual("ANMF"u8) && found.FirstFrame.Length == 0 && body.Length > 16)
            {
                found = found with { FirstFrame = ((int)at + 8, body.Length) };
            }
            else if (type.SequenceEqual("EXIF"u8))
            {
                found = found with { Orientation = Exif.Orientation(body) };
            }
            else if (!type.ContainsAnyExcept((byte)0))
            {
                whole = false;
                break;
            }

            at += 8 + length + (length & 1);
        }

        if (found.Width == 0)
        {
            throw new ImageDecodeException(
                whole ? DecodeFailure.Corrupt : DecodeFailure.Truncated,
                whole ? "WebP without a picture" : $"WebP ends after {data.Length} bytes, within the header");
        }

        return found with { Complete = whole && picture };
    }

    // RFC 6386, section 9.1: three bytes frame tag, start code 9D 01 2A, 14-bit sizes. RFC 9649, section 3.4: signature 2F, 14-bit sizes minus one, alpha bit.
    private WebPStructure WithBitstream(ReadOnlySpan<byte> body, bool lossless)
    {
        if (lossless && body is [0x2F, _, _, _, _, ..])
        {
            uint bits = BinaryPrimitives.ReadUInt32LittleEndian(body[1..]);
            return this with { Width = 1 + (int)(bits & 0x3FFF), Height = 1 + (int)((bits >> 14) & 0x3FFF), HasAlpha = ((bits >> 28) & 1) != 0 };
        }

        if (!lossless && body.Length >= 10 && body[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]))
        {
            int width = BinaryPrimitives.ReadUInt16LittleEndian(body[6..]) & 0x3FFF;
            int height = BinaryPrimitives.ReadUInt16LittleEndian(body[8..]) & 0x3FFF;
            return width > 0 && height > 0
                ? this with { Width = width, Height = height }
                : throw new ImageDecodeException(DecodeFailure.Corrupt, $"WebP of {width}x{height} pixels");
        }

        return this;
    }

    private static int ReadUInt24(ReadOnlySpan<byte> at) => at[0] | at[1] << 8 | at[2] << 16;
}
