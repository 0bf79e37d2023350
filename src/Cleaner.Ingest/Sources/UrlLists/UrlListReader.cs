using System.Text;

namespace Cleaner.Ingest.Sources;

/// <summary>The rows of a URL list, streaming.</summary>
/// <param name="path">The list, absolute.</param>
/// <param name="layout">Which column holds what.</param>
internal sealed class UrlListReader(string path, UrlListLayout layout)
{
    /// <summary>A line longer than this is no row of a list of URLs.</summary>
    public const int MaxLine = 1 << 20;

    private const int Sha256Bytes = 32, Md5Bytes = 16;

    /// <summary>The list.</summary>
    public string Path => path;

    /// <summary>All rows, those with a <see cref="UrlEntry.Defect"/> too.</summary>
    /// <exception cref="Manifests.CleanerException">A quote in the list is never closed, or a field is absurdly long.</exception>
    public IEnumerable<UrlEntry> Entries(CancellationToken stop)
    {
        var row = 0L;
        foreach (var fields in Rows().Skip(layout.HasHeading ? 1 : 0))
        {
            stop.ThrowIfCancellationRequested();
            yield return Entry(++row, fields);
        }
    }

    private UrlEntry Entry(long row, string[] fields) => new(row, Field(fields, layout.Identity), Field(fields, layout.Url))
    {
        Box = Box(Field(fields, layout.Box)),
        ListedSize = Size(Field(fields, layout.HeightWidth)),
        Hash = Hash(Field(fields, layout.Sha256), Sha256Bytes) ?? Hash(Field(fields, layout.Md5), Md5Bytes),
    };

    private IEnumerable<string[]> Rows()
    {
        if (layout.Separator == ',')
        {
            using var reader = new StreamReader(path);
            foreach (var fields in Delimited.Comma(reader, path))
                yield return fields;
            yield break;
        }
        using var lines = new ByteLines(File.OpenRead(path), MaxLine);
        while (lines.Next())
        {
            if (lines.IsTooLong)
                yield return [];
            else if (lines.Line.Length > 0 && (char)lines.Line[0] != layout.Comment)
                yield return Encoding.UTF8.GetString(lines.Line).TrimStart('\uFEFF').Split('\t');
        }
    }

    private static string Field(string[] fields, int column) => column >= 0 && column < fields.Length ? fields[column].Trim() : "";

    private static float[]? Box(string text) =>
        Numbers.Floats(text.Split([',', ' ', ';', '[', ']', '(', ')'], StringSplitOptions.RemoveEmptyEntries)) is [var x0, var y0, var x1, var y1] box && x1 > x0 && y1 > y0
            ? box
            : null;

    private static (int Width, int Height) Size(string text) =>
        Numbers.Floats(text.Split(' ', StringSplitOptions.RemoveEmptyEntries)) is [> 0 and < 1e6f and var height, > 0 and < 1e6f and var width]
            ? ((int)width, (int)height)
            : (0, 0);

    private static byte[]? Hash(string text, int bytes) =>
        text.Length == 2 * bytes && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;
}
