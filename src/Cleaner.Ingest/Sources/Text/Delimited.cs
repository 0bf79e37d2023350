using System.Text;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>Reads text in columns; commas as RFC 4180 has them for commas: quoted fields may hold separators, quotes ("") and newlines. Streaming.</summary>
internal static class Delimited
{
    /// <summary>Fields longer than this mean that a quote was never closed.</summary>
    private const int MaxField = 1 << 20;

    /// <summary>The rows of a comma-separated text; empty lines are left out.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="path">The file, for the message.</param>
    /// <exception cref="CleanerException">A quote is never closed, or a field is absurdly long.</exception>
    public static IEnumerable<string[]> Comma(TextReader reader, string path)
    {
        var row = 1L;
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        var wasQuoted = false;
        for (int next; (next = reader.Read()) >= 0;)
        {
            var c = (char)next;
            if (quoted)
            {
                if (c != '"')
                    field.Append(c);
                else if (reader.Peek() == '"')
                    field.Append((char)reader.Read());
                else
                    quoted = false;
                if (field.Length > MaxField)
                    throw Unclosed();
                continue;
            }
            if (field.Length > MaxField)
                throw new CleanerException(FormattableString.Invariant($"{path}: row {row} has an absurdly long field; it is no CSV file, or damaged"));
            switch (c)
            {
                case '"' when field.Length == 0 && !wasQuoted:
                    quoted = wasQuoted = true;
                    break;
                case ',':
                    EndField();
                    break;
                case '\r' when reader.Peek() == '\n':
                    break;
                case '\n':
                    if (fields.Count > 0 || field.Length > 0 || wasQuoted)
                        yield return EndRow();
                    break;
                default:
                    field.Append(c);
                    break;
            }
        }
        if (quoted)
            throw Unclosed();
        if (fields.Count > 0 || field.Length > 0)
            yield return EndRow();

        void EndField()
        {
            fields.Add(field.ToString());
            field.Clear();
            wasQuoted = false;
        }

        string[] EndRow()
        {
            EndField();
            var done = fields.ToArray();
            fields.Clear();
            row++;
            return done;
        }

        CleanerException Unclosed() =>
            new(FormattableString.Invariant($"{path}: row {row} begins a quote that is never closed; the file is cut off or damaged"));
    }

    /// <summary>The rows of a tab-separated file, taken as they are (no quoting); empty lines are left out, an absurdly long one is a row without fields.</summary>
    public static IEnumerable<string[]> Tab(string path)
    {
        foreach (var line in Lines(path))
        {
            if (line is null)
                yield return [];
            else if (line.Length > 0)
                yield return line.Split('\t');
        }
    }

    /// <summary>The fields of one line; none where it is no line of a table (a stray quote).</summary>
    public static string[] Fields(string line, char separator)
    {
        if (separator == '\t')
            return line.Split('\t');
        try
        {
            return Comma(new StringReader(line), "").FirstOrDefault() ?? [];
        }
        catch (CleanerException)
        {
            return [];      // asked of files that may be anything
        }
    }

    /// <summary>The rows of a file separated by blanks, any number of them; empty lines are left out.</summary>
    public static IEnumerable<string[]> Blank(string path)
    {
        foreach (var line in Lines(path))
        {
            var fields = line?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields?.Length > 0)
                yield return fields;
        }
    }

    /// <summary>The lines of a file as text; null for one that is absurdly long and was not kept in memory.</summary>
    public static IEnumerable<string?> Lines(string path)
    {
        using var lines = new ByteLines(File.OpenRead(path), MaxField);
        while (lines.Next())
            yield return lines.IsTooLong ? null : Encoding.UTF8.GetString(lines.Line).TrimStart('\uFEFF');
    }
}
