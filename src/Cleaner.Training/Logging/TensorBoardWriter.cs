using System.Buffers.Binary;
using System.Globalization;
using Cleaner.Imaging.Onnx;

namespace Cleaner.Training.Logging;

/// <summary>
/// Writes scalars as a TensorBoard event file: TFRecord frames (u64 length, masked CRC of it, data, masked CRC of the data) around
/// <c>tensorflow.Event</c> messages (tensorflow/core/util/event.proto). One file a session; TensorBoard joins the files of a folder.
/// </summary>
public sealed class TensorBoardWriter : IDisposable
{
    private const string FileVersion = "brain.Event:2";
    private const int WallTimeField = 1, StepField = 2, VersionField = 3, SummaryField = 5;
    private const int ValueField = 1, TagField = 1, SimpleValueField = 2;

    private readonly FileStream _stream;

    /// <summary>Creates the event file in <paramref name="folder"/>; <paramref name="now"/> is part of its name, which orders the sessions.</summary>
    public TensorBoardWriter(string folder, DateTimeOffset now)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{now.ToUnixTimeSeconds()}.{Environment.MachineName}.{Environment.ProcessId}.cleaner");
        _stream = new FileStream(Path.Combine(folder, name), FileMode.Create, FileAccess.Write, FileShare.Read);
        WriteRecord(new ProtoWriter().Double(WallTimeField, Seconds(now)).Text(VersionField, FileVersion).Written);
    }

    /// <summary>Adds the values of one step.</summary>
    public void Scalars(long step, DateTimeOffset now, params ReadOnlySpan<(string Tag, double Value)> values)
    {
        var summary = new ProtoWriter();
        foreach (var (tag, value) in values)
            summary.Message(ValueField, inner => inner.Text(TagField, tag).Float(SimpleValueField, (float)value));
        WriteRecord(new ProtoWriter().Double(WallTimeField, Seconds(now)).Integer(StepField, step).Blob(SummaryField, summary.Written).Written);
    }

    /// <summary>Hands everything to the operating system, so that TensorBoard sees it.</summary>
    public void Flush() => _stream.Flush();

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void WriteRecord(ReadOnlySpan<byte> data)
    {
        Span<byte> frame = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(frame, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[8..], Crc32C.Masked(frame[..8]));
        _stream.Write(frame);
        _stream.Write(data);
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Crc32C.Masked(data));
        _stream.Write(frame[..4]);
    }

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;
}
