using System.Globalization;
using Cleaner.Evaluating;
using Cleaner.Evaluation;
using Cleaner.Hosting;
using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;

namespace Cleaner.Identifying;

/// <summary>The embeddings of a gallery with the names of its identities.</summary>
internal sealed class RegisteredGallery : IDisposable
{
    /// <summary>Images that tell whether a manifest's are aligned.</summary>
    private const int Asked = 100;

    private readonly EmbeddingSet _file;

    private RegisteredGallery(EmbeddingSet file, EmbeddingSet embeddings, IReadOnlyDictionary<long, string> names, bool flip, bool trainedOn) =>
        (_file, Embeddings, Names, Flip, TrainedOn) = (file, embeddings, names, flip, trainedOn);

    /// <summary>Embeddings of all registered images.</summary>
    public EmbeddingSet Embeddings { get; }

    /// <summary>Names of the identities by label.</summary>
    public IReadOnlyDictionary<long, string> Names { get; }

    /// <summary>Whether the mirrored images were added; probes must be embedded alike.</summary>
    public bool Flip { get; }

    /// <summary>Whether the model learnt from these images.</summary>
    public bool TrainedOn { get; }

    /// <summary>Whether a manifest's images are aligned to faces; null for those of a folder, which are treated as the probes are.</summary>
    public bool? Aligned { get; private init; }

    /// <summary>Registers the kept images of a manifest's revision, or a folder tree with a folder an identity.</summary>
    /// <exception cref="CleanerException">Nothing there, or embeddings that do not belong to it.</exception>
    public static RegisteredGallery Open(IdentifyOptions options, ImageEmbedder embedder, Ui ui)
    {
        if (!Directory.Exists(options.Gallery))
        {
            return OfManifest(options, embedder, ui);
        }

        if (options.Embeddings is not null)
        {
            throw new UsageException("--embeddings are those of a manifest: the identities of a folder have no names in them; give the manifest as --gallery");
        }

        string folder = embedder.Folder(options.Gallery, options.Model, flip: false);
        var set = EmbeddingFolder.Open(folder);
        return new RegisteredGallery(set, set, EmbeddingFolder.Names(folder)!.Index().ToDictionary(n => (long)n.Index, n => n.Item), flip: false, trainedOn: false);
    }

    public void Dispose() => _file.Dispose();

    private static RegisteredGallery OfManifest(IdentifyOptions options, ImageEmbedder embedder, Ui ui)
    {
        var (path, revision) = Manifest.ParseReference(options.Gallery);
        using var manifest = Manifest.Open(path);
        var names = manifest.Identities().ToDictionary(i => i.Id, i => i.Name);
        bool trainedOn = GalleryEmbeddings.AreOf(manifest, options.Model);
        bool aligned = manifest.Beliefs(revision).Where(b => b.State == SampleState.Kept).Take(Asked).Any(b => manifest.Find(b.SampleId) is { AlignSize: > 0 });
        if (options.Embeddings is { } given)
        {
            bool flip = GalleryEmbeddings.Check(given, manifest, options.Model);
            var (file, rows, missing) = GalleryEmbeddings.Open(given, manifest, revision);
            if (missing > 0)
            {
                ui.Warn(string.Create(CultureInfo.InvariantCulture, $"{missing:N0} kept images have no embedding in {given} and are not registered"));
            }

            return new RegisteredGallery(file, rows, names, flip, trainedOn) { Aligned = aligned };
        }

        if (trainedOn && new RunFolder(options.Model).IsDone)
        {
            var (file, rows, missing) = GalleryEmbeddings.Open(options.Model, manifest, revision);
            if (missing == 0)
            {
                return new RegisteredGallery(file, rows, names, flip: false, trainedOn) { Aligned = aligned };
            }

            file.Dispose();
        }

        var set = EmbeddingFolder.Open(embedder.Manifest(manifest, revision, options.Model, flip: false));
        return new RegisteredGallery(set, set, names, flip: false, trainedOn) { Aligned = aligned };
    }
}
