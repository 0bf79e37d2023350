using Cleaner.Training.Data;

namespace Cleaner.Training.Heads;

/// <summary>
/// Partial class sampling: a step's softmax runs over the identities of the batch and as many random others as make up a share of all.
/// An et al., Partial FC, arXiv:2010.05222, section 3.3, and Killing Two Birds with One Stone, arXiv:2203.15565; arcface_torch's
/// partial_fc_v2.py.
/// </summary>
/// <param name="Classes">The identities that take part, ascending, [S].</param>
/// <param name="Labels">For each image the place of its identity in <paramref name="Classes"/>, [B].</param>
public sealed record ClassSample(long[] Classes, long[] Labels)
{
    private const long Stream = 0xC1A55;

    /// <summary>The sample of a step: the same for the same seed and step, whatever the device.</summary>
    /// <param name="labels">Identity of each image of the batch, 0 to C − 1.</param>
    /// <param name="classes">Identities in all, C.</param>
    /// <param name="rate">Share of them that takes part, above 0 to 1; those of the batch always do.</param>
    /// <param name="seed">Seed of the training.</param>
    /// <param name="step">Number of the step.</param>
    public static ClassSample Draw(ReadOnlySpan<long> labels, int classes, double rate, long seed, long step)
    {
        var present = new bool[classes];
        var wanted = 0;
        foreach (var label in labels)
        {
            wanted += present[label] ? 0 : 1;
            present[label] = true;
        }
        // Of those not in the batch, each of the `left` that follow is taken with the chance that `others` of them are (Knuth, algorithm S).
        var left = classes - wanted;
        var others = Math.Max(0, (int)(rate * classes) - wanted);
        var sample = new long[wanted + others];
        var random = new CounterRandom(seed, Stream, step);
        for (int c = 0, next = 0; next < sample.Length; c++)
        {
            if (!present[c] && random.Below(left--) >= others)
                continue;
            others -= present[c] ? 0 : 1;
            sample[next++] = c;
        }
        var places = new long[labels.Length];
        for (var i = 0; i < places.Length; i++)
            places[i] = Array.BinarySearch(sample, labels[i]);
        return new ClassSample(sample, places);
    }
}
