namespace Cleaner.Ingest.Sources;

/// <summary>Lists the files that a list names, in its order.</summary>
internal sealed class FileListSource : IDatasetSource
{
    private readonly string _list;
    private readonly FileListLayout _layout;

    public FileListSource(string list, FileListLayout layout)
    {
        _list = list;
        _layout = layout;
        // Absolute paths may lead anywhere: they are kept relative to the top of the file system.
        Root = Entries(new SourceNotes()).FirstOrDefault() is { } first && Path.IsPathRooted(first.Path)
            ? Path.GetPathRoot(Path.GetFullPath(first.Path))!
            : Path.GetDirectoryName(list)!;
    }

    public string Kind => "file-list";

    public string Root { get; }

    public IEnumerable<SourceItem> Items(SourceNotes notes, CancellationToken stop)
    {
        foreach (var entry in Entries(notes))
        {
            stop.ThrowIfCancellationRequested();
            var relative = Path.IsPathRooted(entry.Path) ? Path.GetRelativePath(Root, entry.Path) : entry.Path;
            yield return ListedFiles.Item(Root, relative, entry.Label) with { Split = entry.Split, Box = entry.Box, Landmarks = entry.Landmarks };
        }
    }

    private IEnumerable<FileEntry> Entries(SourceNotes notes)
    {
        using var reader = new StreamReader(_list);
        foreach (var row in (_layout.Separator == '\t' ? Delimited.Tab(_list) : Delimited.Comma(reader, _list)).Skip(_layout.HasHeading ? 1 : 0))
        {
            if (_layout.Read(row) is { } entry)
                yield return entry;
            else
                notes.Ignore("line of the list that names no file and label");
        }
    }
}
