using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Cleaner.Training.Losses;

/// <summary>Distances between all images of a batch, and which of them show the same identity.</summary>
/// <param name="Squared">Squared distance of the normalised embeddings, 2 − 2·cos, [B, B], 0 to 4.</param>
/// <param name="Same">Other images of the same identity, bool [B, B]; an image is no pair with itself.</param>
/// <param name="Different">Images of other identities, bool [B, B].</param>
internal readonly record struct Pairs(Tensor Squared, Tensor Same, Tensor Different)
{
    /// <summary>Below this a distance counts as 0, without gradient: the slope of √ has no end there.</summary>
    private const double Nothing = 1e-12;

    public static Pairs Of(Tensor embeddings, Tensor labels)
    {
        var unit = F.normalize(embeddings);
        var same = labels.unsqueeze(1).eq(labels.unsqueeze(0));
        var itself = eye(labels.size(0), dtype: ScalarType.Bool, device: labels.device);
        return new Pairs((2 - 2 * unit.mm(unit.t())).clamp_min(0), same & itself.logical_not(), same.logical_not());
    }

    /// <summary>Distances, [B, B], 0 to 2; finite gradient where two embeddings are equal.</summary>
    public Tensor Distances()
    {
        var apart = Squared > Nothing;
        return where(apart, where(apart, Squared, Squared.ones_like()).sqrt(), Squared.zeros_like());
    }

    /// <summary>The mean of the values where a mask holds; 0 where it holds nowhere.</summary>
    public static Tensor MeanWhere(Tensor values, Tensor mask)
    {
        var weights = mask.to_type(values.dtype);
        return (where(mask, values, values.zeros_like())).sum() / weights.sum().clamp_min(1);
    }
}
