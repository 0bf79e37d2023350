using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Cleaner.Training.Losses;

/// <summary>
/// Triplet loss with semi-hard negatives: mean over all pairs (a, p) of one identity of max(0, d²(a, p) − d²(a, n) + α), n the nearest
/// image of another identity that is farther from a than p, or the farthest of all where none is. Distances of the normalised embeddings.
/// Schroff, Kalenichenko, Philbin: FaceNet, CVPR 2015, arXiv:1503.03832, sections 3.1 and 3.2.
/// </summary>
/// <param name="margin">α, 0 to 4. The paper's is 0.2.</param>
public sealed class SemiHardTripletLoss(double margin = SemiHardTripletLoss.DefaultMargin) : AddedLoss
{
    /// <summary>The paper's margin.</summary>
    public const double DefaultMargin = 0.2;

    private const long TriplesAtOnce = 1 << 24;

    /// <inheritdoc/>
    public override Tensor Value(in AddedLossInput input)
    {
        var pairs = Pairs.Of(input.Embeddings, input.Labels);
        var negatives = pairs.Squared.gather(1, Negatives(pairs));
        var used = pairs.Same & pairs.Different.any(1, keepdim: true);
        return Pairs.MeanWhere(F.relu(pairs.Squared - negatives + margin), used);
    }

    /// <summary>For each anchor a and positive p the row of n, int64 [B, B].</summary>
    private static Tensor Negatives(Pairs pairs)
    {
        using var still = no_grad();
        var (squared, batch) = (pairs.Squared.detach(), pairs.Squared.size(0));
        var atOnce = Math.Max(1, TriplesAtOnce / (batch * batch));
        var blocks = new List<Tensor>();
        for (var start = 0L; start < batch; start += atOnce)
        {
            var count = Math.Min(atOnce, batch - start);
            var (d, other) = (squared.narrow(0, start, count), pairs.Different.narrow(0, start, count));
            var farther = (d.unsqueeze(1) > d.unsqueeze(2)) & other.unsqueeze(1);
            var (nearest, index) = d.unsqueeze(1).expand(count, batch, batch).masked_fill(farther.logical_not(), float.PositiveInfinity).min(2);
            var farthest = d.masked_fill(other.logical_not(), float.NegativeInfinity).argmax(1, keepdim: true).expand(count, batch);
            blocks.Add(where(nearest < float.PositiveInfinity, index, farthest));
        }
        return cat(blocks, 0);
    }
}
