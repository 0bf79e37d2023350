using System.Text;

namespace Cleaner.Ingest.Sources;

/// <summary>The first lines of a file, as far as they tell a URL list from something else.</summary>
/// <param name="First">The first line; "" where the file is empty or no text.</param>
/// <param name="Second">The second line.</param>
internal readonly record struct UrlListHead(string First, string Second)
{
    /// <summary>Reads the head of a file; empty where there is none to read.</summary>
    public static UrlListHead Of(string path)
    {
        if (!File.Exists(path))
            return new UrlListHead("", "");
        using var lines = new ByteLines(File.OpenRead(path), UrlListReader.MaxLine);
        return new UrlListHead(Line(lines), Line(lines));
    }

    /// <summary>Tab where the first line holds one, else comma.</summary>
    public char Separator => First.Contains('\t', StringComparison.Ordinal) ? '\t' : ',';

    /// <summary>The fields of the first line.</summary>
    public string[] Fields => Delimited.Fields(First, Separator);

    /// <summary>Whether the first line has these columns, in this order.</summary>
    public bool IsHeading(string line) => First.Trim().Equals(line, StringComparison.OrdinalIgnoreCase);

    private static string Line(ByteLines lines)
    {
        if (!lines.Next() || lines.IsTooLong || lines.Line.Contains((byte)0))
            return "";
        return Encoding.UTF8.GetString(lines.Line).TrimStart('\uFEFF');
    }
}
