namespace Cleaner.Manifests;

/// <summary>Comma-separated values as in RFC 4180, for writing.</summary>
public static class CsvText
{
    private static readonly char[] Special = [',', '"', '\n', '\r'];

    /// <summary>A row; null is an empty field.</summary>
    public static string Row(params IEnumerable<string?> fields) => string.Join(',', fields.Select(Field));

    private static string Field(string? text) => text is null ? ""
        : text.IndexOfAny(Special) < 0 ? text
        : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
