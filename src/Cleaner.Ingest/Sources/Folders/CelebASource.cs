using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>Lists CelebA in the order of its identity file.</summary>
internal sealed class CelebASource(string root, string identityFile) : IDatasetSource
{
    private static readonly string[] ImageFolders =
        ["img_align_celeba", "Img/img_align_celeba", "img_align_celeba/img_align_celeba", "img_align_celeba_png", "Img/img_align_celeba_png", "img_celeba", "Img/img_celeba", "images", ""];

    private static readonly string[] Splits = ["train", "val", "test"];

    public string Kind => "celeba";

    public string Root => root;

    public IEnumerable<SourceItem> Items(SourceNotes notes, CancellationToken stop)
    {
        // A file that is named twice has two identities: both are listed, and the duplicate search finds the conflict.
        var listed = Delimited.Blank(identityFile).Where(r => r.Length == 2).Select(r => (Name: r[0], Identity: r[1])).ToList();
        if (listed.Count == 0)
            throw new CleanerException($"{identityFile}: has no lines of 'file identity'");
        var folder = ImageFolders.FirstOrDefault(f => listed.Take(100).Any(l => File.Exists(Path.Combine(root, f, FileName(f, l.Name)))))
            ?? throw new CleanerException($"{root}: none of the images that {CelebAFormat.IdentityFile} names is in {string.Join(", ", ImageFolders[..^1])}");

        var splits = Table("list_eval_partition.txt", 1);
        var aligned = folder.Contains("align", StringComparison.Ordinal);
        var landmarks = Table(aligned ? "list_landmarks_align_celeba.txt" : "list_landmarks_celeba.txt", 10);
        var boxes = aligned ? [] : Table("list_bbox_celeba.txt", 4);
        foreach (var (name, identity) in listed.OrderBy(l => l.Name, StringComparer.Ordinal))
        {
            stop.ThrowIfCancellationRequested();
            yield return ListedFiles.Item(root, $"{folder}/{FileName(folder, name)}", identity) with
            {
                Split = splits.GetValueOrDefault(name) is [var split] && split is 0 or 1 or 2 ? Splits[(int)split] : null,
                Landmarks = landmarks.GetValueOrDefault(name),
                Box = Numbers.CornerBox(boxes.GetValueOrDefault(name)),
            };
        }
    }

    /// <summary>The lossless edition has the same lists.</summary>
    private static string FileName(string folder, string name) =>
        folder.EndsWith("_png", StringComparison.Ordinal) ? Path.ChangeExtension(name, ".png") : name;

    private Dictionary<string, float[]> Table(string name, int columns)
    {
        var table = new Dictionary<string, float[]>(StringComparer.Ordinal);
        if (CelebAFormat.Find(root, name) is not { } path)
            return table;
        foreach (var row in Delimited.Blank(path))
        {
            // Two heading lines in some of the files: a count, and names of columns.
            if (row.Length == columns + 1 && Numbers.Floats(row.AsSpan(1)) is { } values)
                table[row[0]] = values;
        }
        return table;
    }
}
