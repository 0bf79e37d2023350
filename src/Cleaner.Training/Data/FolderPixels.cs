using Cleaner.Imaging;
using Cleaner.Manifests;

namespace Cleaner.Training.Data;

/// <summary>A plain tree of images, one folder an identity, without a manifest: held-out sets.</summary>
internal sealed class FolderPixels : IPixelSource
{
    private readonly FilePreparation _preparation;

    private FolderPixels(string root, string[] files, string[] identities, int[] labels, FilePreparation preparation) =>
        (Root, Files, Identities, Labels, _preparation) = (root, files, identities, labels, preparation);

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>Paths relative to the folder with '/', in ordinal order.</summary>
    public string[] Files { get; }

    /// <summary>Names of the identities: the folder of a file, relative to the root; in ordinal order.</summary>
    public string[] Identities { get; }

    /// <summary>Index into <see cref="Identities"/> for each file.</summary>
    public int[] Labels { get; }

    /// <inheritdoc/>
    public int Count => Files.Length;

    /// <inheritdoc/>
    public ImageShape Shape => _preparation.Shape;

    /// <summary>Lists a folder; throws <see cref="CleanerException"/> when it is missing or holds no image in a sub-folder.</summary>
    public static FolderPixels List(string root, FilePreparation preparation)
    {
        if (!Directory.Exists(root))
            throw new CleanerException($"'{root}' does not exist: name a folder with one folder of images an identity");
        var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(ImageExtensions.Has)
            .Select(f => Path.GetRelativePath(root, f).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(f => f.Contains('/'))
            .Order(StringComparer.Ordinal).ToArray();
        if (files.Length == 0)
            throw new CleanerException($"'{root}' holds no image ({ImageExtensions.Names}) in a sub-folder: it takes one folder of images an identity");
        var names = files.Select(f => f[..f.LastIndexOf('/')]).Distinct().Order(StringComparer.Ordinal).ToArray();
        return new FolderPixels(root, files, names, [.. files.Select(f => Array.BinarySearch(names, f[..f.LastIndexOf('/')], StringComparer.Ordinal))], preparation);
    }

    /// <inheritdoc/>
    public IPixelReader Open() => new Reader(this);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Reader(FolderPixels owner) : IPixelReader
    {
        public UnreadableSample? Read(int row, Span<byte> hwc)
        {
            var path = Path.Combine(owner.Root, owner.Files[row]);
            try
            {
                owner._preparation.Prepare(File.ReadAllBytes(path), hwc);
                return null;
            }
            catch (Exception failure) when (failure is CleanerException or ImageDecodeException or IOException or UnauthorizedAccessException)
            {
                return new UnreadableSample(row, path, failure.Message);
            }
        }

        public void Dispose()
        {
        }
    }
}
