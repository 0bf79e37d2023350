using System.Buffers.Binary;

namespace Cleaner.Imaging.Formats;

/// <summary>What the chunks of a PNG say (PNG specification, third edition, section 5), read without inflating anything.</summary>
internal readonly struct PngStructure
{
    private const int SignatureLength = 8;
    private const int HeaderChunkEnd = SignatureLength + 8 + 13 + 4;

    /// <summary>Stored columns.</summary>
    public int Width { get; private init; }

    /// <summary>Stored rows.</summary>
    public int Height { get; private init; }

    /// <summary>EXIF orientation, 1 to 8.</summary>
    public int Orientation { get; private init; }

    /// <summary>Whether the chunks run to IEND.</summary>
    public bool Complete { get; private init; }

    /// <summary>Reads IHDR and walks all chunks.</summary>
    public static PngStructure Read(ReadOnlySpan<byte> data)
    {
        if (data.Length < HeaderChunkEnd)
        {
            throw new ImageDecodeException(DecodeFailure.Truncated, $"PNG ends after {data.Length} bytes, within the header");
        }

        var header = data[SignatureLength..];
        if (BinaryPrimitives.ReadUInt32BigEndian(header) != 13 || !header[4..].StartsWith("IHDR"u8))
        {
            throw new ImageDecodeException(DecodeFailure.Corrupt, "PNG does not begin with a header chunk");
        }

        uint width = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(header[12..]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
        {
            throw new ImageDecodeException(DecodeFailure.Corrupt, $"PNG of {width}x{height} pixels");
        }

        int orientation = Exif.Upright;
        bool complete = false;
        long at = HeaderChunkEnd;
        while (at + 12 <= data.Length)
        {
            var chunk = data[(int)at..];
            uint length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            var type = chunk.Slice(4, 4);
            if (length > data.Length - at - 12)
            {
                break;
            }

            if (type.SequenceEqual("IEND"u8))
            {
                complete = true;
                break;
            }

            if (type.SequenceEqual("eXIf"u8))
            {
                orientation = Exif.Orientation(chunk.Slice(8, (int)length));
            }
            else if (!type.ContainsAnyExcept((byte)0))
            {
                break;
            }

            at += 12L + length;
        }

        return new PngStructure { Width = (int)width, Height = (int)height, Orientation = orientation, Complete = complete };
    }
}
