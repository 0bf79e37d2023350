using Cleaner.Training.Engine;
using static TorchSharp.torch;

namespace Cleaner.Training.Optimization;

/// <summary>Moves weights along their gradients. State and steps go over lists of tensors, so that a provider can fuse them.</summary>
public abstract class Optimizer
{
    private protected readonly IEngine Engine;
    private protected readonly IReadOnlyList<NamedParameter> Parameters;

    private protected Optimizer(IReadOnlyList<NamedParameter> parameters, IEngine engine)
    {
        Engine = engine;
        // Those that decay come first, so that both groups are one range each.
        Parameters = [.. parameters.OrderBy(p => p.Decays ? 0 : 1)];
        Weights = [.. Parameters.Select(p => p.Value)];
        Decaying = [.. Parameters.Where(p => p.Decays).Select(p => (Tensor)p.Value)];
    }

    /// <summary>What a checkpoint needs to go on.</summary>
    public abstract IReadOnlyList<KeyValuePair<string, Tensor>> State { get; }

    private protected Tensor[] Weights { get; }

    /// <summary>Those of <see cref="Weights"/> that decay; they come first.</summary>
    private protected Tensor[] Decaying { get; }

    /// <summary>One step with the gradients that the weights hold.</summary>
    public void Step(double learningRate)
    {
        using var still = no_grad();
        using var scope = NewDisposeScope();
        Step(Gradients(), learningRate);
    }

    /// <summary>Limits the norm of all gradients together; returns the norm before.</summary>
    /// <param name="most">Largest norm; 0 does not limit.</param>
    public double Clip(double most)
    {
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var gradients = Gradients();
        var norm = Engine.Norm(gradients);
        if (most > 0 && norm > most)
            Engine.Scale(gradients, most / (norm + 1e-6));
        return norm;
    }

    /// <summary>Divides the gradients by the scale of the loss; false when one of them is infinite or NaN.</summary>
    public bool Unscale(double scale)
    {
        using var still = no_grad();
        using var scope = NewDisposeScope();
        return Engine.Unscale(Gradients(), scale);
    }

    /// <summary>Forgets the gradients.</summary>
    public void ZeroGrad()
    {
        foreach (var parameter in Parameters)
            parameter.Value.grad = null;
    }

    private protected abstract void Step(Tensor[] gradients, double learningRate);

    private Tensor[] Gradients() => Array.ConvertAll(Weights, w => w.grad!);

    private protected Tensor[] ZerosLikeWeights()
    {
        using var still = no_grad();
        return [.. Weights.Select(w => w.zeros_like().DetachFromDisposeScope())];
    }

    private protected IEnumerable<KeyValuePair<string, Tensor>> Named(string kind, Tensor[] tensors) =>
        Parameters.Select((p, i) => KeyValuePair.Create($"{kind}.{p.Name}", tensors[i]));
}
