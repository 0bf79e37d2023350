using static TorchSharp.torch;

namespace Cleaner.Training.Heads;

/// <summary>What a margin may depend on besides the angle.</summary>
/// <param name="Norms">Lengths of the embeddings before normalisation, [B, 1].</param>
/// <param name="Strength">Share of the full margin in [0, 1]: it grows at the start of the training.</param>
/// <param name="Step">Steps made so far.</param>
/// <param name="Training">False when the values are only looked at: running statistics stay as they are.</param>
public readonly record struct MarginContext(Tensor Norms, double Strength, long Step, bool Training);

/// <summary>How a head treats lengths.</summary>
public enum LogitGeometry
{
    /// <summary>Embedding and centers normalised; logits are s·f(cos θ).</summary>
    Cosine,

    /// <summary>Only the centers are normalised; logits are ‖x‖·f(cos θ).</summary>
    NormTimesCosine,

    /// <summary>Nothing is normalised; logits are W·x + b.</summary>
    Linear,
}

/// <summary>
/// The part in which the losses of the field differ: the function that the cosine to an image's own identity goes through
/// before scale and softmax. One file a margin, with its paper and equation.
/// </summary>
public abstract class Margin
{
    /// <summary>How the logits are formed; <see cref="LogitGeometry.Cosine"/> for all margins since NormFace.</summary>
    public virtual LogitGeometry Geometry => LogitGeometry.Cosine;

    /// <summary>The logit of the own identity, without scale.</summary>
    /// <param name="cosine">cos θ to the own identity, [B, 1], in [−1, 1]; its gradient stays finite up to the ends.</param>
    /// <param name="context">Norms and progress.</param>
    /// <returns>[B, 1].</returns>
    public abstract Tensor Target(Tensor cosine, in MarginContext context);

    /// <summary>The logits of all identities before the own one is replaced, without scale; cos θ unless a margin says otherwise.</summary>
    /// <param name="cosine">[B, C].</param>
    public virtual Tensor Others(Tensor cosine) => cosine;

    /// <summary>A scalar that is added to the loss, or null.</summary>
    public virtual Tensor? Penalty(in MarginContext context) => null;

    /// <summary>Running statistics that belong into a checkpoint; none for most.</summary>
    public virtual IReadOnlyList<(string Name, Tensor Value)> State => [];
}
