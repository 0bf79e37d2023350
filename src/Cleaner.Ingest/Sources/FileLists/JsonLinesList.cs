using System.Text.Json;

namespace Cleaner.Ingest.Sources;

/// <summary>
/// JSON lines, one object an image, with the usual names: a file (<c>path</c>, <c>file_name</c>, <c>image</c>, …), a label (<c>label</c>,
/// <c>identity</c>, …), and where they are there <c>split</c>, <c>box</c>, <c>landmarks</c>, <c>container</c>, <c>offset</c>, <c>length</c>.
/// </summary>
internal sealed class JsonLinesList : IFileListReader
{
    /// <summary>Whether a line is an object that names a file and a label.</summary>
    public static bool Recognises(string line) => line.StartsWith('{') && JsonLines.Parse(line, Entry) is not null;

    /// <inheritdoc/>
    public IEnumerable<FileEntry?> Entries(string list) => JsonLines.Read(list, Entry);

    private static FileEntry? Entry(JsonElement json) =>
        Text(json, FileListNames.Files) is { Length: > 0 } file && Text(json, FileListNames.Labels) is { Length: > 0 } label
            ? new FileEntry(file, label, Text(json, ["split"]) is { Length: > 0 } split ? split : null, Floats(json, "box", 4), Floats(json, "landmarks", 10),
                ArchivePlace.Parse(Text(json, ["container"]), Whole(json, "offset"), Whole(json, "length")))
            : null;

    private static string? Text(JsonElement json, string[] names)
    {
        foreach (var name in names)
        {
            if (json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                return value.ToString();
        }
        return null;
    }

    private static long? Whole(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static float[]? Floats(JsonElement json, string name, int count) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == count && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.Number)
            ? [.. value.EnumerateArray().Select(v => v.GetSingle())]
            : null;
}
