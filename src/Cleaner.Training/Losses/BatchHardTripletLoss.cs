using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Cleaner.Training.Losses;

/// <summary>
/// Triplet loss with the hardest pair of each image: mean over a of max(0, m + max_p d(a, p) − min_n d(a, n)), or of
/// ln(1 + exp(max_p d − min_n d)) with a soft margin; distances (not squared) of the normalised embeddings. An image without another
/// one of its identity in the batch takes no part. Hermans, Beyer, Leibe: In Defense of the Triplet Loss, arXiv:1703.07737, eq. 5.
/// </summary>
/// <param name="margin">m, 0 to 2. The paper tries 0.1 to 1.</param>
/// <param name="soft">The soft margin; <paramref name="margin"/> is then without effect.</param>
public sealed class BatchHardTripletLoss(double margin = BatchHardTripletLoss.DefaultMargin, bool soft = false) : AddedLoss
{
    /// <summary>The paper's for normalised embeddings.</summary>
    public const double DefaultMargin = 0.2;

    /// <inheritdoc/>
    public override Tensor Value(in AddedLossInput input)
    {
        var pairs = Pairs.Of(input.Embeddings, input.Labels);
        var distances = pairs.Distances();
        var farthest = distances.masked_fill(pairs.Same.logical_not(), -1).max(1).values;
        var nearest = distances.masked_fill(pairs.Different.logical_not(), 3).min(1).values;
        var violation = farthest - nearest;
        return Pairs.MeanWhere(soft ? F.softplus(violation) : F.relu(violation + margin), pairs.Same.any(1) & pairs.Different.any(1));
    }
}
