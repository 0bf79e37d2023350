using Cleaner.Manifests.Arrays;

namespace Cleaner.Purge.Scoring;

/// <summary>
/// The direction of the majority of a class, untouched by its wrong samples: the normalised mean of the h = ⌈0.6·n⌉ samples nearest to it,
/// found by concentration steps (as in the minimum covariance determinant: Rousseeuw and Van Driessen, "A Fast Algorithm for the Minimum
/// Covariance Determinant Estimator", 1999), begun at the sample with the largest sum of its h largest similarities.
/// </summary>
public static class RobustCentroid
{
    /// <summary>Share of a class that its centroid is taken from.</summary>
    public const double CoreShare = 0.6;

    private const int MaxSteps = 10;

    /// <summary>h: the number of samples in the core of a class of n.</summary>
    public static int CoreSize(int n) => (int)Math.Ceiling(CoreShare * n);

    /// <summary>Fits one class.</summary>
    /// <param name="x">[n, dim] row-major, L2-normalised rows, n ≥ 1.</param>
    /// <param name="dim">Length of a row.</param>
    /// <param name="centroid">Receives the centroid, [dim], L2-normalised.</param>
    /// <param name="inCore">Receives which rows it is the mean of, [n].</param>
    public static void Fit(ReadOnlySpan<float> x, int dim, Span<float> centroid, Span<bool> inCore)
    {
        int n = x.Length / dim;
        int h = CoreSize(n);
        x.Slice(Start(x, n, dim, h) * dim, dim).CopyTo(centroid);
        var cosine = new float[n];
        var order = new int[n];
        var previous = new bool[n];
        for (int step = 0; step < MaxSteps; step++)
        {
            Nearest(x, dim, centroid, h, cosine, order, inCore);
            MeanOf(x, dim, inCore, centroid);
            if (step > 0 && inCore.SequenceEqual(previous))
            {
                break;
            }

            inCore.CopyTo(previous);
        }
    }

    /// <summary>Cosine of every sample to its class's centroid, the sample itself left out of the mean where it is part of it.</summary>
    /// <param name="x">[n, dim] row-major, L2-normalised rows.</param>
    /// <param name="dim">Length of a row.</param>
    /// <param name="centroid">The class's centroid.</param>
    /// <param name="inCore">Which rows it is the mean of.</param>
    /// <param name="own">Receives the cosines, [n].</param>
    public static void LeaveOneOut(ReadOnlySpan<float> x, int dim, ReadOnlySpan<float> centroid, ReadOnlySpan<bool> inCore, Span<float> own)
    {
        var sum = new float[dim];
        var rest = new float[dim];
        int members = SumOf(x, dim, inCore, sum);
        for (int i = 0; i < own.Length; i++)
        {
            ReadOnlySpan<float> row = x.Slice(i * dim, dim);
            if (!inCore[i] || members < 2)
            {
                own[i] = VectorMath.Dot(row, centroid);
                continue;
            }

            sum.CopyTo(rest, 0);
            VectorMath.Add(rest, row, -1);
            VectorMath.Normalize(rest);
            own[i] = VectorMath.Dot(row, rest);
        }
    }

    private static int Start(ReadOnlySpan<float> x, int n, int dim, int h)
    {
        var similarity = new float[n * n];
        MatrixProduct.Multiply(x, n, x, n, dim, similarity);
        int best = 0;
        double bestSum = double.NegativeInfinity;
        for (int i = 0; i < n; i++)
        {
            Span<float> row = similarity.AsSpan(i * n, n);
            row.Sort();
            double sum = 0;
            foreach (float s in row[^h..])
            {
                sum += s;
            }

            if (sum > bestSum)
            {
                (best, bestSum) = (i, sum);
            }
        }

        return best;
    }

    /// <summary>Marks the h rows nearest to the centroid; of equals the earlier ones.</summary>
    private static void Nearest(ReadOnlySpan<float> x, int dim, ReadOnlySpan<float> centroid, int h, float[] cosine, int[] order, Span<bool> inCore)
    {
        for (int i = 0; i < cosine.Length; i++)
        {
            cosine[i] = VectorMath.Dot(x.Slice(i * dim, dim), centroid);
            order[i] = i;
        }

        Array.Sort(order, (a, b) => cosine[a] != cosine[b] ? cosine[b].CompareTo(cosine[a]) : a.CompareTo(b));
        inCore.Clear();
        foreach (int i in order.AsSpan(0, h))
        {
            inCore[i] = true;
        }
    }

    internal static void MeanOf(ReadOnlySpan<float> x, int dim, ReadOnlySpan<bool> inCore, Span<float> mean)
    {
        SumOf(x, dim, inCore, mean);
        VectorMath.Normalize(mean);
    }

    private static int SumOf(ReadOnlySpan<float> x, int dim, ReadOnlySpan<bool> inCore, Span<float> sum)
    {
        int members = 0;
        sum.Clear();
        for (int i = 0; i < inCore.Length; i++)
        {
            if (inCore[i])
            {
                VectorMath.Add(sum, x.Slice(i * dim, dim));
                members++;
            }
        }

        return members;
    }
}
