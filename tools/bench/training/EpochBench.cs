using System.Diagnostics;
using Cleaner.Imaging;
using Cleaner.Manifests;
using Cleaner.Training;

namespace Cleaner.Bench.Training;

/// <summary>
/// The whole training as <c>cleaner train</c> runs it (decoding, augmentation, dynamics, logs, progress) from JPEG files in one folder an
/// identity; the best epoch counts, as in the peer. Checkpoints and scores at the end are left out, the peer has none.
/// </summary>
internal static class EpochBench
{
    public static Figures Run(BenchOptions options)
    {
        var folder = options.Folder ?? throw new ArgumentException("epoch needs --folder");
        var scratch = Directory.CreateTempSubdirectory("training-bench-").FullName;
        try
        {
            using var manifest = Listed(folder, Path.Combine(scratch, "bench.db"));
            var clock = new EpochClock();
            Trainer.Train(manifest, null, Path.Combine(scratch, "run"), new TrainOptions
            {
                Backbone = options.Backbone, InputSize = $"{options.Size}", BatchSize = options.Batch, K = options.K, Scale = 24, Epochs = options.Epochs,
                MarginRamp = 0, Augment = "flip", Precision = options.Precision, Device = options.Device, ChannelsLast = options.ChannelsLast ? "on" : "auto",
                Threads = options.Threads, Workers = options.Workers, Cache = options.Cache, Snapshots = [], CheckpointEvery = options.Epochs,
            }, clock, default);
            return clock.Figures!;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static Manifest Listed(string folder, string path)
    {
        var manifest = Manifest.Create(path);
        var source = manifest.AddSource("folder", Path.GetFullPath(folder), "{}");
        using var revision = manifest.Begin("bench", new { });
        foreach (var name in Directory.GetDirectories(folder).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal))
        {
            var identity = manifest.IdentityId(name);
            foreach (var file in Directory.GetFiles(Path.Combine(folder, name), "*.jpg").Order(StringComparer.Ordinal))
            {
                var size = ImageCodec.Default.Identify(File.ReadAllBytes(file));
                var id = revision.Add(new Sample
                {
                    SourceId = source, Locator = $"{name}/{Path.GetFileName(file)}", Label = name, Width = size.Width, Height = size.Height, Format = "jpeg",
                }, identity);
                revision.Set(new Belief(id, SampleState.Kept, identity, 0, "bench", double.NaN, ""));
            }
        }
        revision.Commit(new { });
        return manifest;
    }

    /// <summary>Images a second of the best epoch, and the memory when the training ends.</summary>
    private sealed class EpochClock : IProgress<TrainProgress>
    {
        private long _start, _startImages, _previousTime, _previousImages;
        private int _epoch;
        private double _best;

        public Figures? Figures { get; private set; }

        public void Report(TrainProgress value)
        {
            if (value.Stage != "train")
            {
                _previousTime = Stopwatch.GetTimestamp();
                return;
            }
            if (value.Epoch != _epoch)
                (_epoch, _start, _startImages) = (value.Epoch, _previousTime, _previousImages);
            (_previousTime, _previousImages) = (Stopwatch.GetTimestamp(), value.Done);
            if (_start != 0)
                _best = Math.Max(_best, (value.Done - _startImages) / Stopwatch.GetElapsedTime(_start).TotalSeconds);
            if (value.Done == value.Total)
                Figures = Bench.Training.Figures.Of(_best, 0, 0, "cpu");
        }
    }
}
