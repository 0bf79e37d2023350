namespace Cleaner.Ingest.Sources;

/// <summary>
/// VGGFace2's <c>identity_meta.csv</c>: Class_ID, Name, Sample_Num, Flag, Gender. Blanks follow the commas, some lines end in
/// commas, and names hold commas, quoted or not; so columns are counted from both ends.
/// </summary>
internal static class VggFace2Meta
{
    private const string FileName = "identity_meta.csv";

    /// <summary>The file at its usual places, or null.</summary>
    public static string? Find(string root) =>
        new[] { root, Path.Combine(root, "meta"), Path.Combine(root, ".."), Path.Combine(root, "..", "meta") }
            .Select(folder => Path.Combine(folder, FileName)).FirstOrDefault(File.Exists);

    /// <summary>The split of each identity: flag 1 is train, 0 test.</summary>
    public static Dictionary<string, string> Splits(string path)
    {
        using var reader = new StreamReader(path);
        var splits = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (Parse(line) is { } row)
                splits[row.Id] = row.IsTrain ? "train" : "test";
        }
        return splits;
    }

    /// <summary>One line; null for the heading and for anything else that is no row.</summary>
    internal static (string Id, string Name, bool IsTrain)? Parse(string line)
    {
        var fields = line.TrimEnd(' ', ',', '\r').Split(',', StringSplitOptions.TrimEntries);
        if (fields.Length < 5 || !VggFace2Format.Identity().IsMatch(fields[0]) || fields[^2] is not ("0" or "1"))
            return null;
        var name = string.Join(", ", fields[1..^3]).Trim('"');
        return (fields[0], name, fields[^2] == "1");
    }
}
