using Cleaner.Training.Heads;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Cleaner.Training.Losses;

/// <summary>
/// Inter-loss: −1 / (π·N·(C − 1))·Σᵢ Σ_{j≠yᵢ} arccos(W_yᵢᵀ W_j), the negative mean angle between the center of an image's identity and
/// those of all others, −1 to 0. Deng, Guo, Xue, Zafeiriou: ArcFace, CVPR 2019, arXiv:1801.07698, eq. 6. With K centers: from the own
/// one that is nearest to the image to the nearest of each other identity. Moves the centers alone.
/// </summary>
public sealed class InterLoss : AddedLoss
{
    /// <inheritdoc/>
    public override Tensor Value(in AddedLossInput input)
    {
        var (shape, column) = (input.Head.Shape, input.Labels.unsqueeze(1));
        Tensor rows;
        using (no_grad())
            rows = input.Labels * shape.K + IntraLoss.OwnCosines(input).argmax(1);
        var own = F.normalize(input.Head.Weight.index_select(0, rows));
        var cosines = own.mm(F.normalize(input.Head.Weight).t()).view(-1, shape.Classes, shape.K).max(2).values;
        var angles = Angles.Theta(cosines);
        var others = angles.scatter(1, column, zeros(column.shape, device: angles.device)).sum(1) / (shape.Classes - 1);
        return others.mean() / -Math.PI;
    }
}
