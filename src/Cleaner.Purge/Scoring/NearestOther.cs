using System.Numerics;
using System.Runtime.InteropServices;

namespace Cleaner.Purge.Scoring;

/// <summary>For every sample the nearest centroid that is neither its own class's nor near to it.</summary>
/// <param name="Cosine">[N]: cosine to it; −1 where there is no other class.</param>
/// <param name="Class">[N]: its class; −1 where there is none.</param>
public sealed record NearestOther(float[] Cosine, int[] Class)
{
    private const int BlockRows = 1536;

    /// <summary>Scans all samples against the centroids, in blocks, so that memory does not grow with their number.</summary>
    /// <param name="vectors">[N, D], L2-normalised rows.</param>
    /// <param name="classOfRow">Class of each row.</param>
    /// <param name="centroids">One a class.</param>
    /// <param name="near">Classes that do not count as other.</param>
    public static NearestOther Scan(Vectors vectors, int[] classOfRow, ClassCentroids centroids, NearClasses near)
    {
        using CentroidIndex index = CentroidIndex.Build(centroids, vectors.Rows);
        return Scan(vectors, classOfRow, index, near);
    }

    internal static NearestOther Scan(Vectors vectors, int[] classOfRow, CentroidIndex index, NearClasses near)
    {
        int rows = vectors.Rows, dim = vectors.Dim;
        int blockRows = Math.Clamp(rows / (4 * Environment.ProcessorCount), 48, BlockRows);
        var result = new NearestOther(new float[rows], new int[rows]);
        Array.Fill(result.Cosine, -1f);
        Array.Fill(result.Class, -1);
        Parallel.For(
            0,
            (rows + blockRows - 1) / blockRows,
            () => (Block: new float[blockRows * dim], Buffers: index.NewBuffers(blockRows)),
            (block, _, own) =>
            {
                int first = block * blockRows, count = Math.Min(blockRows, rows - first);
                vectors.CopyRows(first, count, own.Block);
                index.Scan(own.Block, count, own.Buffers, (chosen, tile, cosine, stride) =>
                {
                    for (int i = 0; i < chosen.Length; i++)
                    {
                        int row = first + chosen[i];
                        result.Improve(row, cosine.Slice(i * stride, tile.Length), tile, near, classOfRow[row]);
                    }
                });
                return own;
            },
            _ => { });
        return result;
    }

    /// <summary>Takes the largest cosine of a tile if it beats what was found; looks for the next one where it is a near class's.</summary>
    private void Improve(int row, ReadOnlySpan<float> cosine, ReadOnlySpan<int> classes, NearClasses near, int own)
    {
        if (Max(cosine) <= Cosine[row])
        {
            return;
        }

        for (int j = 0; j < cosine.Length; j++)
        {
            if (cosine[j] > Cosine[row] && !near.Contains(own, classes[j]))
            {
                Cosine[row] = cosine[j];
                Class[row] = classes[j];
            }
        }
    }

    private static float Max(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(values);
        var best = new Vector<float>(float.NegativeInfinity);
        foreach (Vector<float> v in wide)
        {
            best = Vector.Max(best, v);
        }

        float max = float.NegativeInfinity;
        for (int i = 0; i < Vector<float>.Count; i++)
        {
            max = Math.Max(max, best[i]);
        }

        foreach (float v in values[(wide.Length * Vector<float>.Count)..])
        {
            max = Math.Max(max, v);
        }

        return max;
    }
}
