using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cleaner.Ingest.Export;

/// <summary>A file with one JSON object a line.</summary>
internal sealed class JsonLinesFile : IDisposable
{
    private readonly FileStream stream;
    private readonly Utf8JsonWriter json = new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public JsonLinesFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
    }

    /// <summary>Writes one object.</summary>
    public void Write(Action<Utf8JsonWriter> fields)
    {
        json.Reset(stream);
        json.WriteStartObject();
        fields(json);
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    public static void WriteArray(Utf8JsonWriter json, string name, float[] values)
    {
        json.WriteStartArray(name);
        foreach (float value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    public void Dispose()
    {
        json.Dispose();
        stream.Dispose();
    }
}
