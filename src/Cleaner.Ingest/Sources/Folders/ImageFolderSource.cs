using System.Globalization;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>Lists the images of a folder tree whose folder names are the labels.</summary>
/// <param name="kind">Name of the format.</param>
/// <param name="root">The folder, absolute.</param>
/// <param name="identityDepth">Levels that name the identity; null: found out.</param>
internal sealed class ImageFolderSource(string kind, string root, int? identityDepth) : IDatasetSource
{
    /// <summary>Names of folders that hold images of whomever.</summary>
    private static readonly HashSet<string> ContainerNames = new(["images", "image", "imgs", "img", "photos", "pictures", "faces", "data"], StringComparer.OrdinalIgnoreCase);

    public string Kind => kind;

    public string Root => root;

    public IEnumerable<SourceItem> Items(SourceNotes notes, CancellationToken stop)
    {
        var layout = FolderLayout.Find(root, identityDepth);
        var deeper = 0L;
        var listed = 0L;
        var below = new HashSet<string>(StringComparer.Ordinal);
        var containers = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var file in FolderWalker.Files(root, notes, stop))
        {
            if (file.Unreadable is null ? !IsImage(file) : !ImageNames.HasImageExtension(file.Locator))
            {
                notes.Ignore(KindOf(file.Locator));
                continue;
            }
            if (layout.Read(file.Locator) is not { } place)
            {
                notes.Ignore(SourceNotes.OutsideIdentity);
                continue;
            }
            listed++;
            if (place.LevelsBelow > 0)
            {
                deeper++;
                if (below.Count < 2)
                    below.Add(layout.FolderBelow(file.Locator));
            }
            if (ContainerNames.Contains(place.Label))
                containers[place.Label] = containers.GetValueOrDefault(place.Label) + 1;
            yield return Item(file, place.Label, place.Split);
        }
        foreach (var (label, count) in containers)
        {
            notes.Warn(string.Create(CultureInfo.InvariantCulture,
                $"folder '{label}' is taken as an identity of {count} images, but its name says only that it holds images: {SourceCatalog.OtherWay(root)}"));
        }
        // A folder of the same name below every identity (n01443537/images/…) holds its images and tells nothing.
        if (identityDepth is null && listed > 0 && deeper == listed && below.Count > 1)
        {
            notes.Warn(string.Create(CultureInfo.InvariantCulture,
                $"every image lies below a further folder level; the identity is taken from level {layout.Depth}, use --identity-depth {layout.Depth + 1} to take one level more"));
        }
    }

    /// <summary>What has no length (a pipe, a device) is not opened to see how it begins.</summary>
    private bool IsImage(WalkedFile file) =>
        file.Bytes == 0 ? ImageNames.HasImageExtension(file.Locator) : ImageNames.IsImage(Path.Combine(root, file.Locator));

    /// <summary>The item for a walked file.</summary>
    internal static SourceItem Item(WalkedFile file, string label, string? split) => new()
    {
        Locator = file.Locator,
        Bytes = file.Bytes,
        ModifiedTicks = file.ModifiedTicks,
        Label = label,
        Split = split,
        Status = file.Unreadable is null ? SampleStatus.Ok : SampleStatus.Missing,
        Reason = file.Unreadable,
    };

    /// <summary>How an entry that is no image is counted.</summary>
    internal static string KindOf(string locator) =>
        Path.GetExtension(locator) is { Length: > 0 and <= 8 } extension ? $"{extension} file" : "file that is no image";
}
