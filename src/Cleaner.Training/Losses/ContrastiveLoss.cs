using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Cleaner.Training.Losses;

/// <summary>
/// Contrastive loss over all pairs of a batch: ½·d² for images of one identity, ½·max(0, m − d)² for others, d the distance of the
/// normalised embeddings, 0 to 2. Hadsell, Chopra, LeCun: Dimensionality Reduction by Learning an Invariant Mapping, CVPR 2006, eq. 4.
/// The mean is taken over each kind by itself, because a batch has many more pairs of the second.
/// </summary>
/// <param name="margin">m, 0 to 2. The paper names none; √2 is a right angle.</param>
public sealed class ContrastiveLoss(double margin = ContrastiveLoss.DefaultMargin) : AddedLoss
{
    /// <summary>60 degrees.</summary>
    public const double DefaultMargin = 1;

    /// <inheritdoc/>
    public override Tensor Value(in AddedLossInput input)
    {
        var pairs = Pairs.Of(input.Embeddings, input.Labels);
        var near = F.relu(margin - pairs.Distances()).square();
        return (Pairs.MeanWhere(pairs.Squared, pairs.Same) + Pairs.MeanWhere(near, pairs.Different)) * 0.5;
    }
}
