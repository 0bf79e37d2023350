using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>
/// CelebA: a flat folder of images, <c>identity_CelebA.txt</c> (<c>file id</c>), and where they are there
/// <c>list_eval_partition.txt</c> and the landmarks that go with the images. Files lie in the root, <c>Anno/</c> or <c>Eval/</c>.
/// </summary>
internal sealed class CelebAFormat : ISourceFormat
{
    public const string IdentityFile = "identity_CelebA.txt";

    public string Name => "celeba";

    public string Description => "CelebA: flat images with identity_CelebA.txt";

    public bool Detect(string path) => Directory.Exists(path) && Find(path, IdentityFile) is not null;

    public IDatasetSource Open(string path, IngestOptions options)
    {
        var root = ImageFolderFormat.FolderPath(path);
        var identities = Find(root, IdentityFile)
            ?? throw new CleanerException($"{path}: has no {IdentityFile} (in it, Anno/ or Eval/); it is part of CelebA on request from its authors");
        return new CelebASource(root, identities);
    }

    /// <summary>A file of the annotations at its usual places, or null.</summary>
    public static string? Find(string root, string name) =>
        new[] { "", "Anno", "Eval", "annotations" }.Select(folder => Path.Combine(root, folder, name)).FirstOrDefault(File.Exists);
}
