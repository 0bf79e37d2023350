using Cleaner.Training.Heads;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Cleaner.Training.Losses;

/// <summary>
/// Intra-loss: mean(θ_yᵢ) / π, the angle between an image and the center of its identity, 0 to 1; with K centers the nearest one.
/// Deng, Guo, Xue, Zafeiriou: ArcFace, CVPR 2019, arXiv:1801.07698, eq. 5.
/// </summary>
public sealed class IntraLoss : AddedLoss
{
    /// <inheritdoc/>
    public override Tensor Value(in AddedLossInput input) => Angles.Theta(OwnCosines(input).max(1).values).mean() / Math.PI;

    /// <summary>Cosine to each of the K centers of the own identity, [B, K].</summary>
    internal static Tensor OwnCosines(in AddedLossInput input)
    {
        var shape = input.Head.Shape;
        var own = F.normalize(input.Head.Weight.view(-1, shape.K, shape.Dim).index_select(0, input.Labels), dim: 2);
        return own.matmul(F.normalize(input.Embeddings).unsqueeze(2)).squeeze(2);
    }
}
