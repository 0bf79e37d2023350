using System.Buffers.Binary;
using System.Globalization;
using Cleaner.Manifests.Bytes;
using Microsoft.Win32.SafeHandles;

namespace Cleaner.Ingest.Sources;

/// <summary>An image record met while scanning.</summary>
/// <param name="Offset">Of its header.</param>
/// <param name="Length">Of all its parts, headers and padding included.</param>
/// <param name="Label">Its identity: the label of the header, or the first of the labels behind it.</param>
/// <param name="ImageBytes">Length of the encoded image; 0: a record without one.</param>
/// <param name="Damage">What is wrong with it, or null.</param>
internal readonly record struct ScannedRecord(long Offset, long Length, float Label, long ImageBytes, string? Damage);

/// <summary>
/// Walks through a .rec file from header to header, without reading the images. After a damaged record it looks for the next
/// one: the magic stands only at record starts, since writers split a payload that holds it.
/// </summary>
internal sealed class RecordScanner : IDisposable
{
    private const int ResyncBlock = 1 << 20;

    /// <summary>Bytes of the payload that are looked at: header and first label.</summary>
    private const int HeadBytes = RecordIO.ImageHeaderBytes + sizeof(float);

    private readonly SafeFileHandle _file;
    private readonly long _length;

    public RecordScanner(string path)
    {
        _file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        _length = RandomAccess.GetLength(_file);
    }

    /// <summary>All records, in the order of the file.</summary>
    public IEnumerable<ScannedRecord> Records()
    {
        for (long offset = 0; offset < _length;)
        {
            var record = Read(offset);
            if (record.Damage is null)
            {
                yield return record;
                offset += record.Length;
                continue;
            }
            var next = FindMagic(offset + 4);
            yield return record with { Length = next - offset };
            offset = next;
        }
    }

    public void Dispose() => _file.Dispose();

    private ScannedRecord Read(long offset)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        Span<byte> header = stackalloc byte[RecordIO.HeaderBytes];
        long at = offset, payload = 0;
        var isSplitInHead = false;
        for (var part = 0; ; part++)
        {
            if (!TryRead(header, at))
                return Damaged(offset, "the file ends within a record");
            var word = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            var flag = (int)(word >> 29);
            var size = (int)(word & (RecordIO.LengthLimit - 1));
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) != RecordIO.Magic || flag > 3)
                return Damaged(offset, "no record starts here");
            if (at + RecordIO.HeaderBytes + size > _length)
                return Damaged(offset, "the record is cut off");
            if (part == 0 ? flag > 1 : flag < 2)
                return Damaged(offset, "the parts of a split record do not follow each other");

            // A dropped magic stood between the parts.
            if (part > 0)
                payload += 4;
            if (part == 0)
            {
                var shown = Math.Min(size, HeadBytes);
                if (!TryRead(head[..shown], at + RecordIO.HeaderBytes))
                    return Damaged(offset, "the file ends within a record");
                head[shown..].Clear();
            }
            payload += size;
            at += RecordIO.HeaderBytes + RecordIO.Padded(size);
            if (flag == 1 && size < HeadBytes)
                isSplitInHead = true;
            if (flag is not (0 or 3))
                continue;
            if (isSplitInHead)
            {
                head.Clear();
                RecordIO.ReadRecord(_file, offset, out _).AsSpan(0, (int)Math.Min(payload, HeadBytes)).CopyTo(head);
            }
            return Describe(offset, at - offset, payload, head);
        }
    }

    private static ScannedRecord Describe(long offset, long length, long payload, ReadOnlySpan<byte> head)
    {
        var labels = BinaryPrimitives.ReadUInt32LittleEndian(head);
        var start = RecordIO.ImageHeaderBytes + sizeof(float) * (long)labels;
        if (payload < RecordIO.ImageHeaderBytes || start > payload)
            return Damaged(offset, "the record is shorter than its labels") with { Length = length };
        var label = BinaryPrimitives.ReadSingleLittleEndian(labels > 0 ? head[RecordIO.ImageHeaderBytes..] : head[4..]);
        return float.IsFinite(label)
            ? new ScannedRecord(offset, length, label, payload - start, null)
            : Damaged(offset, "its label is no number") with { Length = length };
    }

    private static ScannedRecord Damaged(long offset, string what) =>
        new(offset, 0, float.NaN, 0, string.Create(CultureInfo.InvariantCulture, $"{what} (byte {offset})"));

    /// <summary>The next place at or after an offset (4-aligned) where a record could start; the end of the file where there is none.</summary>
    private long FindMagic(long from)
    {
        var block = new byte[ResyncBlock];
        for (var at = (from + 3) & ~3L; at + RecordIO.HeaderBytes <= _length; at += ResyncBlock)
        {
            var read = RandomAccess.Read(_file, block, at);
            for (var i = 0; i + 4 <= read; i += 4)
            {
                if (BinaryPrimitives.ReadUInt32LittleEndian(block.AsSpan(i)) == RecordIO.Magic)
                    return at + i;
            }
        }
        return _length;
    }

    private bool TryRead(Span<byte> buffer, long offset)
    {
        while (buffer.Length > 0)
        {
            var read = RandomAccess.Read(_file, buffer, offset);
            if (read == 0)
                return false;
            buffer = buffer[read..];
            offset += read;
        }
        return true;
    }
}
