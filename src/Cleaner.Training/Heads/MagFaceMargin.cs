using static TorchSharp.torch;

namespace Cleaner.Training.Heads;

/// <summary>
/// MagFace: cos(θ + m(a)) with a = clip(‖x‖, lₐ, uₐ), m(a) = l_m + (u_m − l_m)(a − lₐ)/(uₐ − lₐ), and the added penalty
/// λ·mean(a/uₐ² + 1/a) that draws good images outward. Meng, Zhao, Huang, Zhou, CVPR 2021, arXiv:2103.06627, eq. 3, 6 and appendix.
/// Where θ + m(a) would pass π the logit is cos θ, as in the authors' code.
/// </summary>
/// <param name="leastMargin">l_m in radians.</param>
/// <param name="mostMargin">u_m in radians.</param>
/// <param name="leastNorm">lₐ.</param>
/// <param name="mostNorm">uₐ.</param>
/// <param name="weight">λ.</param>
public sealed class MagFaceMargin(
    double leastMargin = 0.45, double mostMargin = 0.8, double leastNorm = 10, double mostNorm = 110, double weight = 35) : Margin
{
    /// <inheritdoc/>
    public override Tensor Target(Tensor cosine, in MarginContext context)
    {
        var slope = (mostMargin - leastMargin) / (mostNorm - leastNorm);
        var margin = (leastMargin + slope * (Clipped(context.Norms) - leastNorm)) * context.Strength;
        var (cosM, sinM) = (margin.cos(), margin.sin());
        return where(cosine > -cosM, cosine * cosM - Angles.Sine(cosine) * sinM, cosine);
    }

    /// <inheritdoc/>
    public override Tensor Penalty(in MarginContext context)
    {
        var norms = Clipped(context.Norms);
        return weight * (norms / (mostNorm * mostNorm) + 1 / norms).mean();
    }

    private Tensor Clipped(Tensor norms) => norms.clamp(leastNorm, mostNorm);
}
