using System.Buffers.Binary;
using System.Text.Json;
using Cleaner.Manifests;

namespace Cleaner.Training.Checkpoints;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Its name, e.g. "layer1.0.bn1.weight".</param>
/// <param name="Type">"F32", "F16", "BF16", "F64", "I64", "I32" or "U8".</param>
/// <param name="Shape">Its sizes; empty for a scalar.</param>
/// <param name="Begin">First byte, counted from the end of the header.</param>
/// <param name="End">One past the last byte.</param>
public sealed record SafeTensorEntry(string Name, string Type, long[] Shape, long Begin, long End)
{
    /// <summary>Bytes of the tensor.</summary>
    public long Bytes => End - Begin;
}

/// <summary>
/// The head of a safetensors file: u64 length, JSON, and then the data of the tensors without holes
/// (https://github.com/huggingface/safetensors, "Format"). Reading checks every rule, so that no damaged file gets further.
/// </summary>
public sealed class SafeTensorsHeader
{
    internal const int LengthBytes = 8;
    internal const string MetadataKey = "__metadata__";
    private const long MaxHeaderBytes = 100_000_000;

    private SafeTensorsHeader(IReadOnlyList<SafeTensorEntry> entries, IReadOnlyDictionary<string, string> metadata, long dataStart)
    {
        Entries = entries;
        Metadata = metadata;
        DataStart = dataStart;
    }

    /// <summary>The tensors, in the order of their data.</summary>
    public IReadOnlyList<SafeTensorEntry> Entries { get; }

    /// <summary>Text beside the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Where in the file the data begins.</summary>
    public long DataStart { get; }

    /// <summary>Bytes per element of a type name; 0 when the name is unknown.</summary>
    public static int ElementSize(string type) => type switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "U8" or "I8" or "BOOL" => 1,
        _ => 0,
    };

    /// <summary>Reads and checks the head of a file; throws <see cref="CleanerException"/> naming the file and what is wrong with it.</summary>
    public static SafeTensorsHeader Read(Stream stream, string path)
    {
        Span<byte> prefix = stackalloc byte[LengthBytes];
        if (stream.ReadAtLeast(prefix, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
            throw Bad(path, "it is shorter than 8 bytes");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length is 0 or > MaxHeaderBytes)
            throw Bad(path, "its first 8 bytes are not the length of a header: it is no safetensors file");
        if ((long)length > stream.Length - LengthBytes)
            throw Bad(path, "the header is cut off");
        var json = new byte[length];
        stream.ReadExactly(json);
        return Parse(json, path, stream.Length - LengthBytes - (long)length);
    }

    private static SafeTensorsHeader Parse(byte[] json, string path, long dataBytes)
    {
        var entries = new List<SafeTensorEntry>();
        var metadata = new Dictionary<string, string>();
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name == MetadataKey)
                    metadata = property.Value.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString() ?? "");
                else
                    entries.Add(Entry(property, path));
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException or ArgumentException)
        {
            throw Bad(path, "its header is not the JSON of a safetensors file");
        }
        entries.Sort((a, b) => a.Begin.CompareTo(b.Begin));
        var position = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != position || entry.End < entry.Begin)
                throw Bad(path, $"the data of '{entry.Name}' overlaps or leaves a hole");
            position = entry.End;
        }
        if (position != dataBytes)
            throw Bad(path, position > dataBytes
                ? $"it is cut off: {position - dataBytes} bytes of data are missing"
                : $"{dataBytes - position} bytes after the last tensor belong to nothing");
        return new SafeTensorsHeader(entries, metadata, LengthBytes + json.LongLength);
    }

    private static SafeTensorEntry Entry(JsonProperty property, string path)
    {
        var type = property.Value.GetProperty("dtype").GetString() ?? "";
        var shape = property.Value.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()).ToArray();
        var offsets = property.Value.GetProperty("data_offsets").EnumerateArray().Select(d => d.GetInt64()).ToArray();
        var size = ElementSize(type);
        if (size == 0)
            throw Bad(path, $"'{property.Name}' has the unknown type '{type}'");
        var bytes = shape.Aggregate((long)size, (product, d) => d >= 0 ? checked(product * d) : throw new FormatException());
        if (offsets.Length != 2 || offsets[1] - offsets[0] != bytes)
            throw Bad(path, $"the offsets of '{property.Name}' do not fit its shape");
        return new SafeTensorEntry(property.Name, type, shape, offsets[0], offsets[1]);
    }

    private static CleanerException Bad(string path, string what) =>
        new($"'{path}' cannot be read as safetensors: {what}; use another checkpoint or train again");
}
