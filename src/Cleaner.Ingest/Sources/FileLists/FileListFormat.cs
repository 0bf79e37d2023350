using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>
/// A list of image files on this machine: insightface's and im2rec's <c>.lst</c>, a CSV or TSV with named columns, or JSON lines, with boxes and
/// landmarks where they are there. Paths are relative to the list's folder or to one in it, with or without their extension, or absolute.
/// </summary>
internal sealed class FileListFormat : ISourceFormat
{
    private static readonly string[] Extensions = [".lst", ".csv", ".tsv", ".txt", ".jsonl"];

    public string Name => "file-list";

    public string Description => "list of local files: .lst of insightface or im2rec, CSV or TSV with a file and a label column (see --columns), JSON lines; also what export writes as csv and jsonl";

    public bool Detect(string path) =>
        HasExtension(path) && File.Exists(path) && LayoutOf(path, new Dictionary<string, string>()) is not null;

    public IDatasetSource Open(string path, IngestOptions options)
    {
        if (!File.Exists(path))
            throw new CleanerException($"{path}: {(Directory.Exists(path) ? "is a folder; name the list in it" : "no such file")}");
        var layout = LayoutOf(path, options.Columns)
            ?? throw new CleanerException($"{path}: its first line names no file and label column; name them with --columns file=…,label=…");
        return new FileListSource(Path.GetFullPath(path), layout);
    }

    /// <summary>A list in a folder that names files which are there; null where there is none, or the folder cannot be read.</summary>
    public string? In(string folder)
    {
        try
        {
            return Directory.EnumerateFiles(folder).Where(HasExtension).Order(StringComparer.Ordinal).FirstOrDefault(list => Detect(list) && NamesFiles(list));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CleanerException)
        {
            return null;
        }
    }

    private static bool HasExtension(string path) => Extensions.Contains(Path.GetExtension(path).ToLowerInvariant());

    private bool NamesFiles(string list) =>
        Open(list, new IngestOptions { Path = list }).Items(new SourceNotes(), CancellationToken.None).FirstOrDefault() is { Status: SampleStatus.Ok };

    private static IFileListReader? LayoutOf(string path, IReadOnlyDictionary<string, string> columns)
    {
        var first = FirstLine(path);
        if (first.Length == 0 || first.Contains('\0'))
            return null;
        if (columns.Count == 0 && JsonLinesList.Recognises(first))
            return new JsonLinesList();
        var separator = first.Contains('\t') ? '\t' : ',';
        return FileListLayout.Recognise(Delimited.Fields(first, separator), separator, columns);
    }

    /// <summary>The first line, or "" where the file does not look like a text.</summary>
    private static string FirstLine(string path)
    {
        var head = new char[1 << 16];
        using var reader = new StreamReader(path);
        var read = reader.ReadBlock(head);
        var end = Array.FindIndex(head, 0, read, c => c is '\n' or '\r');
        return end >= 0 ? new string(head, 0, end) : read < head.Length ? new string(head, 0, read) : "";
    }
}
