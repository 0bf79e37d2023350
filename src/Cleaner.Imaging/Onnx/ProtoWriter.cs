using System.Buffers.Binary;
using System.Text;

namespace Cleaner.Imaging.Onnx;

/// <summary>The few protocol-buffer fields that event files and ONNX models are made of (https://protobuf.dev/programming-guides/encoding).</summary>
public sealed class ProtoWriter
{
    private const int VarInt = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5;

    private readonly MemoryStream _buffer = new();

    /// <summary>What was written so far.</summary>
    public ReadOnlySpan<byte> Written => _buffer.GetBuffer().AsSpan(0, (int)_buffer.Length);

    /// <summary>int32, int64, uint64, bool or enum.</summary>
    public ProtoWriter Integer(int field, long value)
    {
        Tag(field, VarInt);
        WriteVarInt((ulong)value);
        return this;
    }

    /// <summary>double.</summary>
    public ProtoWriter Double(int field, double value)
    {
        Tag(field, Fixed64);
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        _buffer.Write(bytes);
        return this;
    }

    /// <summary>float.</summary>
    public ProtoWriter Float(int field, float value)
    {
        Tag(field, Fixed32);
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _buffer.Write(bytes);
        return this;
    }

    /// <summary>string, as UTF-8.</summary>
    public ProtoWriter Text(int field, string value) => Blob(field, Encoding.UTF8.GetBytes(value));

    /// <summary>bytes, or an embedded message that is already written.</summary>
    public ProtoWriter Blob(int field, ReadOnlySpan<byte> value)
    {
        BlobHead(field, value.Length);
        _buffer.Write(value);
        return this;
    }

    /// <summary>The beginning of <see cref="Blob"/> whose bytes are written elsewhere.</summary>
    public ProtoWriter BlobHead(int field, long length)
    {
        Tag(field, Bytes);
        WriteVarInt((ulong)length);
        return this;
    }

    /// <summary>An embedded message.</summary>
    public ProtoWriter Message(int field, Action<ProtoWriter> fill)
    {
        var inner = new ProtoWriter();
        fill(inner);
        return Blob(field, inner.Written);
    }

    private void Tag(int field, int wireType) => WriteVarInt((ulong)(field << 3 | wireType));

    private void WriteVarInt(ulong value)
    {
        while (value >= 0x80)
        {
            _buffer.WriteByte((byte)(value | 0x80));
            value >>= 7;
        }
        _buffer.WriteByte((byte)value);
    }
}
