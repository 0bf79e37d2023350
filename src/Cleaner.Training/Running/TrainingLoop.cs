using System.Globalization;
using System.Runtime.InteropServices;
using Cleaner.Manifests;
using Cleaner.Training.Data;
using Cleaner.Training.Engine;
using Cleaner.Training.Heads;
using Cleaner.Training.Logging;
using Cleaner.Training.Optimization;
using Cleaner.Training.Planning;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Running;

/// <summary>Runs the steps of a training from where its state stands.</summary>
internal sealed class TrainingLoop
{
    private const int StepsPerFigures = 20;
    private const int NamedSamples = 5;

    private readonly TrainOptions _options;
    private readonly TrainPlan _plan;
    private readonly TrainingSet _set;
    private readonly TrainingState _state;
    private readonly RunLog _log;
    private readonly EpochBatches _batches;
    private readonly InputTensors _inputs;
    private readonly TrainingStep _step;
    private readonly StepMeter _meter = new();
    private readonly LossGuard _guard = new();
    private double _learningRate, _strength, _gradientNorm;
    private BatchFeed? _feed;

    public TrainingLoop(TrainOptions options, TrainPlan plan, TrainingSet set, TrainingState state, RunLog log)
    {
        (_options, _plan, _set, _state, _log) = (options, plan, set, state, log);
        _batches = Batches(options, plan, set);
        _inputs = new InputTensors(state.Device, plan.ChannelsLast);
        _step = new TrainingStep(options, plan, state);
        _meter.Restore(state.Loss);
    }

    /// <summary>Samples that could not be read while training.</summary>
    public Dictionary<long, UnreadableSample> Unreadable { get; } = [];

    /// <summary>Images a second in this session.</summary>
    public double Rate => _meter.Rate;

    /// <summary>Steps of the whole training.</summary>
    public long Steps => _batches.Batches;

    /// <summary>Epochs completed.</summary>
    public int EpochsDone => (int)(_state.Step / _batches.BatchesPerEpoch);

    /// <summary>
    /// Trains until the end or until <paramref name="stop"/>; a stop is obeyed after a whole step.
    /// </summary>
    /// <param name="pixels">The images, one a row of the set.</param>
    /// <param name="epochEnded">Called after each epoch with its number, from 1.</param>
    /// <param name="lastCheckpoint">Names the newest checkpoint, for a failure's message.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="stop">Ends the training early.</param>
    /// <returns>True when all epochs are done.</returns>
    public bool Run(IPixelSource pixels, Action<int> epochEnded, Func<string?> lastCheckpoint, IProgress<TrainProgress>? progress, CancellationToken stop)
    {
        using var loader = new BatchLoader(pixels, _batches, _state.Step, _plan.Workers);
        using var feed = _feed = new BatchFeed(loader, _plan.Input, _state.Device, _plan.BatchSize);
        _state.Backbone.train();
        _state.Head.train();
        var withoutUpdate = 0;
        while (_state.Step < Steps)
        {
            var (batch, bytes) = feed.Next(CancellationToken.None) ?? throw new InvalidOperationException("the batches ended before the training");
            var epoch = (int)(_state.Step / _batches.BatchesPerEpoch) + 1;
            var endsEpoch = (_state.Step + 1) % _batches.BatchesPerEpoch == 0;
            var update = ++withoutUpdate == _options.Accumulate || endsEpoch;
            Step(batch, bytes, update, epoch, lastCheckpoint);
            _state.Step++;
            _state.Loss = _meter.Loss;
            if (update)
                withoutUpdate = 0;
            progress?.Report(new TrainProgress("train", _state.Step * _batches.BatchSize, Steps * _batches.BatchSize, epoch, _plan.Epochs,
                _meter.Loss, _meter.Rate, Engines.Current.MemoryInUse(_state.Device)));
            if (_state.Step % StepsPerFigures == 0 || endsEpoch)
                _log.Figures(_meter.Take(_state.Step, epoch, _learningRate, _strength, _gradientNorm, Engines.Current.MemoryInUse(_state.Device)));
            if (endsEpoch)
                epochEnded(epoch);
            if (update && stop.IsCancellationRequested)
                return _state.Step == Steps;
        }
        return true;
    }

