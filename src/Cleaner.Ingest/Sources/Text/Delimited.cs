using System.Text;

namespace Cleaner.Ingest.Sources;

/// <summary>Reads comma- or tab-separated text, RFC 4180 for commas: quoted fields may hold separators, quotes ("") and newlines. Streaming.</summary>
internal static class Delimited
{
    /// <summary>Fields longer than this mean that a quote was never closed.</summary>
    private const int MaxField = 1 << 20;

    /// <summary>The rows of a comma-separated text; empty lines are left out.</summary>
    /// <exception cref="InvalidDataException">A quote is never closed.</exception>
    public static IEnumerable<string[]> Comma(TextReader reader)
    {
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
                    throw new InvalidDataException("a quoted field is never closed");
                continue;
            }
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
            throw new InvalidDataException("a quoted field is never closed");
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
            var row = fields.ToArray();
            fields.Clear();
            return row;
        }
    }

    /// <summary>The rows of a tab-separated text, taken as they are (no quoting); empty lines are left out.</summary>
    public static IEnumerable<string[]> Tab(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
                yield return line.Split('\t');
        }
    }

    /// <summary>The rows of a text separated by blanks, any number of them; empty lines are left out.</summary>
    public static IEnumerable<string[]> Blank(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 0)
                yield return fields;
        }
    }
}
