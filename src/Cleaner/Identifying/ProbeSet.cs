using Cleaner.Evaluating;
using Cleaner.Evaluation;
using Cleaner.Manifests;

namespace Cleaner.Identifying;

/// <summary>Embedded images with what to call them.</summary>
internal sealed class ProbeSet : IDisposable
{
    private readonly Func<long, string> _nameOf;
    private readonly IReadOnlyDictionary<long, string>? _labels;
    private readonly IReadOnlyList<IDisposable> _held;

    private ProbeSet(EmbeddingSet embeddings, Func<long, string> nameOf, IReadOnlyDictionary<long, string>? labels, params IReadOnlyList<IDisposable> held) =>
        (Embeddings, _nameOf, _labels, _held) = (embeddings, nameOf, labels, held);

    /// <summary>The embeddings.</summary>
    public EmbeddingSet Embeddings { get; }

    /// <summary>Names of the identities under which a manifest files the images; empty for plain images.</summary>
    public IEnumerable<string> Identities => _labels is null ? [] : Embeddings.Labels.ToArray().Distinct().Select(l => _labels[l]);

    /// <summary>Embeds all images and folders together, and each manifest by itself.</summary>
    /// <exception cref="CleanerException">Something is not there, or no image can be read.</exception>
    public static IEnumerable<ProbeSet> Open(IReadOnlyList<string> paths, string model, bool flip, ImageEmbedder embedder)
    {
        string[] files = [.. paths.Where(p => !InputPath.IsManifest(p)).SelectMany(InputPath.Images)];
        if (files.Length > 0)
        {
            var set = EmbeddingFolder.Open(embedder.Files(files, model, flip));
            yield return new ProbeSet(set, id => files[id], null, set);
        }

        foreach (string reference in paths.Where(InputPath.IsManifest))
        {
            var (path, revision) = Manifest.ParseReference(reference);
            var manifest = Manifest.Open(path);
            var set = EmbeddingFolder.Open(embedder.Manifest(manifest, revision, model, flip));
            var reader = new SampleReader(manifest);
            yield return new ProbeSet(
                set, id => reader.Describe(manifest.Find(id)!), manifest.Identities().ToDictionary(i => i.Id, i => i.Name), set, reader, manifest);
        }
    }

    /// <summary>Where the image of a row lies.</summary>
    public string NameOf(int row) => _nameOf(Embeddings.Ids[row]);

    /// <summary>The identity under which a manifest files the image of a row, or null.</summary>
    public string? FiledUnder(int row) => _labels?[Embeddings.Labels[row]];

    public void Dispose()
    {
        foreach (var held in _held)
        {
            held.Dispose();
        }
    }
}
