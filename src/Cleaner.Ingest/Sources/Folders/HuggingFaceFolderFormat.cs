namespace Cleaner.Ingest.Sources;

/// <summary>Hugging Face's imagefolder: <c>metadata.csv</c> or <c>metadata.jsonl</c> beside the images, with a <c>file_name</c> column.</summary>
internal sealed class HuggingFaceFolderFormat : ISourceFormat
{
    private static readonly string[] MetadataNames = ["metadata.csv", "metadata.jsonl"];

    public string Name => "hf-imagefolder";

    public string Description => "Hugging Face imagefolder: metadata.csv or metadata.jsonl with file_name and a label column";

    public bool Detect(string path) => Directory.Exists(path) && MetadataFiles(Path.GetFullPath(path)).Any();

    public IDatasetSource Open(string path, IngestOptions options)
    {
        var root = ImageFolderFormat.FolderPath(path);
        return new HuggingFaceFolderSource(root, [.. MetadataFiles(root)], options.Columns);
    }

    /// <summary>Metadata in the folder, or one or two levels below it (<c>train/</c>, <c>data/train/</c>).</summary>
    private static IEnumerable<string> MetadataFiles(string root)
    {
        var folders = new List<string> { root };
        foreach (var first in FolderWalker.Folders(root).Take(16).Select(f => Path.Combine(root, f)).Where(Directory.Exists))
        {
            folders.Add(first);
            folders.AddRange(FolderWalker.Folders(first).Take(16).Select(f => Path.Combine(first, f)));
        }
        return folders.SelectMany(folder => MetadataNames.Select(name => Path.Combine(folder, name))).Where(File.Exists);
    }
}
