using Cleaner.Purge.Scoring;

namespace Cleaner.Purge.Suggestions;

/// <summary>How tight the majority of every identity is: the h = ⌈0.6·n⌉ samples nearest to its centroid.</summary>
public sealed class ClassSpread
{
    /// <summary>Share of the identities that count as too loose to be taken for one person by tightness alone.</summary>
    private const double LooseShare = 0.1;

    private const int LeastSamples = 5;

    private ClassSpread(int classes)
    {
        Within = new float[classes];
        Correction = new float[classes];
    }

    /// <summary>[C]: mean cosine over the pairs of the majority.</summary>
    public float[] Within { get; }

    /// <summary>[C]: <see cref="Resultant.Correction"/> of the centroid.</summary>
    public float[] Correction { get; }

    /// <summary>The 10 % quantile of <see cref="Within"/> over identities of at least 5 samples: what a group needs to count as one person.</summary>
    public float Tight { get; private set; } = 1;

    /// <summary><see cref="Resultant.Similarity"/> of the majorities of two classes.</summary>
    public float Similarity(ClassCentroids centroids, int c, int d) => Resultant.Similarity(VectorMath.Dot(centroids[c], centroids[d]), Correction[c], Correction[d]);

    /// <summary>How much that exceeds the cosine of their centroids, as a factor of at least 1.</summary>
    public float Excess(int c, int d) => Correction[c] * Correction[d];

    /// <summary>Measures every class.</summary>
    /// <param name="vectors">[N, D], L2-normalised rows.</param>
    /// <param name="groups">The rows of each class.</param>
    /// <param name="centroids">One a class.</param>
    /// <param name="kept">Rows that may be reference; null: all.</param>
    public static ClassSpread Measure(Vectors vectors, Grouping groups, ClassCentroids centroids, bool[]? kept)
    {
        var spread = new ClassSpread(groups.Classes);
        Parallel.For(0, groups.Classes, c =>
        {
            int[] core = CoreOf(vectors, groups[c], centroids[c], kept);
            var sum = new float[vectors.Dim];
            var row = new float[vectors.Dim];
            foreach (int i in core)
            {
                vectors.CopyRow(i, row);
                VectorMath.Add(sum, row);
            }

            spread.Within[c] = Resultant.Within(VectorMath.Dot(sum, sum), core.Length);
            spread.Correction[c] = core.Length == 0 ? 0 : Resultant.Correction(spread.Within[c], core.Length);
        });
        float[] within = [.. Enumerable.Range(0, groups.Classes).Where(c => groups.Size(c) >= LeastSamples).Select(c => spread.Within[c]).Order()];
        spread.Tight = within.Length == 0 ? 1 : within[(int)(LooseShare * within.Length)];
        return spread;
    }

    /// <summary>The majority of a class: of the rows that may be reference the h nearest to the centroid, nearest first; large classes are thinned evenly.</summary>
    public static int[] CoreOf(Vectors vectors, ReadOnlySpan<int> members, ReadOnlySpan<float> centroid, bool[]? kept)
    {
        int[] rows = DenseGroups.Thin(kept is null ? members.ToArray() : Array.FindAll(members.ToArray(), row => kept[row]));
        var away = new float[rows.Length];
        var row = new float[vectors.Dim];
        for (int i = 0; i < rows.Length; i++)
        {
            vectors.CopyRow(rows[i], row);
            away[i] = -VectorMath.Dot(row, centroid);
        }

        Array.Sort(away, rows);
        return rows[..RobustCentroid.CoreSize(rows.Length)];
    }
}
