using System.Globalization;

namespace Cleaner.Ingest.Sources;

/// <summary>How the rows of a list of files are read.</summary>
/// <param name="Separator">'\t' or ','.</param>
/// <param name="HasHeading">The first row names the columns.</param>
/// <param name="Read">A row's entry; null where it is none.</param>
internal sealed record FileListLayout(char Separator, bool HasHeading, Func<string[], FileEntry?> Read) : IFileListReader
{
    private const int BoxNumbers = 4, LandmarkNumbers = 10;

    /// <summary>
    /// insightface's .lst (face_preprocess.py): <c>aligned, path, label[, x0 y0 x1 y1[, x1 … x5, y1 … y5]]</c>. What is aligned
    /// already keeps no landmarks: they belong to the picture before.
    /// </summary>
    public static FileListLayout Insightface { get; } = new('\t', false, row =>
    {
        if (row.Length is not (3 or 7 or 17) || row[0] is not ("0" or "1") || !IsNumber(row[2]) || row[1].Length == 0)
            return null;
        if (row.Length == 3 || row[0] == "1")
            return new FileEntry(row[1], row[2]);
        var landmarks = row.Length == 17 && Numbers.Floats(row.AsSpan(7)) is { } xy ? Interleaved(xy) : null;
        return new FileEntry(row[1], row[2], Box: Numbers.Floats(row.AsSpan(3, BoxNumbers)), Landmarks: landmarks);
    });

    /// <summary>im2rec's .lst: <c>index, label[, more labels], path</c>.</summary>
    public static FileListLayout Im2Rec { get; } = new('\t', false, row =>
        row.Length >= 3 && IsNumber(row[0]) && IsNumber(row[1]) && row[^1].Length > 0 && !IsNumber(row[^1])
            ? new FileEntry(row[^1], LabelText(row[1]))
            : null);

    /// <summary>The layout that the first row shows, or null.</summary>
    public static FileListLayout? Recognise(string[] first, char separator, IReadOnlyDictionary<string, string> columns)
    {
        if (FileListColumns.Of(first, columns) is { } named)
            return new FileListLayout(separator, true, named.Read);
        if (separator != '\t' || columns.Count > 0)
            return null;
        return Insightface.Read(first) is not null ? Insightface : Im2Rec.Read(first) is not null ? Im2Rec : null;
    }

    /// <inheritdoc/>
    public IEnumerable<FileEntry?> Entries(string list)
    {
        using var reader = new StreamReader(list);
        foreach (var row in (Separator == '\t' ? Delimited.Tab(list) : Delimited.Comma(reader, list)).Skip(HasHeading ? 1 : 0))
            yield return Read(row);
    }

    /// <summary>x1 … x5, y1 … y5 as x1 y1 … x5 y5.</summary>
    internal static float[] Interleaved(float[] xsThenYs) => [.. Enumerable.Range(0, LandmarkNumbers).Select(i => xsThenYs[(i / 2) + (i % 2 * LandmarkNumbers / 2)])];

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>im2rec writes labels as floats: 5.000000 is 5.</summary>
    private static string LabelText(string label) => label.Contains('.') ? label.TrimEnd('0').TrimEnd('.') : label;
}
