using System.Text;
using Cleaner.Manifests;

namespace Cleaner.Evaluation.Noise;

/// <summary>Comma-separated values as in RFC 4180: quoted fields may hold commas, line breaks and doubled quotes.</summary>
internal static class CsvReader
{
    /// <summary>Streams the records with the number of their first line; empty lines are skipped.</summary>
    public static IEnumerable<(int Line, List<string> Fields)> Read(TextReader text, string name)
    {
        int line = 0;
        while (text.ReadLine() is { } first)
        {
            int start = ++line;
            if (first.Length == 0)
            {
                continue;
            }

            string record = first;
            while (HasOpenQuote(record))
            {
                record += "\n" + (text.ReadLine() ?? throw new CleanerException($"{name}:{start}: a quoted field is never closed"));
                line++;
            }

            yield return (start, Split(record));
        }
    }

    private static bool HasOpenQuote(string record) => record.Count(c => c == '"') % 2 == 1;

    private static List<string> Split(string record)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < record.Length; i++)
        {
            char c = record[i];
            if (c == '"' && quoted && i + 1 < record.Length && record[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
