using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Training.Checkpoints;
using Cleaner.Training.Data;
using Cleaner.Training.Engine;
using Cleaner.Training.Evidence;
using Cleaner.Training.Logging;
using Cleaner.Training.Losses;
using Cleaner.Training.Planning;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Cleaner.Training.Running;

/// <summary>One training from its first step to its evidence: plan, images, loop, snapshots, checkpoints, scores.</summary>
internal sealed class TrainingRun : IDisposable
{
    private const int EvaluationBatch = 256;

    private readonly Manifest _manifest;
    private readonly long _revision;
    private readonly RunFolder _folder;
    private readonly TrainOptions _options;
    private readonly IProgress<TrainProgress>? _progress;
    private readonly CheckpointStore _checkpoints;
    private readonly Dictionary<long, UnreadableSample> _unreadable = [];
    private string? _resumeFrom;
    private TrainingSet _set;
    private TrainPlan _plan;
    private IPixelSource? _pixels;
    private TrainingState? _state;
    private RunLog? _log;

    private TrainingRun(Manifest manifest, long revision, RunFolder folder, TrainOptions options, IProgress<TrainProgress>? progress, TrainingSet set, TrainPlan plan)
    {
        (_manifest, _revision, _folder, _options, _progress, _set, _plan) = (manifest, revision, folder, options, progress, set, plan);
        _checkpoints = new CheckpointStore(folder.Checkpoints, options.KeepCheckpoints);
    }

    /// <summary>Checks everything that can be wrong before the first image is decoded, and claims the folder.</summary>
    public static TrainingRun Open(
        Manifest manifest, long? revision, RunFolder folder, TrainOptions options, IProgress<TrainProgress>? progress, Action<string>? warn)
    {
        Engines.Load();
        var used = RunStart.Revision(manifest, revision, folder, options);
        var set = TrainingSet.Load(manifest, used, options.MinImages, options.MaxIdentities);
        var request = RunStart.Request(manifest, used, options);
        var resumeFrom = RunStart.Prepare(folder, request, options);
        var plan = TrainPlanner.Resolve(LikeInitialModel(options), Machine.Facts(set, folder.Path));
        if (resumeFrom is null)
            RunStart.WriteConfig(folder, Config(manifest, used, options, plan), Record(options, plan, set), options, request);
        foreach (var message in Fallbacks.Messages(options, Engines.Current))
            warn?.Invoke(message);
        return new TrainingRun(manifest, used, folder, options, progress, set, plan) { _resumeFrom = resumeFrom };
    }

    /// <summary>What is left open about the network is as in the model that the training starts from.</summary>
    private static TrainOptions LikeInitialModel(TrainOptions options) => options.InitialModel is { } path && ModelFile.Network(path) is { } network
        ? options with
        {
            Backbone = options.Backbone == TrainOptions.Auto ? network.Backbone : options.Backbone,
            InputSize = options.InputSize == TrainOptions.Auto ? network.Input : options.InputSize,
            EmbeddingDim = options.EmbeddingDim ?? network.Dim,
        }
        : options;

