using System.Buffers.Binary;
using System.Text.Json;

namespace Cleaner.Imaging.Faces.FaceApi;

/// <summary>
/// The weights of a network as TensorFlow.js keeps them: a JSON file that names each array, its shape and how it was quantised, and files of
/// bytes that hold one array after the other (https://github.com/tensorflow/tfjs/blob/master/tfjs-core/src/io/types.ts, WeightsManifestConfig).
/// </summary>
internal sealed class QuantizedWeights
{
    private readonly string _path;
    private readonly Dictionary<string, Stored> _arrays = [];

    private QuantizedWeights(string path) => _path = path;

    /// <summary>Reads the manifest and the files that it names, which lie beside it.</summary>
    /// <exception cref="FormatException">No such manifest, or the files do not fit it; the message says what.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static QuantizedWeights Read(string manifest)
    {
        var weights = new QuantizedWeights(manifest);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(manifest));
            foreach (var group in document.RootElement.EnumerateArray())
                weights.ReadGroup(group);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or OverflowException)
        {
            throw new FormatException($"{Path.GetFileName(manifest)} is no list of weights of TensorFlow.js: {failure.Message}", failure);
        }
        return weights;
    }

    /// <summary>An array of that shape.</summary>
    /// <exception cref="FormatException">It is missing, or has another shape.</exception>
    public float[] Get(string name, params ReadOnlySpan<int> shape)
    {
        if (!_arrays.TryGetValue(name, out var array))
            throw new FormatException($"{Path.GetFileName(_path)} has no array {name}");
        if (!shape.SequenceEqual(array.Shape))
            throw new FormatException($"{name} in {Path.GetFileName(_path)} is [{string.Join(", ", array.Shape)}] instead of [{string.Join(", ", shape.ToArray())}]");
        return array.Values;
    }

    /// <summary>Filters [height, width, in, out], as [out, in, height, width].</summary>
    public float[] Filters(string name, int side, int inputs, int outputs) => OutInFirst(Get(name, side, side, inputs, outputs), side, inputs, outputs);

    /// <summary>Filters of one channel each, [height, width, channels, 1], as [channels, 1, height, width].</summary>
    public float[] Depthwise(string name, int side, int channels) => OutInFirst(Get(name, side, side, channels, 1), side, 1, channels);

    private static float[] OutInFirst(float[] values, int side, int inputs, int outputs)
    {
        var turned = new float[values.Length];
        var area = side * side;
        for (var cell = 0; cell < area; cell++)
            for (var i = 0; i < inputs; i++)
                for (var o = 0; o < outputs; o++)
                    turned[(o * inputs + i) * area + cell] = values[(cell * inputs + i) * outputs + o];
        return turned;
    }

    private void ReadGroup(JsonElement group)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(_path))!;
        byte[] bytes = [.. group.GetProperty("paths").EnumerateArray().SelectMany(path => File.ReadAllBytes(Path.Combine(folder, path.GetString()!)))];
        var start = 0;
        foreach (var entry in group.GetProperty("weights").EnumerateArray())
        {
            var name = entry.GetProperty("name").GetString()!;
            int[] shape = [.. entry.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
            var (kind, scale, least) = Quantisation(entry);
            var count = shape.Aggregate(1, (product, size) => checked(product * size));
            var length = checked(count * kind.Bytes);
            if (count < 0 || length > bytes.Length - start)
                throw new FormatException($"{Path.GetFileName(_path)}: {name} ends at byte {(long)start + length} of {bytes.Length}");
            _arrays[name] = new Stored(shape, kind.Read(bytes.AsSpan(start, length), scale, least));
            start += length;
        }
        if (start != bytes.Length)
            throw new FormatException($"{Path.GetFileName(_path)} describes {start} bytes of {bytes.Length}");
    }

    private static (Kind Kind, float Scale, float Least) Quantisation(JsonElement entry)
    {
        if (entry.TryGetProperty("quantization", out var how))
            return (Kind.Of(how.GetProperty("dtype").GetString()), how.GetProperty("scale").GetSingle(), how.GetProperty("min").GetSingle());
        return (Kind.Of(entry.GetProperty("dtype").GetString()), 1, 0);
    }

    private readonly record struct Stored(int[] Shape, float[] Values);

    /// <summary>How a number is kept: value = stored · scale + least.</summary>
    private readonly record struct Kind(string Name, int Bytes)
    {
        private static readonly Kind[] Known = [new("uint8", 1), new("uint16", 2), new("float32", 4)];

        public static Kind Of(string? name) => Array.Find(Known, kind => kind.Name == name) is { Bytes: > 0 } known
            ? known
            : throw new FormatException($"numbers of kind '{name}' are not read: uint8, uint16 and float32 are");

        public float[] Read(ReadOnlySpan<byte> bytes, float scale, float least)
        {
            var values = new float[bytes.Length / Bytes];
            for (var i = 0; i < values.Length; i++)
                values[i] = Bytes switch
                {
                    1 => bytes[i],
                    2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]),
                    _ => BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]),
                } * scale + least;
            return values;
        }
    }
}
