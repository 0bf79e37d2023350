using System.Text;

namespace Cleaner.Ingest.Sources;

/// <summary>
/// Tables of numbers beside the images, <c>NAME_ID,…</c> with "identity/image" in the first column. Millions of rows: only where
/// each identity's rows lie is kept, and the rows of one identity at a time.
/// </summary>
internal sealed class SidecarTables
{
    private readonly Dictionary<string, List<(string File, long From, long To)>> _places = new(StringComparer.Ordinal);
    private readonly int _columns;
    private string? _identity;
    private Dictionary<string, float[]> _rows = [];

    private SidecarTables(int columns) => _columns = columns;

    /// <summary>Opens all tables whose name matches, in the root, in <c>bb_landmark</c> or beside the root.</summary>
    /// <param name="root">The data set's folder.</param>
    /// <param name="pattern">Of the file names.</param>
    /// <param name="columns">Numbers in a row.</param>
    /// <param name="notes">Told about rows that are no rows.</param>
    public static SidecarTables Open(string root, string pattern, int columns, SourceNotes notes)
    {
        var tables = new SidecarTables(columns);
        string[] folders = [root, Path.Combine(root, "bb_landmark"), Path.Combine(root, "meta"), Path.Combine(root, "..", "bb_landmark"), Path.Combine(root, "meta", "bb_landmark")];
        foreach (var file in folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, pattern)).Select(Path.GetFullPath).Distinct().Order(StringComparer.Ordinal))
            tables.Index(file, notes);
        return tables;
    }

    /// <summary>The numbers of one image, or null. Images of one identity are best asked for in a row.</summary>
    public float[]? Find(string identity, string image)
    {
        if (identity != _identity)
        {
            _identity = identity;
            _rows = Load(identity);
        }
        return _rows.GetValueOrDefault(image);
    }

    private void Index(string file, SourceNotes notes)
    {
        using var lines = new ByteLines(File.OpenRead(file));
        var bad = 0L;
        string? identity = null;
        long from = 0;
        while (lines.Next())
        {
            if (IdentityOf(lines.Line) is not { } next)
            {
                bad += lines.Offset > 0 ? 1 : 0;    // the first line is the heading
                continue;
            }
            if (next == identity)
                continue;
            Close(identity, from, lines.Offset);
            (identity, from) = (next, lines.Offset);
        }
        Close(identity, from, lines.Offset);
        if (bad > 0)
            notes.Warn(FormattableString.Invariant($"{Path.GetFileName(file)}: {bad} lines are no rows of 'identity/image' and numbers"));

        void Close(string? name, long start, long end)
        {
            if (name is null)
                return;
            if (!_places.TryGetValue(name, out var list))
                _places[name] = list = [];
            list.Add((file, start, end));
        }
    }

    private Dictionary<string, float[]> Load(string identity)
    {
        var rows = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var (file, from, to) in _places.GetValueOrDefault(identity) ?? [])
        {
            using var handle = File.OpenHandle(file);
            var bytes = new byte[to - from];
            var read = RandomAccess.Read(handle, bytes, from);
            foreach (var line in Encoding.UTF8.GetString(bytes, 0, read).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var fields = line.Split(',');
                var key = fields[0].Trim('"');
                if (fields.Length == _columns + 1 && Numbers.Floats(fields.AsSpan(1)) is { } values && key.StartsWith(identity + "/", StringComparison.Ordinal))
                    rows[key[(identity.Length + 1)..]] = values;
            }
        }
        return rows;
    }

    /// <summary>"n000002" of <c>"n000002/0001_01",161,140,…</c>; null where the line is no row.</summary>
    private static string? IdentityOf(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("\""u8))
            line = line[1..];
        var slash = line.IndexOf((byte)'/');
        var comma = line.IndexOf((byte)',');
        return slash > 0 && slash < comma ? Encoding.UTF8.GetString(line[..slash]) : null;
    }
}
