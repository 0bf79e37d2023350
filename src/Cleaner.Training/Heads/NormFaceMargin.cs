using static TorchSharp.torch;

namespace Cleaner.Training.Heads;

/// <summary>NormFace: s·cos θ, embedding and centers normalised, no margin. Wang, Xiang, Cheng, Yuille, ACM MM 2017, arXiv:1704.06369, eq. 5.</summary>
public sealed class NormFaceMargin : Margin
{
    /// <inheritdoc/>
    public override Tensor Target(Tensor cosine, in MarginContext context) => cosine;
}
