using Cleaner.Purge.Scoring;

namespace Cleaner.Purge.Suggestions;

/// <summary>Samples of one label that look alike.</summary>
public sealed class SampleGroup
{
    /// <summary>Collects a group around its mean.</summary>
    /// <param name="vectors">[N, D], L2-normalised rows.</param>
    /// <param name="rows">The members.</param>
    public SampleGroup(Vectors vectors, int[] rows)
    {
        Sum = new float[vectors.Dim];
        var row = new float[vectors.Dim];
        foreach (int i in rows)
        {
            vectors.CopyRow(i, row);
            VectorMath.Add(Sum, row);
        }

        Within = Resultant.Within(VectorMath.Dot(Sum, Sum), rows.Length);
        Correction = Resultant.Correction(Within, rows.Length);
        Mean = [.. Sum];
        VectorMath.Normalize(Mean);
        float[] away = Array.ConvertAll(rows, i =>
        {
            vectors.CopyRow(i, row);
            return -VectorMath.Dot(row, Mean);
        });
        Rows = [.. rows];
        Array.Sort(away, Rows);
    }

    /// <summary>The members, the most typical first.</summary>
    public int[] Rows { get; }

    /// <summary>[D]: the normalised mean.</summary>
    public float[] Mean { get; }

    /// <summary>Mean cosine over the pairs.</summary>
    public float Within { get; }

    /// <summary><see cref="Resultant.Correction"/> of the mean.</summary>
    public float Correction { get; }

    /// <summary>Largest <see cref="Resultant.Similarity"/> to another identity; −1 before it is known.</summary>
    public float OtherSimilarity { get; internal set; } = -1;

    /// <summary>The class of that identity; −1 none.</summary>
    public int OtherClass { get; internal set; } = -1;

    /// <summary><see cref="Bridge.Strength"/> of what joins it to the main group of its label.</summary>
    public float BridgeToMain { get; internal set; }

    private float[] Sum { get; }

    /// <summary>The majority of the group, which compares with those of <see cref="ClassSpread"/>; all of a group too small to choose from.</summary>
    public SampleGroup Core(Vectors vectors) =>
        Rows.Length < 2 * StableGroups.LeastSamples ? this : new SampleGroup(vectors, Rows[..RobustCentroid.CoreSize(Rows.Length)]);

    /// <summary><see cref="Resultant.Similarity"/> to another group.</summary>
    public float SimilarityTo(SampleGroup other) => Resultant.Similarity(VectorMath.Dot(Mean, other.Mean), Correction, other.Correction);

    /// <summary>Share of the members of two groups that is nearer to the mean of the other one than to that of their own, themselves left out.</summary>
    public static double Overlap(Vectors vectors, SampleGroup a, SampleGroup b) =>
        (double)(a.Crossing(vectors, b) + b.Crossing(vectors, a)) / (a.Rows.Length + b.Rows.Length);

    /// <summary>Cosine of a member to the mean of the other members.</summary>
    public float LeaveOneOut(ReadOnlySpan<float> member)
    {
        float[] rest = [.. Sum];
        VectorMath.Add(rest, member, -1);
        VectorMath.Normalize(rest);
        return VectorMath.Dot(member, rest);
    }

    private int Crossing(Vectors vectors, SampleGroup other)
    {
        var row = new float[vectors.Dim];
        return Rows.Count(i =>
        {
            vectors.CopyRow(i, row);
            return VectorMath.Dot(row, other.Mean) > LeaveOneOut(row);
        });
    }
}
