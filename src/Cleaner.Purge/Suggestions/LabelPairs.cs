using Cleaner.Purge.Scoring;

namespace Cleaner.Purge.Suggestions;

/// <summary>Two labels that seem to be one person.</summary>
/// <param name="A">The class with the smaller index.</param>
/// <param name="B">The other one.</param>
/// <param name="Similarity"><see cref="Resultant.Similarity"/> of their majorities.</param>
/// <param name="Overlap">Share of the majorities' samples that is nearer to the other label than to the own one, itself left out; half is chance.</param>
public sealed record LabelPair(int A, int B, float Similarity, double Overlap);

/// <summary>Finds the pairs of labels that seem to be one person, among the classes that cannot be told apart.</summary>
public sealed class LabelPairs
{
    /// <summary>The <see cref="LabelPair.Similarity"/> that is enough in any set.</summary>
    public const float LeastSimilarity = 0.96f;

    /// <summary>Where labels that can be told apart are far less similar, less is enough: this share of the way from the most similar of them to 1.</summary>
    public const float LeastOfTheWay = 0.75f;

    /// <summary>Most by which the similarity may exceed the cosine of the two centroids: beyond it the labels are too small or too mixed to say.</summary>
    public const float MostCorrection = 1.25f;

    /// <summary>The same where less than <see cref="LeastSimilarity"/> is enough; no more than <see cref="MostCorrection"/> of it is used.</summary>
    public const float MostOfAClearCase = 1.5f;

    /// <summary>Least <see cref="LabelPair.Overlap"/>.</summary>
    public const double LeastOverlap = 0.2;

    /// <summary>
    /// What the overlap must come up to within <see cref="Deviations"/> standard errors: one person's is half, or somewhat less where a network has
    /// learned the labels by heart. A third of thousands of images is two classes that are often mistaken for each other.
    /// </summary>
    public const double LikelyOverlap = 0.4;

    /// <summary>Standard errors of an overlap that count as chance.</summary>
    public const double Deviations = 3;

    /// <summary>Most labels that one label may be paired with: one that looks like many others is one that the model cannot tell apart.</summary>
    public const int MostPartners = 2;

    private readonly Grouping _groups;
    private readonly ClassCentroids _centroids;
    private readonly ClassSpread _spread;
    private readonly float _least;

    private LabelPairs(Grouping groups, ClassCentroids centroids, NearClasses near, ClassSpread spread)
    {
        (_groups, _centroids, _spread) = (groups, centroids, spread);
        float apart = near.ToldApart.Where(pair => IsSure(pair.A, pair.B)).Select(pair => spread.Similarity(centroids, pair.A, pair.B)).Append(NearClasses.Cut).Max();
        _least = Math.Min(LeastSimilarity, apart + (LeastOfTheWay * (1 - apart)));
    }

    /// <summary>
    /// The pairs by each snapshot of a training alone, or each of several: two labels of one person that one network has come to tell apart by
    /// heart, a half-trained one has not. None where there is only one, whose pairs <see cref="Find"/> gives.
    /// </summary>
    public static IReadOnlyList<LabelPair> BySnapshot(Evidence evidence) => evidence.Snapshots.Count < 2 ? [] : Join(evidence.Snapshots.Select(snapshot =>
    {
        Vectors vectors = MarginScores.Centred(evidence, [snapshot]);
        ClassCentroids centroids = ClassCentroids.Fit(vectors, evidence.Groups, evidence.Kept);
        using CentroidIndex index = CentroidIndex.Build(centroids, vectors.Rows);
        ClassSpread spread = ClassSpread.Measure(vectors, evidence.Groups, centroids, evidence.Kept);
        return Find(evidence.Groups, centroids, NearClasses.Find(centroids, index).Mixed(vectors, evidence.Groups, centroids, spread, evidence.Kept), spread);
    }));

    /// <summary>Looks among the classes whose majorities overlap.</summary>
    /// <param name="groups">The rows of each class.</param>
    /// <param name="centroids">One a class.</param>
    /// <param name="near">Classes near to each other (<see cref="NearClasses.Mixed"/>).</param>
    /// <param name="spread">How tight the classes are.</param>
    public static IReadOnlyList<LabelPair> Find(Grouping groups, ClassCentroids centroids, NearClasses near, ClassSpread spread)
    {
        var pairs = new LabelPairs(groups, centroids, near, spread);
        LabelPair[] mixed = [.. near.Overlaps.Where(pair => pair.Overlap >= LeastOverlap).Select(pair => new LabelPair(pair.A, pair.B, spread.Similarity(centroids, pair.A, pair.B), pair.Overlap))];
        return [.. Partnered(mixed).Where(pairs.IsCandidate)];
    }

    /// <summary>Each pair once, where it is most similar, by class; without labels that this gives too many partners.</summary>
    public static IReadOnlyList<LabelPair> Join(params IEnumerable<IReadOnlyList<LabelPair>> found) => [.. Partnered([.. found
        .SelectMany(pairs => pairs)
        .GroupBy(pair => (pair.A, pair.B), (_, same) => same.MaxBy(pair => pair.Similarity)!)
        .OrderBy(pair => pair.A).ThenBy(pair => pair.B)])];

    private static IEnumerable<LabelPair> Partnered(LabelPair[] pairs)
    {
        Dictionary<int, int> partners = pairs.SelectMany(pair => new[] { pair.A, pair.B }).CountBy(c => c).ToDictionary();
        return pairs.Where(pair => Math.Max(partners[pair.A], partners[pair.B]) <= MostPartners);
    }

    private bool IsCandidate(LabelPair pair)
    {
        int images = Majority(pair.A) + Majority(pair.B);
        if (pair.Overlap + (Deviations * Math.Sqrt(0.25 / images)) < LikelyOverlap)
        {
            return false;
        }

        return IsSure(pair.A, pair.B)
            ? pair.Similarity >= _least
            : _least < LeastSimilarity && _spread.Excess(pair.A, pair.B) <= MostOfAClearCase && VectorMath.Dot(_centroids[pair.A], _centroids[pair.B]) * MostCorrection >= _least;
    }

    private int Majority(int c) => RobustCentroid.CoreSize(Math.Min(_groups.Size(c), DenseGroups.MaxRows));

    private bool IsSure(int c, int d) => _spread.Excess(c, d) <= MostCorrection;
}
