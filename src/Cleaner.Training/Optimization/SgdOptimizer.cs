using Cleaner.Training.Engine;
using static TorchSharp.torch;

namespace Cleaner.Training.Optimization;

/// <summary>
/// Stochastic gradient descent as torch.optim.SGD: g ← g + wd·w, v ← μ·v + g (v = g at the first step), w ← w − lr·v, or with Nesterov
/// w ← w − lr·(g + μ·v) (Sutskever et al., ICML 2013).
/// </summary>
public sealed class SgdOptimizer : Optimizer
{
    private readonly double _momentum, _weightDecay;
    private readonly bool _nesterov;
    private readonly Tensor[] _velocity;

    /// <param name="parameters">The weights.</param>
    /// <param name="momentum">μ, 0 to below 1.</param>
    /// <param name="weightDecay">wd, not for norms and biases.</param>
    /// <param name="nesterov">Look ahead.</param>
    /// <param name="engine">Runs the steps.</param>
    public SgdOptimizer(IReadOnlyList<NamedParameter> parameters, double momentum, double weightDecay, bool nesterov, IEngine engine)
        : base(parameters, engine)
    {
        (_momentum, _weightDecay, _nesterov) = (momentum, weightDecay, nesterov);
        // Zeros make the first step v = g, as torch's.
        _velocity = ZerosLikeWeights();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, Tensor>> State => [.. Named("velocity", _velocity)];

    /// <inheritdoc/>
    private protected override void Step(Tensor[] gradients, double learningRate)
    {
        if (_weightDecay > 0)
            Engine.AddScaled(gradients[..Decaying.Length], Decaying, _weightDecay);
        Engine.Scale(_velocity, _momentum);
        Engine.AddScaled(_velocity, gradients, 1);
        if (_nesterov)
            Engine.AddScaled(gradients, _velocity, _momentum);
        Engine.AddScaled(Weights, _nesterov ? gradients : _velocity, -learningRate);
    }
}
