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

    /// <summary>
    /// A majority of two images that are less alike than this share of <see cref="ClassSpread.Tight"/> is nobody: one may be wrong, and its own
    /// identity would then count as near.
    /// </summary>
    public const float LooseShare = 0.5f;

    private const int BlockRows = 192;

    private readonly int[][] _near;

    private NearClasses(int[][] near) => _near = near;

    /// <summary>The pairs that <see cref="Mixed"/> left, by class, with their overlap; empty before.</summary>
    public IReadOnlyList<(int A, int B, double Overlap)> Overlaps { get; private init; } = [];

    /// <summary>Of the pairs that <see cref="Mixed"/> took out, because their majorities can be told apart, the nearest one of each class; empty before.</summary>
    public IReadOnlyList<(int A, int B)> ToldApart { get; private init; } = [];

    /// <summary>The class itself and those near to it, ascending.</summary>
    public ReadOnlySpan<int> this[int c] => _near[c];

    /// <summary>Whether a class does not count as other.</summary>
    public bool Contains(int c, int other) => c == other || Array.BinarySearch(_near[c], other) >= 0;

    /// <summary>
    /// Only the pairs whose majorities cannot be told apart: at least <see cref="LeastOverlap"/> of their samples are nearer to
    /// the other class. Classes that merely look alike (cats and dogs) are what labels are mixed up between, and stay others.
    /// </summary>
    /// <param name="vectors">[N, D], L2-normalised rows.</param>
    /// <param name="groups">The rows of each class.</param>
    /// <param name="centroids">One a class.</param>
    /// <param name="spread">How tight the classes are.</param>
    /// <param name="kept">Rows that may be reference; null: all.</param>
    public NearClasses Mixed(Vectors vectors, Grouping groups, ClassCentroids centroids, ClassSpread spread, bool[]? kept)
    {
        bool IsSomebody(int c) => RobustCentroid.CoreSize(groups.Size(c)) > 2 || spread.Within[c] >= LooseShare * spread.Tight;
        var majority = Enumerable.Range(0, _near.Length)
            .Select(c => new Lazy<SampleGroup>(() => new SampleGroup(vectors, ClassSpread.CoreOf(vectors, groups[c], centroids[c], kept)))).ToArray();
        (int A, int B, double Overlap)[] looked = [.. Enumerable.Range(0, _near.Length)
            .AsParallel().AsOrdered()
            .SelectMany(c =>
            {
                var pairs = _near[c].Where(d => d > c && IsSomebody(c) && IsSomebody(d))
                    .Select(d => (A: c, B: d, Overlap: SampleGroup.Overlap(vectors, majority[c].Value, majority[d].Value)))
                    .ToLookup(IsMixed);
                return pairs[true].Concat(pairs[false].OrderByDescending(pair => VectorMath.Dot(centroids[c], centroids[pair.B])).Take(1));
            })];
        (int A, int B, double Overlap)[] mixed = Array.FindAll(looked, IsMixed);
        return new NearClasses(Partners(_near.Length, mixed.Select(pair => (pair.A, pair.B))))
        {
            Overlaps = mixed,
            ToldApart = [.. looked.Where(pair => !IsMixed(pair)).Select(pair => (pair.A, pair.B))],
        };

        static bool IsMixed((int A, int B, double Overlap) pair) => pair.Overlap >= LeastOverlap;
    }

    /// <summary>With some pairs more that do not count as other for each other.</summary>
    public NearClasses With(IEnumerable<LabelPair> pairs) =>
        new(Partners(_near.Length, _near.SelectMany((others, c) => others.Where(d => d > c).Select(d => (c, d))).Union(pairs.Select(pair => (pair.A, pair.B)))))
        {
            Overlaps = Overlaps,
            ToldApart = ToldApart,
        };

    private static int[][] Partners(int classes, IEnumerable<(int A, int B)> pairs)
    {
        ILookup<int, int> partners = pairs.SelectMany(pair => new[] { (pair.A, pair.B), (pair.B, pair.A) }).ToLookup(pair => pair.Item1, pair => pair.Item2);
        return [.. Enumerable.Range(0, classes).Select(c => partners[c].Append(c).Order().ToArray())];
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
