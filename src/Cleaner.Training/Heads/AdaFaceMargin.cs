using static TorchSharp.torch;

namespace Cleaner.Training.Heads;

/// <summary>
/// AdaFace: cos(θ + g_angle) − g_add with ẑ = clip((‖z‖ − μ) / (σ / h), −1, 1), g_angle = −m·ẑ, g_add = m·ẑ + m; μ and σ are running
/// statistics of the norms and carry no gradient. Kim, Jain, Liu, CVPR 2022, arXiv:2204.00964, eq. 13 to 16.
/// </summary>
public sealed class AdaFaceMargin : Margin
{
    /// <summary>The paper's margin.</summary>
    public const double DefaultMargin = 0.4;

    /// <summary>The paper's concentration h.</summary>
    public const double DefaultConcentration = 0.333;

    private const double NewShare = 0.01;                       // the paper's 1 − α
    private const double StartMean = 20, StartDeviation = 100;  // the authors' code
    private const double LeastNorm = 0.001, MostNorm = 100, Epsilon = 1e-3;

    private readonly double _margin, _concentration;
    private readonly Tensor _mean = full([1], StartMean), _deviation = full([1], StartDeviation);

    /// <param name="margin">m in radians, 0 to below π/2.</param>
    /// <param name="concentration">h, 0 to 10.</param>
    public AdaFaceMargin(double margin = DefaultMargin, double concentration = DefaultConcentration)
    {
        (_margin, _concentration) = (margin, concentration);
        _mean.DetachFromDisposeScope();
        _deviation.DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Tensor Value)> State => [("norm_mean", _mean), ("norm_deviation", _deviation)];

    /// <inheritdoc/>
    public override Tensor Target(Tensor cosine, in MarginContext context)
    {
        var quality = Quality(context);
        var margin = _margin * context.Strength;
        var angle = (Angles.Theta(cosine) - margin * quality).clamp(Epsilon, Math.PI - Epsilon);
        return angle.cos() - margin * (quality + 1);
    }

    /// <summary>ẑ in [−1, 1], [B, 1]: how long an embedding is beside the others, which stands for how good its image is.</summary>
    private Tensor Quality(in MarginContext context)
    {
        using var still = no_grad();
        var norms = context.Norms.detach().clamp(LeastNorm, MostNorm);
        if (context.Training && norms.size(0) > 1)
        {
            Mix(_mean, norms.mean());
            Mix(_deviation, norms.std());
        }
        var mean = _mean.to(norms.device).to_type(norms.dtype);
        var deviation = _deviation.to(norms.device).to_type(norms.dtype);
        return ((norms - mean) / (deviation + Epsilon) * _concentration).clamp(-1, 1);
    }

    private static void Mix(Tensor running, Tensor current) =>
        running.mul_(1 - NewShare).add_(current.cpu().@float() * NewShare);
}
