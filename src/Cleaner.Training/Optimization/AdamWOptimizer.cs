using Cleaner.Training.Engine;
using static TorchSharp.torch;

namespace Cleaner.Training.Optimization;

/// <summary>
/// AdamW as torch.optim.AdamW: Loshchilov, Hutter, Decoupled Weight Decay Regularization, arXiv:1711.05101, algorithm 2.
/// </summary>
public sealed class AdamWOptimizer : Optimizer
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    private readonly double _weightDecay;
    private readonly Tensor[] _mean, _square;
    private readonly Tensor _steps;

    /// <param name="parameters">The weights.</param>
    /// <param name="weightDecay">Decoupled decay, not for norms and biases.</param>
    /// <param name="engine">Runs the steps.</param>
    public AdamWOptimizer(IReadOnlyList<NamedParameter> parameters, double weightDecay, IEngine engine) : base(parameters, engine)
    {
        _weightDecay = weightDecay;
        (_mean, _square) = (ZerosLikeWeights(), ZerosLikeWeights());
        _steps = zeros(new long[] { 1 }, dtype: ScalarType.Int64).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, Tensor>> State =>
        [.. Named("mean", _mean), .. Named("square", _square), KeyValuePair.Create("steps", _steps)];

    /// <inheritdoc/>
    private protected override void Step(Tensor[] gradients, double learningRate)
    {
        _steps.add_(1);
        var steps = _steps.item<long>();
        if (_weightDecay > 0)
            Engine.Scale(Decaying, 1 - learningRate * _weightDecay);
        Engine.Scale(_mean, Beta1);
        Engine.AddScaled(_mean, gradients, 1 - Beta1);
        Engine.Scale(_square, Beta2);
        Engine.AddProducts(_square, gradients, gradients, 1 - Beta2);
        var rate = learningRate / (1 - Math.Pow(Beta1, steps));
        var correction = Math.Sqrt(1 - Math.Pow(Beta2, steps));
        Engine.AddNormalised(Weights, _mean, _square, -rate, correction, Epsilon);
    }
}
