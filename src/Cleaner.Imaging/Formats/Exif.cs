using System.Buffers.Binary;

namespace Cleaner.Imaging.Formats;

/// <summary>Reads the one EXIF field that changes the picture: the orientation (tag 0x0112 of IFD0; EXIF 2.32, section 4.6.4).</summary>
internal static class Exif
{
    /// <summary>The orientation of a picture that says nothing about it.</summary>
    public const int Upright = 1;

    private const int OrientationTag = 0x0112;
    private const int ShortType = 3;
    private const int EntrySize = 12;

    /// <summary>
    /// The orientation, 1 to 8, in a TIFF-structured EXIF block, with or without the "Exif\0\0" that JPEG (and some WebP writers) put before it.
    /// A damaged block counts as upright: metadata never makes a picture unreadable.
    /// </summary>
    public static int Orientation(ReadOnlySpan<byte> block)
    {
        if (block.StartsWith("Exif\0\0"u8))
        {
            block = block[6..];
        }

        bool little;
        if (block.StartsWith("II*\0"u8))
        {
            little = true;
        }
        else if (block.StartsWith("MM\0*"u8))
        {
            little = false;
        }
        else
        {
            return Upright;
        }

        if (block.Length < 8 || ReadUInt32(block[4..], little) is var start && start > block.Length - 2L)
        {
            return Upright;
        }

        var directory = block[(int)ReadUInt32(block[4..], little)..];
        int count = ReadUInt16(directory, little);
        for (int i = 0, at = 2; i < count && at + EntrySize <= directory.Length; i++, at += EntrySize)
        {
            var entry = directory.Slice(at, EntrySize);
            if (ReadUInt16(entry, little) == OrientationTag)
            {
                int value = ReadUInt16(entry[8..], little);
                return ReadUInt16(entry[2..], little) == ShortType && value is >= 1 and <= 8 ? value : Upright;
            }
        }

        return Upright;
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static uint ReadUInt32(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}
