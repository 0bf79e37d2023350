using static TorchSharp.torch;

namespace Cleaner.Training.Heads;

/// <summary>
/// SphereFace (A-Softmax): (λ·cos θ + ψ(θ)) / (1 + λ), ψ(θ) = (−1)^k cos(mθ) − 2k for θ in [kπ/m, (k+1)π/m], times ‖x‖.
/// Liu et al., CVPR 2017, arXiv:1704.08063, eq. 7; λ falls with the steps t as in the authors' code:
/// λ = max(5, 1000 / (1 + 0.12·t)).
/// </summary>
/// <param name="margin">m, a whole number, 1 to 8. The paper's is 4.</param>
public sealed class SphereFaceMargin(int margin = SphereFaceMargin.DefaultMargin) : Margin
{
    /// <summary>The paper's margin.</summary>
    public const int DefaultMargin = 4;

    private const double StartLambda = 1000, LeastLambda = 5, LambdaFall = 0.12;

    /// <inheritdoc/>
    public override LogitGeometry Geometry => LogitGeometry.NormTimesCosine;

    /// <summary>λ after <paramref name="step"/> steps.</summary>
    public static double Lambda(long step) => Math.Max(LeastLambda, StartLambda / (1 + LambdaFall * step));

    /// <inheritdoc/>
    public override Tensor Target(Tensor cosine, in MarginContext context)
    {
        var psi = Angles.Monotone(CosineOfMultiple(cosine), margin * Angles.Theta(cosine.detach()));
        var lambda = Lambda(context.Step);
        return (lambda * cosine + psi) / (1 + lambda);
    }

    /// <summary>cos(mθ) as the Chebyshev polynomial T_m(cos θ), whose gradient is finite everywhere.</summary>
    private Tensor CosineOfMultiple(Tensor cosine)
    {
        var (before, current) = (cosine.ones_like(), cosine);
        for (var n = 1; n < margin; n++)
            (before, current) = (current, 2 * cosine * current - before);
        return current;
    }
}
