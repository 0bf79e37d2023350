using System.Text.RegularExpressions;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>
/// Market-1501: flat folders, <c>0002_c1s1_000451_03.jpg</c>. The identity stands before the first underscore; -1 is junk (a
/// box that hits no one well), 0000 a distractor (a person or background outside the identities).
/// </summary>
internal sealed partial class Market1501Format : ISourceFormat
{
    public string Name => "market1501";

    public string Description => "Market-1501: 0002_c1s1_000451_03.jpg in bounding_box_train, bounding_box_test, query";

    public bool Detect(string path)
    {
        if (!Directory.Exists(path))
            return false;
        if (Directory.Exists(Path.Combine(path, "bounding_box_train")))
            return true;
        var images = Directory.EnumerateFiles(path).Where(f => ImageNames.HasImageExtension(f)).Take(50).ToList();
        return images.Count > 0 && images.All(f => FileName().IsMatch(Path.GetFileName(f)));
    }

    public IDatasetSource Open(string path, IngestOptions options) => new Market1501Source(ImageFolderFormat.FolderPath(path));

    [GeneratedRegex(@"^(-1|\d{4,})_c\d+s\d+_\d+_\d+\.(jpg|jpeg|png)$", RegexOptions.IgnoreCase)]
    internal static partial Regex FileName();
}

/// <summary>Lists Market-1501.</summary>
internal sealed class Market1501Source(string root) : IDatasetSource
{
    private const string Junk = "-1", Distractor = "0000";

    public string Kind => "market1501";

    public string Root => root;

    public IEnumerable<SourceItem> Items(SourceNotes notes, CancellationToken stop)
    {
        foreach (var file in FolderWalker.Files(root, notes, stop))
        {
            var name = Path.GetFileName(file.Locator);
            if (!Market1501Format.FileName().IsMatch(name))
            {
                notes.Ignore(ImageNames.HasImageExtension(name) ? "image not named as in Market-1501" : ImageFolderSource.KindOf(name));
                continue;
            }
            var identity = name[..name.IndexOf('_')];
            var item = ImageFolderSource.Item(file, identity, SplitOf(file.Locator));
            yield return identity switch
            {
                Junk => item with { Status = SampleStatus.Skipped, Reason = "junk (-1): a box that shows no person well" },
                Distractor => item with { Status = SampleStatus.Skipped, Reason = "distractor (0000): none of the identities" },
                _ => item,
            };
        }
    }

    private static string? SplitOf(string locator)
    {
        var parts = locator.Split('/');
        return parts.Length < 2 ? null : parts[^2] switch
        {
            "bounding_box_train" => "train",
            "bounding_box_test" => "test",
            "query" => "query",
            "gt_bbox" => "gt",
            _ => null,
        };
    }
}
