using static TorchSharp.torch;

namespace Cleaner.Training.Heads;

/// <summary>
/// Multiplicative angular margin: cos(m·θ) with a real m, as SphereFace appears in ArcFace's comparison (arXiv:1801.07698, table 2,
/// m = 1.35, s = 64). Past mθ = π it goes on monotonously as ψ of arXiv:1704.08063, eq. 7.
/// </summary>
/// <param name="margin">m, 1 to 4.</param>
public sealed class MultiplicativeMargin(double margin = MultiplicativeMargin.DefaultMargin) : Margin
{
    /// <summary>ArcFace's value for the comparison.</summary>
    public const double DefaultMargin = 1.35;

    /// <inheritdoc/>
    public override Tensor Target(Tensor cosine, in MarginContext context)
    {
        var angle = (1 + (margin - 1) * context.Strength) * Angles.Theta(cosine);
        return Angles.Monotone(angle.cos(), angle);
    }
}
