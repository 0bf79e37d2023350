using static TorchSharp.torch;

namespace Cleaner.Training.Heads;

/// <summary>
/// Combined margin: cos(m1·θ + m2) − m3. Deng et al., arXiv:1801.07698, eq. 4. Past m1·θ + m2 = π the cosine goes on monotonously
/// as ψ of arXiv:1704.08063, eq. 7.
/// </summary>
/// <param name="m1">Factor of the angle, 0.5 to 4.</param>
/// <param name="m2">Added angle in radians, 0 to below π/2.</param>
/// <param name="m3">Subtracted from the cosine, 0 to 1.</param>
public sealed class CombinedMargin(double m1, double m2, double m3) : Margin
{
    /// <inheritdoc/>
    public override Tensor Target(Tensor cosine, in MarginContext context)
    {
        var strength = context.Strength;
        var angle = (1 + (m1 - 1) * strength) * Angles.Theta(cosine) + m2 * strength;
        return Angles.Monotone(angle.cos(), angle) - m3 * strength;
    }
}
