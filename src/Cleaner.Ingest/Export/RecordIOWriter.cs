using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Cleaner.Manifests;
using Cleaner.Manifests.Bytes;

namespace Cleaner.Ingest.Export;

/// <summary>
/// Writes image records as MXNet does (recordio.h, recordio.py): see <see cref="RecordIO"/> for the framing. The index has a line
/// "key \t offset" for each record, in the order of the file.
/// </summary>
internal sealed class RecordIOWriter : IDisposable
{
    private const int Buffer = 1 << 20;

    private static readonly uint StoredMagic = BitConverter.IsLittleEndian ? RecordIO.Magic : BinaryPrimitives.ReverseEndianness(RecordIO.Magic);

    private readonly FileStream records;
    private readonly StreamWriter index;

    /// <param name="path">Path without extension; ".rec" and ".idx" are added.</param>
    public RecordIOWriter(string path)
    {
        records = new FileStream(path + ".rec", FileMode.CreateNew, FileAccess.Write, FileShare.None, Buffer);
        index = new StreamWriter(path + ".idx") { NewLine = "\n" };
    }

    /// <summary>Writes a record with one label (flag 0).</summary>
    public void Write(ulong key, float label, ReadOnlySpan<byte> image) => Write(key, 0, label, [], image);

    /// <summary>Writes a record with several labels (flag: how many).</summary>
    public void Write(ulong key, ReadOnlySpan<float> labels, ReadOnlySpan<byte> image) => Write(key, (uint)labels.Length, 0, labels, image);

    public void Dispose()
    {
        index.Dispose();
        records.Dispose();
    }

    private void Write(ulong key, uint flag, float label, ReadOnlySpan<float> labels, ReadOnlySpan<byte> image)
    {
        byte[] payload = new byte[RecordIO.ImageHeaderBytes + (4 * labels.Length) + image.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(payload, flag);
        BinaryPrimitives.WriteSingleLittleEndian(payload.AsSpan(4), label);
        BinaryPrimitives.WriteUInt64LittleEndian(payload.AsSpan(8), key);
        for (int i = 0; i < labels.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(payload.AsSpan(RecordIO.ImageHeaderBytes + (4 * i)), labels[i]);
        }

        image.CopyTo(payload.AsSpan(RecordIO.ImageHeaderBytes + (4 * labels.Length)));
        index.WriteLine(FormattableString.Invariant($"{key}\t{records.Position}"));
        WriteRecord(payload);
    }

    /// <summary>Splits wherever the magic stands at a 4-aligned offset, and leaves it out there: a reader that looks for it finds only starts.</summary>
    private void WriteRecord(ReadOnlySpan<byte> payload)
    {
        int start = 0;
        for (int next = MagicIn(payload); next >= 0; next = MagicIn(payload[start..]))
        {
            WritePart(start == 0 ? 1u : 2u, payload.Slice(start, next));
            start += next + 4;
        }

        WritePart(start == 0 ? 0u : 3u, payload[start..]);
    }

    /// <summary>Offset of the first magic at a multiple of 4 bytes, or -1.</summary>
    private static int MagicIn(ReadOnlySpan<byte> payload) => MemoryMarshal.Cast<byte, uint>(payload).IndexOf(StoredMagic) is var word and >= 0 ? 4 * word : -1;

    private void WritePart(uint flag, ReadOnlySpan<byte> part)
    {
        if (part.Length >= RecordIO.LengthLimit)
        {
            throw new CleanerException(FormattableString.Invariant($"an image of {part.Length} bytes is too large for RecordIO, which takes less than {RecordIO.LengthLimit}; use another format"));
        }

        Span<byte> header = stackalloc byte[RecordIO.HeaderBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(header, RecordIO.Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (flag << 29) | (uint)part.Length);
        records.Write(header);
        records.Write(part);
        Span<byte> padding = stackalloc byte[3];
        padding.Clear();
        records.Write(padding[..(RecordIO.Padded(part.Length) - part.Length)]);
    }
}