    private void Step(Batch batch, Tensor bytes, bool update, int epoch, Func<string?> lastCheckpoint)
    {
        using var scope = NewDisposeScope();
        using (bytes)
        {
            Note(batch);
            var labels = Array.ConvertAll(batch.Shown, row => (long)_set.Labels[row]);
            var sample = _options.SampleRate < 1 ? ClassSample.Draw(labels, _set.Classes.Length, _options.SampleRate, _options.Seed, _state.Step) : null;
            var columns = sample?.Labels ?? labels;
            var targets = _inputs.Labels(columns);
            var classes = sample is null ? null : _inputs.Labels(sample.Classes);
            var classesHere = sample?.Classes.Length ?? _set.Classes.Length;
            var bearable = MarginGate.Share(_state.Accuracy, classesHere, _options.MarginAccuracy);
            _strength = MarginGate.Margin(bearable) * Schedules.Ramp(_state.Step, Steps, _options.MarginRamp);
            _state.Head.Scale = MarginGate.Scale(_plan.Scale, classesHere, bearable);
            _learningRate = _plan.LearningRate * Schedules.Factor(_options.Schedule, _state.Step, Steps, _options.WarmUp, _options.Milestones);
            try
            {
                var outcome = _step.Run(_inputs.Images(bytes), targets, _strength, _learningRate, update, classes,
                    meanwhile: () => _feed!.Prefetch(CancellationToken.None),
                    check: (loss, norm) => _guard.Check(loss, norm, () => Describe(batch, epoch), lastCheckpoint()));
                _gradientNorm = outcome.GradientNorm;
                var hits = RecordDynamics(outcome.Cosines, targets, columns, batch.Shown);
                _state.Accuracy = MarginGate.Follow(_state.Accuracy, hits, labels.Length);
                _meter.Add(outcome.Loss, hits, labels.Length);
            }
            catch (Exception failure) when (Engines.Current.IsOutOfMemory(failure))
            {
                throw new OutOfMemoryReport(_step, _state, _plan).Of(failure, () => _inputs.Images(bytes), targets, classes);
            }
        }
    }

    /// <summary>Adds the step's <see cref="LabelMargins"/> to the sums of its images; returns how many are nearest to their own label.</summary>
    private int RecordDynamics(Tensor cosines, Tensor targets, long[] labels, int[] rows)
    {
        const int kinds = LabelMargins.Kinds;
        var another = _inputs.Labels(LabelMargins.Another(labels, rows, (int)cosines.size(1)));
        var margins = LabelMargins.Of(cosines, targets, another);
        var sums = _state.DynamicsSums;
        var counts = _state.DynamicsCounts;
        var hits = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            for (var kind = 0; kind < kinds; kind++)
                sums[(kinds * rows[i]) + kind] += margins[(kinds * i) + kind];
            counts[rows[i]]++;
            hits += margins[kinds * i] > 0 ? 1 : 0;
        }
        return hits;
    }

    private void Note(Batch batch)
    {
        foreach (var bad in batch.Bad)
            if (Unreadable.TryAdd(bad.SampleId, bad))
                _log.Line($"cannot read {bad.Where}: {bad.Reason}");
        if (batch.Shown[0] < 0)
            throw new CleanerException($"none of the {batch.Rows.Length} images of a batch can be read, the first is {batch.Bad[0].Where} ({batch.Bad[0].Reason}): is the disk with the images mounted?");
    }

    private string Describe(Batch batch, int epoch)
    {
        var ids = batch.Shown.Select(row => _set.SampleIds[row].ToString(CultureInfo.InvariantCulture)).ToList();
        _log.Line($"the batch that ended the training holds the samples {string.Join(", ", ids)}");
        return string.Create(CultureInfo.InvariantCulture, $"step {_state.Step + 1} (epoch {epoch}, a batch with the samples {string.Join(", ", ids.Take(NamedSamples))} … listed in log.txt)");
    }

    private static EpochBatches Batches(TrainOptions options, TrainPlan plan, TrainingSet set)
    {
        Func<int, int[]> order = plan.Sampler switch
        {
            "balanced" => epoch => Samplers.Balanced(set.Labels, set.Classes.Length, options.Seed, epoch),
            "pk" => epoch => Samplers.IdentitiesByImages(set.Labels, set.Classes.Length, plan.BatchSize, options.ImagesPerIdentity, options.Seed, epoch),
            _ => epoch => Samplers.Shuffle(set.Labels, options.Seed, epoch),
        };
        var first = order(0).Length;
        return new EpochBatches(order, first, plan.BatchSize, plan.Epochs, plan.Augmentation == Augmentation.None ? null : plan.Augmentation, options.Seed);
    }
}
