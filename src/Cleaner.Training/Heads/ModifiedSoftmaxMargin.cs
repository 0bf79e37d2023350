using static TorchSharp.torch;

namespace Cleaner.Training.Heads;

/// <summary>Modified softmax: ‖x‖·cos θ, normalised centers and no bias. Liu et al., SphereFace, CVPR 2017, arXiv:1704.08063, eq. 4.</summary>
public sealed class ModifiedSoftmaxMargin : Margin
{
    /// <inheritdoc/>
    public override LogitGeometry Geometry => LogitGeometry.NormTimesCosine;

    /// <inheritdoc/>
    public override Tensor Target(Tensor cosine, in MarginContext context) => cosine;
}
