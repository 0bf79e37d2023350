using Cleaner.Purge.Suggestions;

namespace Cleaner.Purge.Scoring;

/// <summary>
/// Classes whose centroids are so near that they may be one person under two labels. They do not count as "other" for each other, or every
/// clean sample of that person would look wrong.
/// </summary>
public sealed class NearClasses
{
    /// <summary>Cosine between two centroids above which the classes count as near.</summary>
    public const float Cut = 0.6f;

    /// <summary>Least share of two classes' majorities that is nearer to the other class, if they may be one person; half is chance.</summary>
    public const double LeastOverlap = 0.05;

    private const int BlockRows = 192;

    private readonly int[][] _near;

    private NearClasses(int[][] near) => _near = near;

    /// <summary>The pairs that <see cref="Mixed"/> left, by class, with their overlap; empty before.</summary>
    public IReadOnlyList<(int A, int B, double Overlap)> Overlaps { get; private init; } = [];

    /// <summary>The class itself and those near to it, ascending.</summary>
    public ReadOnlySpan<int> this[int c] => _near[c];

    /// <summary>Whether a class does not count as other.</summary>
    public bool Contains(int c, int other) => c == other || Array.BinarySearch(_near[c], other) >= 0;

    /// <summary>
    /// Only the pairs whose majorities cannot be told apart: at least <see cref="LeastOverlap"/> of their samples are nearer to
    /// the other class. Classes that merely look alike (cats and dogs) are what labels are mixed up between, and stay others.
    /// </summary>
    public NearClasses Mixed(Vectors vectors, Grouping groups, ClassCentroids centroids, bool[]? kept)
    {
        var majority = Enumerable.Range(0, _near.Length)
            .Select(c => new Lazy<SampleGroup>(() => new SampleGroup(vectors, ClassSpread.CoreOf(vectors, groups[c], centroids[c], kept)))).ToArray();
        (int A, int B, double Overlap)[] mixed = [.. Enumerable.Range(0, _near.Length)
            .AsParallel().AsOrdered()
            .SelectMany(c => _near[c].Where(d => d > c).Select(d => (A: c, B: d, Overlap: SampleGroup.Overlap(vectors, majority[c].Value, majority[d].Value))))
            .Where(pair => pair.Overlap >= LeastOverlap)];
        ILookup<int, int> partners = mixed.SelectMany(pair => new[] { (pair.A, pair.B), (pair.B, pair.A) }).ToLookup(pair => pair.Item1, pair => pair.Item2);
        return new NearClasses([.. Enumerable.Range(0, _near.Length).Select(c => partners[c].Append(c).Order().ToArray())]) { Overlaps = mixed };
    }

    /// <summary>Compares the centroids with one another.</summary>
    public static NearClasses Find(ClassCentroids centroids, float cut = Cut)
    {
        using CentroidIndex index = CentroidIndex.Build(centroids, centroids.IsFitted.Length);
        return Find(centroids, index, cut);
    }

    internal static NearClasses Find(ClassCentroids centroids, CentroidIndex index, float cut = Cut)
    {
        int classes = centroids.IsFitted.Length, dim = centroids.Dim;
        var near = new int[classes][];
        Parallel.For(0, (classes + BlockRows - 1) / BlockRows, () => index.NewBuffers(BlockRows), (block, _, buffers) =>
        {
            int first = block * BlockRows, count = Math.Min(BlockRows, classes - first);
            var found = new List<int>[count];
            for (int i = 0; i < count; i++)
            {
                found[i] = [first + i];
            }

            index.Scan(centroids.Data.AsSpan(first * dim, count * dim), count, buffers, (chosen, tile, cosine, stride) =>
            {
                for (int i = 0; i < chosen.Length; i++)
                {
                    for (int j = 0; j < tile.Length; j++)
                    {
                        if (cosine[(i * stride) + j] > cut && tile[j] != first + chosen[i])
                        {
                            found[chosen[i]].Add(tile[j]);
                        }
                    }
                }
            });
            for (int i = 0; i < count; i++)
            {
                near[first + i] = [.. found[i].Order()];
            }

            return buffers;
        }, _ => { });
        return new NearClasses(near);
    }
}
