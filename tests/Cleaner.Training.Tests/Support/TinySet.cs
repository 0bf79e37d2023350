using Cleaner.Imaging;
using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Training.Data;

namespace Cleaner.Training.Tests.Support;

/// <summary>
/// A small set of drawn pictures on disk with its manifest: each identity is a colour and a stripe direction, each picture of it varies.
/// </summary>
internal sealed class TinySet : IDisposable
{
    public const int Side = 16;

    public TinySet(int identities = 4, int imagesPerIdentity = 8, int firstWith = 0, bool gaps = false)
    {
        Folder = Directory.CreateTempSubdirectory("cleaner-tiny-").FullName;
        Manifest = Manifest.Create(Path.Combine(Folder, "manifest.db"));
        var source = Manifest.AddSource("folder", Images, "{}");
        if (gaps)
            for (var i = 0; i < 5; i++)
                Manifest.IdentityId($"unused-{i}");
        using var revision = Manifest.Begin("test", new { });
        for (var c = 0; c < identities; c++)
        {
            var name = $"identité {c}";
            var identity = Manifest.IdentityId(name);
            if (gaps)
                Manifest.IdentityId($"unused-after-{c}");
            Directory.CreateDirectory(Path.Combine(Images, name));
            var count = c == 0 && firstWith > 0 ? firstWith : imagesPerIdentity;
            for (var i = 0; i < count; i++)
            {
                var locator = $"{name}/{i:D3}.png";
                File.WriteAllBytes(Path.Combine(Images, locator), ImageCodec.Default.Encode(Draw(c, i), ImageFormat.Png));
                var id = revision.Add(new Sample { SourceId = source, Locator = locator, Label = name, Width = Side, Height = Side, Format = "png" }, identity);
                revision.Set(new Belief(id, SampleState.Kept, identity, 0, "ingest", double.NaN, ""));
            }
        }
        revision.Commit(new { });
    }

    public string Folder { get; }

    public Manifest Manifest { get; }

    public string Images => Path.Combine(Folder, "images");

    public RunFolder Run(string name = "run") => new(Path.Combine(Folder, name));

    /// <summary>Options for a training of about a second.</summary>
    public static TrainOptions Quick => new()
    {
        InputSize = "16", BatchSize = 8, Epochs = 4, K = 2, Threads = 1, Workers = 2, EmbeddingDim = 16, Snapshots = [0.5, 1],
    };

    public TrainResult Train(TrainOptions options, string run = "run", IProgress<TrainProgress>? progress = null, CancellationToken stop = default, long? revision = null) =>
        Trainer.Train(Manifest, revision, Run(run).Path, options, progress, stop);

    public string PathOf(int identity, int image) => Path.Combine(Images, $"identité {identity}", $"{image:D3}.png");

    public void Dispose()
    {
        Manifest.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static Image Draw(int identity, int index)
    {
        var random = new CounterRandom(identity, 77, index);
        var picture = new Image(Side, Side);
        var shift = random.Below(4);
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
            {
                var along = (identity & 1) == 0 ? x : y;
                var stripe = (along + shift) / 2 % 2 == 0 ? 200 : 60;
                for (var c = 0; c < 3; c++)
                    picture.Pixels[(y * Side + x) * 3 + c] = (byte)Math.Clamp(stripe * (1 + (identity >> 1 >> c & 1)) / 2 + random.Below(30) - 15, 0, 255);
            }
        return picture;
    }
}

/// <summary>Calls back on every report, on the thread that trains.</summary>
internal sealed class OnProgress(Action<TrainProgress> action) : IProgress<TrainProgress>
{
    public void Report(TrainProgress value) => action(value);
}
