using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>One folder an identity, as torchvision's ImageFolder reads it; also below a split, or several levels deep.</summary>
internal sealed class ImageFolderFormat : ISourceFormat
{
    public string Name => "imagefolder";

    public string Description => "one folder an identity: DIR/identity/…/image, DIR/split/identity/…/image";

    public bool Detect(string path) => Directory.Exists(path);

    public IDatasetSource Open(string path, IngestOptions options) => options.IdentityPattern is { } pattern
        ? new PatternFolderSource(FolderPath(path), pattern)
        : new ImageFolderSource(Name, FolderPath(path), options.IdentityDepth);

    /// <summary>The absolute path of a folder that must be there.</summary>
    internal static string FolderPath(string path)
    {
        if (File.Exists(path))
            throw new CleanerException($"{path}: is a file, not a folder of images");
        if (!Directory.Exists(path))
            throw new CleanerException($"{path}: no such folder");
        return System.IO.Path.GetFullPath(path);
    }
}
