using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>
/// Columns of a CSV or TSV of local files: found by their usual names, or named with <c>--columns</c> (file, label, split, box,
/// landmarks; several columns of one role are joined by '+').
/// </summary>
internal sealed class FileListColumns
{
    private const string Roles = "file, label (or identity), split, box, landmarks";

    private static readonly string[][] Boxes = [["box"], ["bbox"], ["x0", "y0", "x1", "y1"], ["xmin", "ymin", "xmax", "ymax"], ["left", "top", "right", "bottom"]];

    private static readonly string[][] SizedBoxes = [["x", "y", "w", "h"], ["x", "y", "width", "height"], ["x_1", "y_1", "width", "height"]];

    private static readonly string[][] Points =
    [
        ["landmarks"],
        ["lefteye_x", "lefteye_y", "righteye_x", "righteye_y", "nose_x", "nose_y", "leftmouth_x", "leftmouth_y", "rightmouth_x", "rightmouth_y"],
        ["left_eye_x", "left_eye_y", "right_eye_x", "right_eye_y", "nose_x", "nose_y", "left_mouth_x", "left_mouth_y", "right_mouth_x", "right_mouth_y"],
        ["left_eye_x", "left_eye_y", "right_eye_x", "right_eye_y", "nose_x", "nose_y", "mouth_left_x", "mouth_left_y", "mouth_right_x", "mouth_right_y"],
        ["p1x", "p1y", "p2x", "p2y", "p3x", "p3y", "p4x", "p4y", "p5x", "p5y"],
        ["x1", "y1", "x2", "y2", "x3", "y3", "x4", "y4", "x5", "y5"],
    ];

    private static readonly string[][] Places = [["container", "offset", "length"]];

    private readonly int _file, _label, _split;
    private readonly int[] _box, _landmarks, _place;
    private readonly bool _isSized;

    private FileListColumns(int file, int label, int split, int[] box, bool isSized, int[] landmarks, int[] place) =>
        (_file, _label, _split, _box, _isSized, _landmarks, _place) = (file, label, split, box, isSized, landmarks, place);

    /// <summary>The columns of a heading; null where it names no file or no label.</summary>
    /// <exception cref="UsageException">A role that is none, or a column that the heading has not.</exception>
    public static FileListColumns? Of(string[] heading, IReadOnlyDictionary<string, string> columns)
    {
        foreach (var role in columns.Keys)
        {
            if (role is not ("file" or "label" or "identity" or "split" or "box" or "landmarks"))
                throw new UsageException($"--columns {role}=…: a list of files has {Roles}");
        }
        int[] Named(string role) => columns.TryGetValue(role, out var names) ? [.. names.Split('+').Select(n => Required(heading, role, n))] : [];
        int One(string role, string[] usual) => Named(role) is [var at, ..] ? at : usual.Select(name => IndexOf(heading, name)).FirstOrDefault(i => i >= 0, -1);
        int[] Several(string role, string[][] usual) => Named(role) is { Length: > 0 } named ? named
            : usual.Select(set => set.Select(name => IndexOf(heading, name)).ToArray()).FirstOrDefault(set => set.All(i => i >= 0)) ?? [];

        int file = One("file", FileListNames.Files), label = Named("identity") is [var identity, ..] ? identity : One("label", FileListNames.Labels);
        if (file < 0 || label < 0 || file == label)
            return null;
        var box = Several("box", Boxes);
        var sized = box.Length == 0 ? Several("", SizedBoxes) : [];
        return new FileListColumns(file, label, One("split", ["split", "subset", "partition"]), box.Length > 0 ? box : sized, sized.Length > 0, Several("landmarks", Points), Several("", Places));
    }

    /// <summary>A row's entry; null where it names no file or no label.</summary>
    public FileEntry? Read(string[] row)
    {
        string Cell(int column) => column >= 0 && column < row.Length ? row[column].Trim() : "";
        if (Cell(_file).Length == 0 || Cell(_label).Length == 0)
            return null;
        var box = NumbersOf(_box, 4, Cell);
        return new FileEntry(Cell(_file), Cell(_label), Cell(_split) is { Length: > 0 } split ? split : null,
            _isSized ? Numbers.CornerBox(box) : box, NumbersOf(_landmarks, 10, Cell),
            _place is [var container, var offset, var length] ? ArchivePlace.Parse(Cell(container), WholeNumber(Cell(offset)), WholeNumber(Cell(length))) : null);
    }

    private static long? WholeNumber(string text) => long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Numbers from one cell (blanks, commas or semicolons between, brackets around) or from as many cells.</summary>
    private static float[]? NumbersOf(int[] columns, int count, Func<int, string> cell)
    {
        if (columns.Length == 0)
            return null;
        var texts = columns.Length == 1
            ? cell(columns[0]).Trim('[', ']', '(', ')', '"').Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries)
            : [.. columns.Select(cell)];
        return texts.Length == count ? Numbers.Floats(texts) : null;
    }

    private static int Required(string[] heading, string role, string name) => IndexOf(heading, name) is var at and >= 0
        ? at
        : throw new UsageException($"--columns {role}={name}: the list has no such column; it has {string.Join(", ", heading)}");

    private static int IndexOf(string[] heading, string name) => Array.FindIndex(heading, h => h.Trim().Equals(name, StringComparison.OrdinalIgnoreCase));
}
