using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Cleaner.Training.Running;

/// <summary>
/// How a step's labels stand against the others by the margin-free logits: what is averaged over the training (the area under the margin of
/// Pleiss et al., arXiv:2001.10528) and judged by a purge.
/// </summary>
public static class LabelMargins
{
    /// <summary>Figures an image.</summary>
    public const int Kinds = 6;

    /// <summary>The figures of a batch.</summary>
    /// <param name="cosines">float [B, S], of the identities that took part.</param>
    /// <param name="labels">int64 [B] on the same device: the own column.</param>
    /// <param name="another">int64 [B] on the same device: a column that is not the own one (<see cref="Another"/>).</param>
    /// <returns>
    /// [B, 6]: own − largest other; another − largest of all but itself; the same without the own label among them; and the three over the
    /// second largest, so that a second label of the same person does no harm. Of few identities there is no second largest, or none at all:
    /// the largest stands in, and the own one in the end.
    /// </returns>
    public static float[] Of(Tensor cosines, Tensor labels, Tensor another)
    {
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var (ownColumn, otherColumn) = (labels.unsqueeze(1), another.unsqueeze(1));
        var lowest = full(new long[] { cosines.size(0), 1 }, float.NegativeInfinity, device: cosines.device);
        var own = cosines.gather(1, ownColumn);
        var others = cosines.scatter(1, ownColumn, lowest);
        var (first, second) = TwoLargest(others, lowest);
        var wrong = cosines.gather(1, otherColumn);
        var (firstOfRest, secondOfRest) = TwoLargest(others.scatter(1, otherColumn, lowest), lowest);
        if (cosines.size(1) < 3)
            (second, firstOfRest) = (first, own);
        if (cosines.size(1) < 4)
            secondOfRest = firstOfRest;
        // Of the three that may be the second largest with the own one among them.
        var secondWithOwn = secondOfRest.maximum(firstOfRest.minimum(own));
        var margins = cat([own - first, wrong - firstOfRest.maximum(own), wrong - firstOfRest, own - second, wrong - secondWithOwn, wrong - secondOfRest], 1).cpu();
        return MemoryMarshal.Cast<byte, float>(margins.bytes).ToArray();
    }

    /// <summary>For each image a column that is not its own, by the image's row alone: the same one in every epoch.</summary>
    /// <param name="labels">[B], 0 to <paramref name="columns"/> − 1.</param>
    /// <param name="rows">[B], the images' rows in the set.</param>
    /// <param name="columns">Identities that take part; of one alone it is the own.</param>
    public static long[] Another(long[] labels, int[] rows, int columns)
    {
        var another = new long[labels.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            // Knuth's multiplicative hash.
            var step = columns > 1 ? 1 + (rows[i] * 2654435761u % uint.MaxValue % (columns - 1)) : 0;
            another[i] = (labels[i] + step) % columns;
        }
        return another;
    }

    private static (Tensor First, Tensor Second) TwoLargest(Tensor cosines, Tensor lowest)
    {
        var (values, places) = cosines.max(1, keepdim: true);
        return (values, cosines.scatter(1, places, lowest).max(1, keepdim: true).values);
    }
}
