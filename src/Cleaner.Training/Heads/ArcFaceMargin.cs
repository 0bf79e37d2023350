using static TorchSharp.torch;

namespace Cleaner.Training.Heads;

/// <summary>What happens to the target logit of ArcFace where θ + m would pass π.</summary>
public enum ArcFaceTail
{
    /// <summary>cos θ − m·sin(π − m): linear in cos θ, so that the loss keeps falling with the angle.</summary>
    Linear,

    /// <summary>The margin is applied only where θ is below π/2; beyond, the logit is cos θ.</summary>
    EasyMargin,

    /// <summary>cos(θ + m) everywhere, as insightface's own PyTorch trainer.</summary>
    None,
}

/// <summary>
/// ArcFace: cos(θ + m). Deng, Guo, Xue, Zafeiriou, CVPR 2019, arXiv:1801.07698, eq. 3; with K > 1 Sub-center ArcFace, Deng et al., ECCV 2020.
/// </summary>
/// <param name="margin">m in radians, 0 to below π/2. The paper's is 0.5.</param>
/// <param name="tail">Past π − m.</param>
public sealed class ArcFaceMargin(double margin = ArcFaceMargin.DefaultMargin, ArcFaceTail tail = ArcFaceTail.Linear) : Margin
{
    /// <summary>The paper's margin.</summary>
    public const double DefaultMargin = 0.5;

    /// <inheritdoc/>
    public override Tensor Target(Tensor cosine, in MarginContext context)
    {
        var m = margin * context.Strength;
        var moved = Angles.CosineOfSum(cosine, m);
        return tail switch
        {
            ArcFaceTail.Linear => where(cosine > Math.Cos(Math.PI - m), moved, cosine - m * Math.Sin(Math.PI - m)),
            ArcFaceTail.EasyMargin => where(cosine > 0, moved, cosine),
            _ => moved,
        };
    }
}
