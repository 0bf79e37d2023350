using System.Globalization;
using Cleaner.Commands;
using Cleaner.Hosting;
using Cleaner.Manifests;
using Cleaner.Training;

namespace Cleaner.Evaluating;

/// <summary>Embeds images into a temporary folder, which goes when this is disposed.</summary>
internal sealed class ImageEmbedder(Ui ui, EmbedOptions options, CancellationToken stop) : IDisposable
{
    private readonly Lazy<DirectoryInfo> _temporary = new(() => Directory.CreateTempSubdirectory("cleaner-evaluate-"));
    private int _made;

    /// <summary>Whether faces are looked for in images that no manifest describes.</summary>
    public bool FindsFaces => options.Detector is not null;

    /// <summary>Images that could not be read and were left out.</summary>
    public List<UnreadableSample> Unreadable { get; } = [];

    /// <summary>Embeds a folder an identity.</summary>
    /// <returns>The folder of the embeddings.</returns>
    public string Folder(string images, string model, bool flip) =>
        Lenient((output, progress) => Embedder.EmbedFolder(images, model, output, Options(flip), progress, stop));

    /// <summary>Embeds the kept images of a manifest's revision; ids are sample ids.</summary>
    /// <returns>The folder of the embeddings.</returns>
    public string Manifest(Manifest manifest, long? revision, string model, bool flip) =>
        Lenient((output, progress) => Embedder.Embed(manifest, revision, model, output, Options(flip), progress, stop));

    /// <summary>Embeds single files; ids are their numbers.</summary>
    /// <returns>The folder of the embeddings.</returns>
    public string Files(string[] files, string model, bool flip) =>
        Lenient((output, progress) => Embedder.EmbedImages(i => files[i], i => File.ReadAllBytes(files[i]), files.Length, model, output, Options(flip), progress, stop));

    /// <summary>Embeds numbered images, of which none may be missing.</summary>
    /// <returns>The folder of the embeddings, row i for image i.</returns>
    /// <exception cref="CleanerException">An image cannot be read.</exception>
    public string Images(string name, Func<int, string> where, Func<int, byte[]> image, int count, string model, bool flip)
    {
        string output = Next();
        using var progress = new StageProgress(ui);
        var result = Embedder.EmbedImages(where, image, count, model, output, Options(flip), progress, stop);
        TrainingStage.WarnWithoutFace(ui, result);
        return result.Unreadable is [var first, ..]
            ? throw new CleanerException($"{result.Unreadable.Count} images of {name} cannot be read, the first is {first.Where} ({first.Reason}); the protocol needs all of them")
            : output;
    }

    public void Dispose()
    {
        if (_temporary.IsValueCreated)
        {
            _temporary.Value.Delete(recursive: true);
        }
    }

    /// <summary>Images that cannot be read are named and left out.</summary>
    private string Lenient(Func<string, IProgress<TrainProgress>, EmbedResult> embed)
    {
        string output = Next();
        using var progress = new StageProgress(ui);
        var result = embed(output, progress);
        Unreadable.AddRange(result.Unreadable);
        TrainingStage.WarnUnreadable(ui, result.Unreadable);
        TrainingStage.WarnWithoutFace(ui, result);
        return output;
    }

    private string Next() => Path.Combine(_temporary.Value.FullName, (_made++).ToString(CultureInfo.InvariantCulture));

    private EmbedOptions Options(bool flip) => options with { Flip = flip };
}
