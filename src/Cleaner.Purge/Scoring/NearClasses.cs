using Cleaner.Manifests.Arrays;

namespace Cleaner.Purge.Scoring;

/// <summary>
/// Classes whose centroids are so near that they may be one person under two labels. They do not count as "other" for each other, or every
/// clean sample of that person would look wrong. Neither does a class without a centroid.
/// </summary>
public sealed class NearClasses
{
    /// <summary>Cosine between two centroids above which the classes count as near.</summary>
    public const float Cut = 0.6f;

    private const int TileRows = 256;

    private readonly int[][] _near;

    private NearClasses(int[][] near) => _near = near;

    /// <summary>The classes that do not count as other for a class: itself, those near to it, those without a centroid; ascending.</summary>
    public ReadOnlySpan<int> this[int c] => _near[c];

    /// <summary>Whether a class does not count as other.</summary>
    public bool Contains(int c, int other) => Array.BinarySearch(_near[c], other) >= 0;

    /// <summary>Compares every pair of centroids.</summary>
    public static NearClasses Find(ClassCentroids centroids, float cut = Cut)
    {
        int classes = centroids.IsFitted.Length, dim = centroids.Dim;
        var near = new int[classes][];
        Parallel.For(0, (classes + TileRows - 1) / TileRows, tile =>
        {
            int first = tile * TileRows, count = Math.Min(TileRows, classes - first);
            var cosine = new float[count * TileRows];
            var found = new List<int>[count];
            for (int start = 0; start < classes; start += TileRows)
            {
                int width = Math.Min(TileRows, classes - start);
                MatrixProduct.Multiply(centroids.Data.AsSpan(first * dim, count * dim), count, centroids.Data.AsSpan(start * dim, width * dim), width, dim, cosine);
                for (int i = 0; i < count; i++)
                {
                    found[i] ??= [];
                    for (int j = 0; j < width; j++)
                    {
                        if (cosine[(i * width) + j] > cut || start + j == first + i || !centroids.IsFitted[start + j])
                        {
                            found[i].Add(start + j);
                        }
                    }
                }
            }

            for (int i = 0; i < count; i++)
            {
                near[first + i] = [.. found[i]];
            }
        });
        return new NearClasses(near);
    }
}
