using System.Globalization;

namespace Cleaner.Ingest.Sources;

/// <summary>MXNet's <c>.idx</c>: lines of "key TAB offset". Only used to notice a .rec that lost its end.</summary>
internal static class RecordIndex
{
    /// <summary>The largest offset in the index; null where there is no index or none of its lines can be read.</summary>
    public static long? LastOffset(string path)
    {
        if (!File.Exists(path))
            return null;
        long? last = null;
        foreach (var line in File.ReadLines(path))
        {
            var tab = line.IndexOf('\t');
            if (tab > 0 && long.TryParse(line.AsSpan(tab + 1), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var offset))
                last = Math.Max(last ?? 0, offset);
        }
        return last;
    }
}
