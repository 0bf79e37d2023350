using Cleaner.Evaluating;
using Cleaner.Evaluation;
using Cleaner.Manifests;

namespace Cleaner.Identifying;

/// <summary>The embeddings of a gallery and the names of its identities.</summary>
internal sealed class RegisteredGallery : IDisposable
{
    private readonly Func<long, string> _nameOf;

    private RegisteredGallery(EmbeddingSet embeddings, Func<long, string> nameOf) => (Embeddings, _nameOf) = (embeddings, nameOf);

    /// <summary>Embeddings of all registered images.</summary>
    public EmbeddingSet Embeddings { get; }

    /// <summary>Embeds a folder per identity, or the kept images of a manifest's revision.</summary>
    public static RegisteredGallery Open(string gallery, string model, ImageEmbedder embedder)
    {
        if (Directory.Exists(gallery))
        {
            string folder = embedder.Folder(gallery, model, flip: false);
            string[] names = EmbeddingFolder.Names(folder)!;
            return new RegisteredGallery(EmbeddingFolder.Open(folder), label => names[label]);
        }

        var (path, revision) = Manifest.ParseReference(gallery);
        using var manifest = Manifest.Open(path);
        var identities = manifest.Identities().ToDictionary(i => i.Id, i => i.Name);
        return new RegisteredGallery(EmbeddingFolder.Open(embedder.Manifest(manifest, revision, model)), label => identities[label]);
    }

    /// <summary>Name of an identity.</summary>
    public string NameOf(long label) => _nameOf(label);

    public void Dispose() => Embeddings.Dispose();
}
