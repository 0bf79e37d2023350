using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Cleaner.Manifests.Bytes;

/// <summary>
/// The record framing of dmlc RecordIO (recordio.h): u32 magic, u32 cflag &lt;&lt; 29 | length, data, zero padding to 4 bytes. A writer
/// splits a payload wherever the magic stands in it at a 4-aligned offset and leaves those 4 bytes out; a reader puts them back.
/// Little-endian.
/// </summary>
public static class RecordIO
{
    /// <summary>First word of every part.</summary>
    public const uint Magic = 0xCED7230A;

    /// <summary>Bytes of a part's header: magic and length word.</summary>
    public const int HeaderBytes = 8;

    /// <summary>Lengths stay below this; the three bits above it hold the part's flag.</summary>
    public const int LengthLimit = 1 << 29;

    /// <summary>Bytes of the image header (u32 flag, f32 label, u64 id, u64 id2) before any further labels.</summary>
    public const int ImageHeaderBytes = 24;

    /// <summary>Reads the record whose first part's header starts at an offset.</summary>
    /// <param name="file">The .rec file.</param>
    /// <param name="offset">Of the header.</param>
    /// <param name="next">Offset just after the record: of the next one.</param>
    /// <returns>The payload, with the magic restored between parts.</returns>
    /// <exception cref="InvalidDataException">No record starts there, or it is cut off.</exception>
    /// <exception cref="EndOfStreamException">The offset lies at the end of the file.</exception>
    public static byte[] ReadRecord(SafeFileHandle file, long offset, out long next)
    {
        long length = RandomAccess.GetLength(file);
        (int flag, int size) = ReadPart(file, offset, length);
        if (flag == 0)
        {
            byte[] whole = new byte[size];
            FileRange.ReadExactly(file, whole, offset + HeaderBytes);
            next = offset + HeaderBytes + Padded(size);
            return whole;
        }

        if (flag != 1)
        {
            throw new InvalidDataException(At(offset, "a record's later part stands where a record should start"));
        }

        var payload = new MemoryStream();
        Span<byte> magic = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(magic, Magic);
        while (true)
        {
            byte[] part = new byte[size];
            FileRange.ReadExactly(file, part, offset + HeaderBytes);
            payload.Write(part);
            offset += HeaderBytes + Padded(size);
            if (flag == 3)
            {
                next = offset;
                return payload.ToArray();
            }

            payload.Write(magic);
            (flag, size) = ReadPart(file, offset, length);
            if (flag is not (2 or 3))
            {
                throw new InvalidDataException(At(offset, "the rest of a split record is missing"));
            }
        }
    }

    /// <summary>Where the image bytes start in an image record's payload: after the header and its further labels.</summary>
    /// <exception cref="InvalidDataException">The payload is too short for what its header says.</exception>
    public static int ImageStart(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < ImageHeaderBytes)
        {
            throw new InvalidDataException("the record is too short for an image header");
        }

        uint labels = BinaryPrimitives.ReadUInt32LittleEndian(payload);
        long start = ImageHeaderBytes + (4L * labels);
        return start <= payload.Length ? (int)start : throw new InvalidDataException("the record is too short for its labels");
    }

    /// <summary>A length rounded up to the framing's 4 bytes.</summary>
    public static int Padded(int length) => (length + 3) & ~3;

    private static (int Flag, int Size) ReadPart(SafeFileHandle file, long offset, long fileLength)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        FileRange.ReadExactly(file, header, offset);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Magic)
        {
            throw new InvalidDataException(At(offset, "no RecordIO magic"));
        }

        uint word = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        int size = (int)(word & (LengthLimit - 1));
        return offset + HeaderBytes + size <= fileLength
            ? ((int)(word >> 29), size)
            : throw new InvalidDataException(At(offset, "the record is cut off"));
    }

    private static string At(long offset, string what) => string.Create(CultureInfo.InvariantCulture, $"{what} at byte {offset}");
}
