using static TorchSharp.torch;

namespace Cleaner.Training.Heads;

/// <summary>
/// Li-ArcFace: a logit that is linear in the angle, (π − 2(θ + m)) / π for the own identity and (π − 2θ) / π for the others.
/// Li et al., AirFace, ICCV Workshops 2019, arXiv:1907.12256, eq. 5.
/// </summary>
/// <param name="margin">m in radians, 0 to below π/2. The paper's is 0.45.</param>
public sealed class LiArcFaceMargin(double margin = LiArcFaceMargin.DefaultMargin) : Margin
{
    /// <summary>The paper's margin.</summary>
    public const double DefaultMargin = 0.45;

    /// <inheritdoc/>
    public override Tensor Target(Tensor cosine, in MarginContext context) =>
        Linear(Angles.Theta(cosine) + margin * context.Strength);

    /// <inheritdoc/>
    public override Tensor Others(Tensor cosine) => Linear(Angles.Theta(cosine));

    private static Tensor Linear(Tensor angle) => 1 - angle * (2 / Math.PI);
}
