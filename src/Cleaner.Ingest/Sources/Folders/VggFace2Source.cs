namespace Cleaner.Ingest.Sources;

/// <summary>Lists VGGFace2 with the box and landmarks of each image; the tables are read one identity at a time.</summary>
internal sealed class VggFace2Source(string root) : IDatasetSource
{
    private const int BoxColumns = 4, LandmarkColumns = 10;

    public string Kind => "vggface2";

    public string Root => root;

    public IEnumerable<SourceItem> Items(SourceNotes notes, CancellationToken stop)
    {
        var boxes = SidecarTables.Open(root, "loose_bb_*.csv", BoxColumns, notes);
        var landmarks = SidecarTables.Open(root, "loose_landmark_*.csv", LandmarkColumns, notes);
        var splits = VggFace2Meta.Find(root) is { } meta ? VggFace2Meta.Splits(meta) : [];
        foreach (var file in FolderWalker.Files(root, notes, stop))
        {
            var parts = file.Locator.Split('/');
            var level = Array.FindLastIndex(parts[..^1], part => VggFace2Format.Identity().IsMatch(part));
            if (!ImageNames.HasImageExtension(file.Locator) || level < 0)
            {
                notes.Ignore(level < 0 && ImageNames.HasImageExtension(file.Locator) ? SourceNotes.OutsideIdentity : ImageFolderSource.KindOf(file.Locator));
                continue;
            }
            var identity = parts[level];
            var name = Path.GetFileNameWithoutExtension(parts[^1]);
            var split = splits.GetValueOrDefault(identity) ?? (level > 0 ? string.Intern(parts[level - 1]) : null);
            yield return ImageFolderSource.Item(file, identity, split) with
            {
                Box = Numbers.CornerBox(boxes.Find(identity, name)),
                Landmarks = landmarks.Find(identity, name),
            };
        }
    }
}
