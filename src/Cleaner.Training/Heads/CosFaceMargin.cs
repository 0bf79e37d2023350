using static TorchSharp.torch;

namespace Cleaner.Training.Heads;

/// <summary>CosFace: cos θ − m. Wang et al., CVPR 2018, arXiv:1801.09414, eq. 4.</summary>
/// <param name="margin">m, 0 to 1. The paper's is 0.35.</param>
public sealed class CosFaceMargin(double margin = CosFaceMargin.DefaultMargin) : Margin
{
    /// <summary>The paper's margin.</summary>
    public const double DefaultMargin = 0.35;

    /// <inheritdoc/>
    public override Tensor Target(Tensor cosine, in MarginContext context) => cosine - margin * context.Strength;
}
