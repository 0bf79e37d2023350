using System.Buffers.Binary;
using System.Text.Json;
using Cleaner.Manifests;
using Cleaner.Training.Engine;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Checkpoints;

/// <summary>Reads and writes tensors as safetensors: readable by Python's <c>safetensors</c>, one pass, no pickle.</summary>
public static class SafeTensorsFile
{
    private const int Alignment = 8, Block = 1 << 20;

    /// <summary>Writes to a temporary name beside <paramref name="path"/> and renames: a reader sees the old file or the new one, whole.</summary>
    public static void Write(string path, IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var temporary = path + ".tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, Block))
        {
            var header = Header(tensors, metadata);
            Span<byte> prefix = stackalloc byte[SafeTensorsHeader.LengthBytes];
            BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
            stream.Write(prefix);
            stream.Write(header);
            foreach (var (_, tensor) in tensors)
            {
                using var plain = tensor.detach().cpu().contiguous();
                plain.WriteBytesToStream(stream, Block);
            }
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Opens a file to read; throws <see cref="CleanerException"/> where there is none.</summary>
    internal static FileStream Open(string path) => File.Exists(path)
        ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, Block)
        : throw new CleanerException($"'{path}' does not exist: give a run folder or a .safetensors file");

    /// <summary>Reads every tensor onto the CPU; the caller disposes them. Throws <see cref="CleanerException"/> for a missing or damaged file.</summary>
    public static (Dictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(string path)
    {
        Engines.Load();
        using var stream = Open(path);
        var header = SafeTensorsHeader.Read(stream, path);
        var tensors = new Dictionary<string, Tensor>(header.Entries.Count);
        foreach (var entry in header.Entries)
        {
            var tensor = empty(entry.Shape, dtype: ScalarTypeOf(entry.Type, path));
            if (entry.Bytes > 0)
                tensor.ReadBytesFromStream(stream, Block);
            tensors[entry.Name] = tensor;
        }
        return (tensors, header.Metadata);
    }

    private static byte[] Header(IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafeTensorsHeader.MetadataKey);
            foreach (var (key, value) in metadata)
                json.WriteString(key, value);
            json.WriteEndObject();
            var position = 0L;
            foreach (var (name, tensor) in tensors)
            {
                var type = NameOf(tensor.dtype);
                var end = position + tensor.numel() * SafeTensorsHeader.ElementSize(type);
                json.WriteStartObject(name);
                json.WriteString("dtype", type);
                json.WriteStartArray("shape");
                foreach (var size in tensor.shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(position);
                json.WriteNumberValue(end);
                json.WriteEndArray();
                json.WriteEndObject();
                position = end;
            }
            json.WriteEndObject();
        }
        // The data begins at a multiple of 8 bytes, so that a mapped file can be used in place; the format allows trailing blanks.
        while (buffer.Length % Alignment != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static string NameOf(ScalarType type) => type switch
    {
        ScalarType.Float32 => "F32",
        ScalarType.Float64 => "F64",
        ScalarType.Float16 => "F16",
        ScalarType.BFloat16 => "BF16",
        ScalarType.Int64 => "I64",
        ScalarType.Int32 => "I32",
        ScalarType.Byte => "U8",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no safetensors name for this type"),
    };

    private static ScalarType ScalarTypeOf(string name, string path) => name switch
    {
        "F32" => ScalarType.Float32,
        "F64" => ScalarType.Float64,
        "F16" => ScalarType.Float16,
        "BF16" => ScalarType.BFloat16,
        "I64" => ScalarType.Int64,
        "I32" => ScalarType.Int32,
        "U8" => ScalarType.Byte,
        _ => throw new CleanerException($"'{path}' holds tensors of type {name}, which a model of ours never has; convert it to F32 first"),
    };
}
