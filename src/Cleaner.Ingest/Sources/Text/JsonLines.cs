using System.Text.Json;

namespace Cleaner.Ingest.Sources;

/// <summary>Text files of one JSON object a line.</summary>
internal static class JsonLines
{
    /// <summary>What a reader makes of the objects of a file, in order; null for a line that is no JSON object. Blank lines are passed over.</summary>
    public static IEnumerable<T?> Read<T>(string path, Func<JsonElement, T?> read)
        where T : class
    {
        foreach (var line in Delimited.Lines(path))
        {
            if (line is null || !string.IsNullOrWhiteSpace(line))
                yield return line is null ? null : Parse(line, read);
        }
    }

    /// <summary>What a reader makes of one line; null where it is no JSON object.</summary>
    public static T? Parse<T>(string line, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;    // the caller counts such lines
        }
    }
}