    /// <summary>Trains and scores.</summary>
    public TrainResult Execute(CancellationToken stop)
    {
        set_num_threads(_plan.Threads);
        KeptMemory.Keep();
        Precisions.Apply(_plan.Precision, device(_plan.Device));
        Engines.Current.CudnnBenchmark(_plan.CudnnBenchmark);
        _pixels = Images(stop);
        _state = TrainingState.Create(_plan, _options, _set.Classes.Length, _set.Count);
        if (_resumeFrom is not null)
            _state.Load(_resumeFrom, _manifest, _revision);
        else if (_options.InitialModel is { } initial)
            _state.LoadInitialModel(initial);
        _log = new RunLog(_folder, _state.Step, TimeProvider.System);
        _log.Line(_resumeFrom is null ? $"start: {_set.Count} images, {_set.Classes.Length} identities, {_plan.Backbone} {_plan.Input}, {_plan.Head} K={_options.K}, {_plan.Precision} on {_plan.Device}" : $"going on from step {_state.Step}");
        foreach (var message in Fallbacks.Messages(_options, Engines.Current))
            _log.Line(message);
        foreach (var bad in _unreadable.Values)
            _log.Line($"cannot read {bad.Where}: {bad.Reason}");

        var loop = new TrainingLoop(_options, _plan, _set, _state, _log);
        var snapshots = Snapshot.Epochs(_options.Snapshots, _plan.Epochs);
        var ended = loop.Run(_pixels, epoch => EpochEnded(epoch, snapshots, stop), _checkpoints.Newest, _progress, stop);
        foreach (var bad in loop.Unreadable.Values)
            _unreadable.TryAdd(bad.SampleId, bad);
        if (ended && !stop.IsCancellationRequested)
            Finish(snapshots, stop);
        else
            Pause();
        return new TrainResult
        {
            Samples = _set.Count - loop.Unreadable.Count,
            Identities = _set.Classes.Length,
            SingleImageIdentities = _set.SingleImageIdentities,
            Unreadable = [.. _unreadable.Values],
            Steps = _state.Step,
            Epochs = loop.EpochsDone,
            Loss = _state.Loss,
            ImagesPerSecond = loop.Rate,
            Interrupted = !_folder.IsDone,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _log?.Dispose();
        _state?.Dispose();
        _pixels?.Dispose();
    }

    private IPixelSource Images(CancellationToken stop)
    {
        var source = new ManifestPixels(_manifest, _set.SampleIds, _plan.Input);
        if (_plan.Cache == PixelCache.None)
            return source;
        using (source)
        {
            var file = _plan.Cache == PixelCache.Disk ? Path.Combine(_folder.Path, "pixels.cache") : null;
            var decoded = DecodedPixels.Decode(source, file, _plan.Workers, done => Report("decode", done, _set.Count), stop, out var bad);
            if (bad.Count > 0)
            {
                foreach (var failure in bad.Values)
                    _unreadable[failure.SampleId] = failure;
                _set = _set.Without(bad.Keys.ToHashSet());
                if (_set.Classes.Length < 2)
                    throw new CleanerException($"{bad.Count} of the images cannot be read, the first is {bad.Values.First().Where} ({bad.Values.First().Reason}); too few are left to train on: is the disk with the images mounted?");
            }
            return decoded;
        }
    }

    private void EpochEnded(int epoch, IReadOnlySet<int> snapshots, CancellationToken stop)
    {
        var last = epoch == _plan.Epochs;
        if (snapshots.Contains(epoch) && !last)
            WriteSnapshot(epoch);
        if (_options.ScoreEvery > 0 && epoch % _options.ScoreEvery == 0 && !last)
            WriteEvidence(stop);
        if (epoch % _options.CheckpointEvery == 0 || last)
            _state!.Save(_checkpoints, _manifest, _revision);
    }

    private void Pause()
    {
        _state!.Save(_checkpoints, _manifest, _revision);
        _log!.Line($"stopped at step {_state.Step}; a checkpoint is written");
    }

    /// <summary>Evidence, model and marker; when a signal comes here, the next call does it all again from the last checkpoint.</summary>
    private void Finish(IReadOnlySet<int> snapshots, CancellationToken stop)
    {
        long[] ids;
        try
        {
            ids = WriteEvidence(stop);
            foreach (var epoch in snapshots.Where(e => e < _plan.Epochs))
                Snapshot.Align(_folder, epoch, ids);
            if (snapshots.Contains(_plan.Epochs))
                CopyLastSnapshot(ids);
        }
        catch (OperationCanceledException)
        {
            _log!.Line("stopped while scoring; the last checkpoint holds the trained network");
            return;
        }
        WithAverage(() =>
        {
            ModelFile.Save(_folder.Model, _state!.Backbone);
            SafeTensorsFile.Write(_folder.Head, [.. StateLoading.Of(_state.Head)], new Dictionary<string, string> { ["head"] = _plan.Head });
        });
        if (_plan.Folds > 0 && !HeldOut(ids, stop))
        {
            _log!.Line("stopped while cross-validating; what is done is kept");
            return;
        }
        _log!.Line($"done: {_state!.Step} steps, loss {_state.Loss:G4}");
        File.WriteAllText(_folder.Done, "");
    }

    private bool HeldOut(long[] ids, CancellationToken stop)
    {
        var folds = new HeldOutFolds(_manifest, _revision, _folder, _options, _plan, _set, _pixels!, _progress);
        try
        {
            return folds.Run([.. ids.Select(id => Array.BinarySearch(_set.SampleIds, id))], stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void CopyLastSnapshot(long[] ids)
    {
        var path = _folder.SnapshotEmbeddings(_plan.Epochs);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(_folder.Embeddings, path + ".partial", overwrite: true);
        File.Move(path + ".partial", path, overwrite: true);
        Snapshot.WriteIds(_folder, _plan.Epochs, ids);
    }

    private void WriteSnapshot(int epoch)
    {
        var path = _folder.SnapshotEmbeddings(epoch);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        WithAverage(() => OverReadableRows(rows =>
        {
            using var writer = new NpyWriter<float>(path, rows.Length, _plan.EmbeddingDim);
            if (!Embed((embeddings, _) => writer.Append(TensorValues.Of<float>(F.normalize(embeddings))), CancellationToken.None))
                return;
            writer.Commit();
            Snapshot.WriteIds(_folder, epoch, [.. rows.Select(row => _set.SampleIds[row])]);
        }));
    }

    /// <summary>Writes all arrays; returns the sample ids of their rows.</summary>
    private long[] WriteEvidence(CancellationToken stop)
    {
        long[] ids = [];
        _state!.Head.eval();
        WithAverage(() => OverReadableRows(rows =>
        {
            using var writer = new EvidenceWriter(_folder, _state.Head, _set.Classes, rows.Length);
            if (!Embed(writer.Add, stop))
                return;
            ids = [.. rows.Select(row => _set.SampleIds[row])];
            writer.Commit();
            var centers = writer.Centers();
            Npy.Write<float>(_folder.Centers, centers, centers.Length / _plan.EmbeddingDim, _plan.EmbeddingDim);
            Npy.Write<long>(_folder.Classes, _set.Classes, _set.Classes.Length);
            Npy.Write<long>(_folder.Ids, ids, ids.Length);
            Npy.Write<long>(_folder.Labels, [.. rows.Select(row => _set.IdentityIds[row])], ids.Length);
            Npy.Write<float>(_folder.Dynamics, Dynamics(rows, 0, 1), ids.Length);
            const int half = LabelMargins.Kinds / 2;
            Npy.Write<float>(_folder.DynamicsFirst, Dynamics(rows, 0, half), ids.Length, half);
            Npy.Write<float>(_folder.DynamicsSecond, Dynamics(rows, half, half), ids.Length, half);
        }));
        _state.Head.train();
        return ids;
    }

    /// <summary>Hands the rows that can be read to a pass; when it meets further unreadable ones, once more without them.</summary>
    private void OverReadableRows(Action<int[]> pass)
    {
        int before;
        do
        {
            before = _unreadable.Count;
            pass([.. Enumerable.Range(0, _set.Count).Where(row => !_unreadable.ContainsKey(_set.SampleIds[row]))]);
        }
        while (_unreadable.Count != before);
    }

    /// <summary>
    /// Embeds all rows; hands over the embeddings of the readable ones and their classes. False when it met unreadable ones that were
    /// not known before: what was handed over then has fewer rows than expected.
    /// </summary>
    private bool Embed(Action<Tensor, Tensor> each, CancellationToken stop)
    {
        var pass = new EmbeddingPass(_pixels!, _state!.Device, EvaluationBatch, _plan.Workers, _plan.ChannelsLast);
        var inputs = new InputTensors(_state.Device, _plan.ChannelsLast);
        var complete = true;
        pass.Run(_state.Backbone, (embeddings, batch) =>
        {
            complete &= batch.Bad.Count(bad => _unreadable.TryAdd(bad.SampleId, bad)) == 0;
            long[] good = [.. Enumerable.Range(0, batch.Rows.Length).Where(i => batch.Shown[i] == batch.Rows[i]).Select(i => (long)i)];
            if (complete && good.Length > 0)
                each(embeddings.index_select(0, inputs.Labels(good)), inputs.Labels([.. good.Select(i => (long)_set.Labels[batch.Rows[i]])]));
        }, done => Report("score", done, _set.Count), stop);
        return complete;
    }

    private void WithAverage(Action body)
    {
        _state!.Average?.Swap();
        try
        {
            body();
        }
        finally
        {
            _state.Average?.Swap();
        }
    }

    /// <summary>Means over the visits of some of the figures; NaN for an image that was never shown.</summary>
    private float[] Dynamics(int[] rows, int from, int kinds)
    {
        var sums = _state!.DynamicsSums;
        var counts = _state.DynamicsCounts;
        var values = new float[rows.Length * kinds];
        for (var i = 0; i < values.Length; i++)
        {
            var row = rows[i / kinds];
            values[i] = counts[row] > 0 ? (float)(sums[(LabelMargins.Kinds * row) + from + (i % kinds)] / counts[row]) : float.NaN;
        }
        return values;
    }

    private void Report(string stage, long done, long total) =>
        _progress?.Report(new TrainProgress(stage, done, total, 0, _plan.Epochs, double.NaN, 0, Engines.Current.MemoryInUse(device(_plan.Device))));

    private static RunConfig Config(Manifest manifest, long revision, TrainOptions options, TrainPlan plan) => new RunConfig
    {
        Command = options.Command,
        Backbone = plan.Backbone,
        InputSize = Math.Max(plan.Input.Height, plan.Input.Width),
        EmbeddingDim = plan.EmbeddingDim,
        Head = plan.Head,
        K = options.K,
        Epochs = plan.Epochs,
        Seed = options.Seed,
        Device = plan.Device,
    }.Of(manifest, revision);

    private static object Record(TrainOptions options, TrainPlan plan, TrainingSet set) => new
    {
        plan.Input,
        plan.HeadParameters,
        AddedLosses = AddedLosses.Check(options).Select(t => new { t.Info.Name, t.Weight, t.Settings.Values }),
        plan.Sampler,
        plan.Scale,
        plan.Folds,
        plan.BatchSize,
        plan.LearningRate,
        plan.Threads,
        plan.Workers,
        Cache = plan.Cache.ToString().ToLowerInvariant(),
        plan.Augmentation,
        plan.Precision,
        plan.ChannelsLast,
        plan.CudnnBenchmark,
        Images = set.Count,
        Identities = set.Classes.Length,
        Provider = Engines.Current.Name,
        Libtorch = __version__,
        ToolVersion = typeof(TrainingRun).Assembly.GetName().Version?.ToString(3),
    };
}
