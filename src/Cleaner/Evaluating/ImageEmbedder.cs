using System.Globalization;
using Cleaner.Commands;
using Cleaner.Hosting;
using Cleaner.Manifests;
using Cleaner.Training;

namespace Cleaner.Evaluating;

/// <summary>Embeds the images of evaluation sets into a temporary folder, which goes when this is disposed.</summary>
internal sealed class ImageEmbedder(Ui ui, string device, CancellationToken stop) : IDisposable
{
    private readonly Lazy<DirectoryInfo> _temporary = new(() => Directory.CreateTempSubdirectory("cleaner-evaluate-"));
    private int _made;

    /// <summary>True when some image could not be read.</summary>
    public bool SomeWereBad { get; private set; }

    /// <summary>Embeds a folder an identity.</summary>
    /// <returns>The folder of the embeddings.</returns>
    public string Folder(string images, string model, bool flip)
    {
        string output = Next();
        using var progress = new StageProgress(ui);
        var result = Embedder.EmbedFolder(images, model, output, Options(flip), progress, stop);
        SomeWereBad |= result.Unreadable.Count > 0;
        TrainingStage.WarnUnreadable(ui, result.Unreadable);
        return output;
    }

    /// <summary>Embeds numbered images, of which none may be missing.</summary>
    /// <returns>The folder of the embeddings, row i for image i.</returns>
    /// <exception cref="CleanerException">An image cannot be read.</exception>
    public string Images(string name, Func<int, byte[]> image, int count, string model, bool flip)
    {
        string output = Next();
        using var progress = new StageProgress(ui);
        var result = Embedder.EmbedImages(name, image, count, model, output, Options(flip), progress, stop);
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

    private string Next() => Path.Combine(_temporary.Value.FullName, (_made++).ToString(CultureInfo.InvariantCulture));

    private EmbedOptions Options(bool flip) => new() { Device = device, Flip = flip };
}
