namespace Cleaner.Ingest.Sources;

/// <summary>Lists the files that a list names, in its order.</summary>
internal sealed class FileListSource : IDatasetSource
{
    private readonly string _list;
    private readonly IFileListReader _layout;
    private readonly ListedPlace _place;

    public FileListSource(string list, IFileListReader layout)
    {
        _list = list;
        _layout = layout;
        // Absolute paths may lead anywhere: they are kept relative to the top of the file system.
        FileEntry[] first = [.. Entries(new SourceNotes()).Take(ListedPlace.Tried)];
        Root = first is [var top, ..] && Path.IsPathRooted(top.Path)
            ? Path.GetPathRoot(Path.GetFullPath(top.Path))!
            : Path.GetDirectoryName(list)!;
        _place = ListedPlace.Find(Root, [.. first.Where(entry => entry.Place is null).Select(entry => entry.Path)]);
    }

    public string Kind => "file-list";

    public string Root { get; }

    public IEnumerable<SourceItem> Items(SourceNotes notes, CancellationToken stop)
    {
        if (_place != ListedPlace.AsWritten)
            notes.Warn($"the list's files are taken from {(_place.Folder.Length > 0 ? _place.Folder : "its folder")}{(_place.Extension.Length > 0 ? $" with {_place.Extension} behind their names" : "")}");
        foreach (var entry in Entries(notes))
        {
            stop.ThrowIfCancellationRequested();
            var relative = Path.IsPathRooted(entry.Path) ? Path.GetRelativePath(Root, entry.Path) : _place.Of(entry.Path);
            var item = ListedFiles.Item(Root, relative, entry.Label) with { Split = entry.Split, Box = entry.Box, Landmarks = entry.Landmarks };
            // The archive's own size says nothing of the image.
            yield return entry.Place is { } place ? item with { Container = place.Container, Offset = place.Offset, Length = place.Length, Bytes = 0 } : item;
        }
    }

    private IEnumerable<FileEntry> Entries(SourceNotes notes)
    {
        foreach (var read in _layout.Entries(_list))
        {
            if (read is { } entry)
                yield return entry;
            else
                notes.Ignore("line of the list that names no file and label");
        }
    }
}
