using System.Globalization;
using Cleaner.Commands;
using Cleaner.Hosting;
using Cleaner.Ingest;
using Cleaner.Ingest.Demo;
using Cleaner.Ingest.Sources;
using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Reports.Pictures;
using Cleaner.Training;
using Cleaner.Training.Heads;

namespace Cleaner.Plotting;

/// <summary>How the pictures of <c>cleaner plot sphere</c> are trained.</summary>
/// <param name="Manifest">FILE or FILE@REV; null draws faces.</param>
/// <param name="Identities">Identities that take part, those with the most images.</param>
/// <param name="Dim">Length of the embedding, 2 or 3.</param>
/// <param name="Epochs">Passes over the images.</param>
/// <param name="Seed">Seed of faces and training.</param>
/// <param name="Device">auto, cpu, cuda or cuda:N.</param>
internal sealed record SphereOptions(string? Manifest, int Identities, int Dim, int Epochs, int Seed, string Device)
{
    /// <summary>Throws <see cref="UsageException"/> for what cannot be drawn.</summary>
    public void Validate()
    {
        if (Dim is not (2 or 3))
            throw new UsageException($"--dim {Dim} cannot be drawn: it takes 2 or 3");
        if (Identities is < 2 or > 24)
            throw new UsageException($"--identities {Identities} is out of range: it takes 2 to 24");
    }
}

/// <summary>
/// Trains short embeddings in a temporary folder, which goes when this is disposed. With adamw and without augmentation: sgd's first
/// steps throw the short centers of two or three numbers into one corner, from where they hardly come back.
/// </summary>
internal sealed class SphereTraining : IDisposable
{
    private const double LearningRate = 0.003;
    private const int FacesPerIdentity = 40, FaceSize = 32, FewestDemoIdentities = 8;

    private readonly CommandContext _context;
    private readonly SphereOptions _options;
    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("cleaner-sphere-");
    private readonly Manifest _manifest;
    private readonly long? _revision;

    public SphereTraining(CommandContext context, SphereOptions options)
    {
        (_context, _options) = (context, options);
        try
        {
            if (options.Manifest is { } reference)
            {
                (var path, _revision) = Manifest.ParseReference(reference);
                _manifest = Manifest.Open(path);
            }
            else
                _manifest = DrawnFaces();
        }
        catch
        {
            _temporary.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Trains with one head and reads what came of it.</summary>
    public SpherePanel Train(string title, HeadInfo head, IReadOnlyDictionary<string, double> given)
    {
        var run = new RunFolder(Path.Combine(_temporary.FullName, title.Replace('/', '_')));
        var options = new TrainOptions
        {
            Head = head.Name, HeadParameters = given, EmbeddingDim = _options.Dim, MaxIdentities = _options.Identities, Epochs = _options.Epochs,
            Optimizer = "adamw", LearningRate = LearningRate, Augment = "none", Seed = _options.Seed, Device = _options.Device, Snapshots = [1],
        };
        options.Validate();
        TrainResult result;
        using (var progress = new StageProgress(_context.Ui))
            result = Trainer.Train(_manifest, _revision, run.Path, options, progress, _context.Stop);
        _context.Stop.ThrowIfCancellationRequested();
        TrainingStage.WarnUnreadable(_context.Ui, result.Unreadable);
        return Panel(title, run);
    }

    public void Dispose()
    {
        _manifest.Dispose();
        _temporary.Delete(recursive: true);
    }

    private Manifest DrawnFaces()
    {
        var folder = Path.Combine(_temporary.FullName, "faces");
        DemoData.Write(folder, new DemoOptions
        {
            Identities = Math.Max(FewestDemoIdentities, _options.Identities), Images = FacesPerIdentity, Size = FaceSize, Seed = _options.Seed,
            Noise = 0, ExactDuplicates = 0, NearDuplicates = 0, Damaged = 0, Foreign = 0, SplitPeople = 0, MergedNames = 0, HeldOutIdentities = 0,
        }, stop: _context.Stop);
        var ingest = new IngestOptions { Path = Path.Combine(folder, DemoData.ImagesFolder), NearDistance = -1, Command = CommandHost.CommandLine() };
        var manifest = Manifest.OpenOrCreate(Path.Combine(_temporary.FullName, "faces.db"));
        IngestPipeline.Run(SourceCatalog.Open(ingest), ingest, manifest, null, _context.Stop);
        return manifest;
    }

    private static SpherePanel Panel(string title, RunFolder run)
    {
        var (embeddings, labels, classes) = (Read<float>(run.Embeddings), Read<long>(run.Labels), Read<long>(run.Classes));
        var own = Read<float>(run.OwnCosines);
        var hits = own.Zip(Read<float>(run.OtherCosine)).Count(pair => pair.First > pair.Second);
        var degrees = own.Average(cosine => Math.Acos(Math.Clamp(cosine, -1, 1))) * 180 / Math.PI;
        var note = string.Create(CultureInfo.InvariantCulture, $"{100.0 * hits / own.Length:0} % nearest to their own center, {degrees:0}° from it");
        return new SpherePanel(title, note, embeddings.Length / labels.Length, embeddings, [.. labels.Select(label => Array.BinarySearch(classes, label))], Read<float>(run.Centers));
    }

    private static T[] Read<T>(string path) where T : unmanaged
    {
        using var array = NpyArray<T>.Open(path);
        return array.ToArray();
    }
}
