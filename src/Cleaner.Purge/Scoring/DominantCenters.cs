using Cleaner.Manifests;

namespace Cleaner.Purge.Scoring;

/// <summary>
/// The dominant center of each identity: the sub-center that most of its samples are nearest to. Ties go to the lowest index, both for a
/// sample's nearest center and for the count, as numpy.argmax and torch.bincount do in insightface's drop.py and
/// pytorch-metric-learning's SubCenterArcFaceLoss.get_outliers.
/// </summary>
public static class DominantCenters
{
    /// <summary>Index of the largest value; the first of equals.</summary>
    public static int ArgMax(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>The dominant center of one identity.</summary>
    /// <param name="nearest">The nearest center of each of its samples.</param>
    /// <param name="centers">Number of centers, K.</param>
    public static int Dominant(ReadOnlySpan<int> nearest, int centers)
    {
        Span<int> counts = stackalloc int[centers];
        foreach (int center in nearest)
        {
            counts[center]++;
        }

        int dominant = 0;
        for (int k = 1; k < centers; k++)
        {
            if (counts[k] > counts[dominant])
            {
                dominant = k;
            }
        }

        return dominant;
    }

    /// <summary>For every sample its cosine to its identity's dominant center, and its nearest center.</summary>
    /// <exception cref="CleanerException">The run has no centers.</exception>
    internal static Assignment Assign(Evidence evidence)
    {
        Vectors cosines = evidence.OwnCosines
            ?? throw new CleanerException("the run has no scores/own_cosines.npy (cosines to the identity's centers); train with 'cleaner subcenter-train', or use another rule");
        int centers = cosines.Dim;
        var nearest = new int[evidence.Count];
        Span<float> row = stackalloc float[centers];
        for (int i = 0; i < nearest.Length; i++)
        {
            cosines.CopyRow(i, row);
            nearest[i] = ArgMax(row);
        }

        var dominant = new int[evidence.Classes];
        var cosine = new float[evidence.Count];
        for (int c = 0; c < evidence.Classes; c++)
        {
            ReadOnlySpan<int> members = evidence.Groups[c];
            dominant[c] = Dominant(Gather(nearest, members), centers);
            foreach (int i in members)
            {
                cosines.CopyRow(i, row);
                cosine[i] = row[dominant[c]];
            }
        }

        return new Assignment(centers, nearest, dominant, cosine);
    }

    private static int[] Gather(int[] values, ReadOnlySpan<int> rows)
    {
        var gathered = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            gathered[i] = values[rows[i]];
        }

        return gathered;
    }
}

/// <param name="Centers">K.</param>
/// <param name="Nearest">[N]: the own identity's center that each sample is nearest to.</param>
/// <param name="Dominant">[C]: the dominant center.</param>
/// <param name="Cosine">[N]: cosine to the dominant center.</param>
internal sealed record Assignment(int Centers, int[] Nearest, int[] Dominant, float[] Cosine);
