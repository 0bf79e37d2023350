using Cleaner.Training.Engine;
using Cleaner.Training.Heads;
using Cleaner.Training.Losses;
using Cleaner.Training.Planning;
using static TorchSharp.torch;

namespace Cleaner.Training.Running;

/// <summary>What a step came to.</summary>
/// <param name="Loss">Loss of the batch, added losses with it.</param>
/// <param name="GradientNorm">Norm of the gradient before clipping, of the last step that moved the weights; NaN when it is broken.</param>
/// <param name="Cosines">As <see cref="HeadOutput.Cosines"/>.</param>
public readonly record struct StepOutcome(double Loss, double GradientNorm, Tensor Cosines);

/// <summary>One step from images to moved weights: forward, loss, backward, clipping, optimizer, in the precision of the plan.</summary>
public sealed class TrainingStep
{
    private readonly TrainingState _state;
    private readonly ScalarType? _smaller;
    private readonly int _accumulate;
    private readonly double _clip;
    private double _gradientNorm;

    /// <param name="options">Clipping and accumulation.</param>
    /// <param name="plan">The precision.</param>
    /// <param name="state">What is trained; its step number is the caller's to raise.</param>
    public TrainingStep(TrainOptions options, TrainPlan plan, TrainingState state)
    {
        (_state, _accumulate, _clip) = (state, options.Accumulate, options.Clip);
        _smaller = Precisions.Autocast(plan.Precision);
    }

    /// <summary>Runs one step; the caller holds a dispose scope around it.</summary>
    /// <param name="images">float [B, 3, H, W] on the device.</param>
    /// <param name="labels">int64 [B]: classes, or places in <paramref name="classes"/>.</param>
    /// <param name="strength">Share of the full margin.</param>
    /// <param name="learningRate">Rate of this step.</param>
    /// <param name="update">Move the weights; false only adds up gradients.</param>
    /// <param name="classes">The classes that take part, int64 [S]; null for all.</param>
    /// <param name="meanwhile">Called when a GPU has its work and before anybody waits for it.</param>
    /// <param name="check">Called with loss and gradient norm before the weights move; throws to end the training.</param>
    public StepOutcome Run(
        Tensor images, Tensor labels, double strength, double learningRate, bool update = true,
        Tensor? classes = null, Action? meanwhile = null, Action<double, double>? check = null)
    {
        var output = Forward(images, labels, strength, classes);
        meanwhile?.Invoke();
        var loss = output.Loss.item<float>();
        var finite = true;
        if (update)
        {
            finite = _state.Scaler is not { } scaler || _state.Optimizer.Unscale(scaler.Scale);
            var usable = _state.Scaler?.Update(finite) ?? true;
            _gradientNorm = finite ? _state.Optimizer.Clip(_clip) : usable ? _gradientNorm : double.NaN;
        }
        check?.Invoke(loss, _gradientNorm);
        if (update)
            Update(finite, learningRate);
        return new StepOutcome(loss, _gradientNorm, output.Cosines);
    }

    /// <summary>Forward and backward alone: gradients are added up, no weight moves. Arguments as in <see cref="Run"/>.</summary>
    public HeadOutput Forward(Tensor images, Tensor labels, double strength, Tensor? classes = null)
    {
        var output = Output(images, labels, strength, classes);
        var factor = (_state.Scaler?.Scale ?? 1) / _accumulate;
        (factor == 1 ? output.Loss : output.Loss * factor).backward();
        return output;
    }

    /// <summary>
    /// Forward alone. What lies between images and loss is let go here, so that backward can free each layer as it passes it:
    /// as long as somebody holds them, all activations stay beside the gradients.
    /// </summary>
    private HeadOutput Output(Tensor images, Tensor labels, double strength, Tensor? classes)
    {
        using var scope = NewDisposeScope();
        var embeddings = Embeddings(images);
        var output = _state.Head.Forward(embeddings, labels, strength, _state.Step, classes);
        var own = classes is null ? labels : classes.index_select(0, labels);
        var loss = _state.Added.AddTo(output.Loss, new AddedLossInput(embeddings, own, _state.Head, Training: true));
        return new HeadOutput(loss.MoveToOuterDisposeScope(), output.Cosines.MoveToOuterDisposeScope());
    }

    private void Update(bool finite, double learningRate)
    {
        if (finite)
        {
            _state.Optimizer.Step(learningRate);
            _state.Average?.Update(_state.Step);
        }
        _state.Optimizer.ZeroGrad();
    }

    private Tensor Embeddings(Tensor images)
    {
        if (_smaller is not { } type)
            return _state.Backbone.call(images);
        using var autocast = Engines.Current.Autocast(_state.Device, type);
        return _state.Backbone.call(images).to_type(ScalarType.Float32);
    }
}
