using Cleaner.Training.Engine;
using static TorchSharp.torch;

namespace Cleaner.Training.Optimization;

/// <summary>
/// Exponential moving average of weights (Polyak, Juditsky 1992; Tarvainen, Valpola, arXiv:1703.01780): a ← d·a + (1 − d)·w, with
/// d = min(decay, (1 + t)/(10 + t)) so that a short training is not averaged with its random start.
/// </summary>
public sealed class WeightAverage
{
    private const double RampOffset = 10;

    private readonly IReadOnlyList<NamedParameter> _parameters;
    private readonly Tensor[] _weights, _average;
    private readonly double _decay;
    private readonly IEngine _engine;

    /// <param name="parameters">The weights that are averaged.</param>
    /// <param name="decay">0 to below 1.</param>
    /// <param name="engine">Runs the steps.</param>
    public WeightAverage(IReadOnlyList<NamedParameter> parameters, double decay, IEngine engine)
    {
        (_parameters, _decay, _engine) = (parameters, decay, engine);
        using var still = no_grad();
        _weights = [.. parameters.Select(p => p.Value)];
        _average = [.. parameters.Select(p => p.Value.detach().clone().DetachFromDisposeScope())];
    }

    /// <summary>What a checkpoint needs to go on.</summary>
    public IReadOnlyList<KeyValuePair<string, Tensor>> State =>
        [.. _parameters.Select((p, i) => KeyValuePair.Create(p.Name, _average[i]))];

    /// <summary>Takes the weights in after a step; <paramref name="step"/> counts from 0.</summary>
    public void Update(long step)
    {
        using var still = no_grad();
        var decay = Math.Min(_decay, (1.0 + step) / (RampOffset + step));
        _engine.Scale(_average, decay);
        _engine.AddScaled(_average, _weights, 1 - decay);
    }

    /// <summary>Puts the average into the network and the weights into this; called again, it undoes that.</summary>
    public void Swap()
    {
        using var still = no_grad();
        using var scope = NewDisposeScope();
        for (var i = 0; i < _weights.Length; i++)
        {
            var weight = _weights[i].clone();
            _weights[i].copy_(_average[i]);
            _average[i].copy_(weight);
        }
    }
}
