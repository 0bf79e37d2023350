using System.Numerics;
using System.Runtime.InteropServices;
using Cleaner.Manifests.Arrays;

namespace Cleaner.Purge.Scoring;

/// <summary>For every sample the nearest centroid that is neither its own class's nor near to it.</summary>
/// <param name="Cosine">[N]: cosine to it; −1 where there is no other class.</param>
/// <param name="Class">[N]: its class; −1 where there is none.</param>
public sealed record NearestOther(float[] Cosine, int[] Class)
{
    private const int BlockRows = 384, TileColumns = 1024;

    /// <summary>Scans all samples against all centroids: a blocked matrix product, so that memory does not grow with their number.</summary>
    /// <param name="vectors">[N, D], L2-normalised rows.</param>
    /// <param name="classOfRow">Class of each row.</param>
    /// <param name="centroids">One a class.</param>
    /// <param name="near">Classes that do not count as other.</param>
    public static NearestOther Scan(Vectors vectors, int[] classOfRow, ClassCentroids centroids, NearClasses near)
    {
        int rows = vectors.Rows, dim = vectors.Dim, classes = centroids.IsFitted.Length;
        var result = new NearestOther(new float[rows], new int[rows]);
        Array.Fill(result.Cosine, -1f);
        Array.Fill(result.Class, -1);
        Parallel.For(
            0,
            (rows + BlockRows - 1) / BlockRows,
            () => (Block: new float[BlockRows * dim], Cosines: new float[BlockRows * TileColumns]),
            (block, _, buffer) =>
            {
                int first = block * BlockRows, count = Math.Min(BlockRows, rows - first);
                vectors.CopyRows(first, count, buffer.Block);
                for (int start = 0; start < classes; start += TileColumns)
                {
                    int width = Math.Min(TileColumns, classes - start);
                    MatrixProduct.Multiply(buffer.Block, count, centroids.Data.AsSpan(start * dim, width * dim), width, dim, buffer.Cosines);
                    for (int i = 0; i < count; i++)
                    {
                        Span<float> row = buffer.Cosines.AsSpan(i * width, width);
                        Exclude(row, start, near[classOfRow[first + i]]);
                        result.Improve(first + i, row, start);
                    }
                }

                return buffer;
            },
            _ => { });
        return result;
    }

    private static void Exclude(Span<float> row, int start, ReadOnlySpan<int> classes)
    {
        foreach (int c in classes)
        {
            if (c >= start && c < start + row.Length)
            {
                row[c - start] = float.NegativeInfinity;
            }
        }
    }

    private void Improve(int row, ReadOnlySpan<float> cosines, int start)
    {
        float max = Max(cosines);
        if (max > Cosine[row])
        {
            Cosine[row] = max;
            Class[row] = start + cosines.IndexOf(max);
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
