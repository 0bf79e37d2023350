using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Training.Checkpoints;
using Cleaner.Training.Data;
using Cleaner.Training.Evidence;
using Cleaner.Training.Logging;
using Cleaner.Training.Planning;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Running;

/// <summary>
/// Cross-validation: as many more networks as there are folds, each trained on the other folds, judge the images that they have not seen. A
/// wrong label that the run's own network has learned by heart is none that they know. Each fold is a small run in the folder <c>folds</c>
/// with checkpoints of its own; what is done is not done again, and the folder goes when all are.
/// </summary>
internal sealed class HeldOutFolds
{
    private const int EvaluationBatch = 256;

    private readonly Manifest _manifest;
    private readonly long _revision;
    private readonly RunFolder _folder;
    private readonly TrainOptions _options;
    private readonly TrainPlan _plan;
    private readonly TrainingSet _set;
    private readonly IPixelSource _pixels;
    private readonly IProgress<TrainProgress>? _progress;

    public HeldOutFolds(
        Manifest manifest, long revision, RunFolder folder, TrainOptions options, TrainPlan plan, TrainingSet set, IPixelSource pixels,
        IProgress<TrainProgress>? progress) =>
        (_manifest, _revision, _folder, _options, _plan, _set, _pixels, _progress) = (manifest, revision, folder, options, plan, set, pixels, progress);

    /// <summary>Trains what is left to train and writes the scores.</summary>
    /// <param name="written">The rows of the set that the run's other arrays hold.</param>
    /// <param name="stop">Ends it at the next step; a checkpoint is written.</param>
    /// <returns>False when it was stopped.</returns>
    public bool Run(int[] written, CancellationToken stop)
    {
        var folds = Folds.Deal(_set.Labels, _set.Classes.Length, _plan.Folds, _options.Seed);
        var figures = HeldOutFigures.Unknown(_set.Count);
        Directory.CreateDirectory(_folder.Folds);
        for (var fold = 0; fold < _plan.Folds; fold++)
        {
            int[] heldOut = [.. Enumerable.Range(0, _set.Count).Where(row => folds[row] == fold)];
            if (Fold(fold, heldOut, stop) is not { } found)
                return false;
            figures.Take(found, heldOut);
        }
        figures.Write(_folder, written);
        Directory.Delete(_folder.Folds, recursive: true);
        return true;
    }

    private HeldOutFigures? Fold(int fold, int[] heldOut, CancellationToken stop)
    {
        var folder = _folder.Fold(fold);
        long[] ids = [.. heldOut.Select(row => _set.SampleIds[row])];
        if (HeldOutFigures.Load(folder, ids) is { } done)
            return done;
        var set = _set.Without(heldOut.ToHashSet());
        if (heldOut.Length == 0 || set.Classes.Length < 2)
            return HeldOutFigures.Unknown(heldOut.Length);
        Directory.CreateDirectory(folder.Path);
        var options = _options with { Seed = _options.Seed + fold + 1 };
        var plan = _plan with
        {
            Epochs = options.Epochs ?? TrainPlanner.Epochs(set.Count),
            BatchSize = Math.Min(set.Count, options.BatchSize ?? TrainPlanner.BatchSize(set.Count)),
        };
        using var state = TrainingState.Create(plan, options, set.Classes.Length, set.Count);
        if (!Train(fold, folder, options, plan, set, state, stop))
            return null;
        var figures = Judge(state, set, heldOut, stop);
        figures.Save(folder, ids);
        new CheckpointStore(folder.Checkpoints, 0).Clear();
        return figures;
    }

    private bool Train(int fold, RunFolder folder, TrainOptions options, TrainPlan plan, TrainingSet set, TrainingState state, CancellationToken stop)
    {
        var checkpoints = new CheckpointStore(folder.Checkpoints, 0);
        if (checkpoints.Newest() is { } newest)
            state.Load(newest, _manifest, _revision);
        else if (options.InitialModel is { } initial)
            state.LoadInitialModel(initial);
        using var log = new RunLog(folder, state.Step, TimeProvider.System);
        int[] rows = [.. set.SampleIds.Select(id => Array.BinarySearch(_set.SampleIds, id))];
        var progress = _progress is null ? null : new Stage($"fold {fold + 1}/{plan.Folds}", _progress);
        var ended = new TrainingLoop(options, plan, set, state, log).Run(
            new SomePixels(_pixels, rows),
            epoch => SaveAfter(epoch, checkpoints, state),
            checkpoints.Newest, progress, stop);
        if (ended && !stop.IsCancellationRequested)
            return true;
        state.Save(checkpoints, _manifest, _revision);
        return false;
    }

    private void SaveAfter(int epoch, CheckpointStore checkpoints, TrainingState state)
    {
        if (epoch % _options.CheckpointEvery == 0)
            state.Save(checkpoints, _manifest, _revision);
    }

    private HeldOutFigures Judge(TrainingState state, TrainingSet set, int[] heldOut, CancellationToken stop)
    {
        var figures = HeldOutFigures.Unknown(heldOut.Length);
        var label = Array.ConvertAll(heldOut, row => Array.BinarySearch(set.Classes, _set.IdentityIds[row]));
        var inputs = new InputTensors(state.Device, _plan.ChannelsLast);
        var pass = new EmbeddingPass(new SomePixels(_pixels, heldOut), state.Device, EvaluationBatch, _plan.Workers, _plan.ChannelsLast);
        state.Head.eval();
        state.Average?.Swap();
        pass.Run(state.Backbone, (embeddings, batch) =>
        {
            int[] known = [.. Enumerable.Range(0, batch.Rows.Length).Where(i => batch.Shown[i] == batch.Rows[i] && label[batch.Rows[i]] >= 0)];
            if (known.Length == 0)
                return;
            int[] rows = Array.ConvertAll(known, i => batch.Rows[i]);
            long[] labels = Array.ConvertAll(rows, row => (long)label[row]);
            var targets = inputs.Labels(labels);
            var cosines = state.Head.Pool(state.Head.CenterCosines(embeddings.index_select(0, inputs.Labels(Array.ConvertAll(known, i => (long)i)))));
            var margins = LabelMargins.Of(cosines, targets, inputs.Labels(LabelMargins.Another(labels, Array.ConvertAll(rows, row => heldOut[row]), set.Classes.Length)));
            var nearer = TensorValues.Of<float>((cosines > cosines.gather(1, targets.unsqueeze(1))).to_type(ScalarType.Float32).mean([1]));
            var share = set.Classes.Length / (set.Classes.Length - 1f);
            for (var i = 0; i < rows.Length; i++)
                figures.Set(rows[i], margins.AsSpan(i * LabelMargins.Kinds, LabelMargins.Kinds), nearer[i] * share);
        }, null, stop);
        return figures;
    }

    private sealed class Stage(string name, IProgress<TrainProgress> inner) : IProgress<TrainProgress>
    {
        public void Report(TrainProgress value) => inner.Report(value with { Stage = name });
    }
}
