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
    /// <summary>Least <see cref="LabelPair.Similarity"/>.</summary>
    public const float LeastSimilarity = 0.96f;

    /// <summary>Most by which the similarity may exceed the cosine of the two centroids: beyond it the labels are too small or too mixed to say.</summary>
    public const float MostCorrection = 1.25f;

    /// <summary>Least <see cref="LabelPair.Overlap"/>.</summary>
    public const double LeastOverlap = 0.2;

    /// <summary>Most labels that one label may be paired with: one that looks like many others is one that the model cannot tell apart.</summary>
    public const int MostPartners = 2;

    private readonly Vectors _vectors;
    private readonly Grouping _groups;
    private readonly ClassCentroids _centroids;
    private readonly float[] _correction;
    private readonly bool[]? _kept;

    private LabelPairs(Vectors vectors, Grouping groups, ClassCentroids centroids, ClassSpread spread, bool[]? kept) =>
        (_vectors, _groups, _centroids, _correction, _kept) = (vectors, groups, centroids, spread.Correction, kept);

    /// <summary>The pairs, by class.</summary>
    public IReadOnlyList<LabelPair> Pairs { get; private set; } = [];

    /// <summary>Looks among the classes whose majorities overlap.</summary>
    /// <param name="vectors">[N, D], L2-normalised rows.</param>
    /// <param name="groups">The rows of each class.</param>
    /// <param name="centroids">One a class.</param>
    /// <param name="near">Classes near to each other (<see cref="NearClasses.Mixed"/>).</param>
    /// <param name="spread">How tight the classes are.</param>
    /// <param name="kept">Rows that may be reference; null: all.</param>
    public static LabelPairs Find(Vectors vectors, Grouping groups, ClassCentroids centroids, NearClasses near, ClassSpread spread, bool[]? kept)
    {
        var pairs = new LabelPairs(vectors, groups, centroids, spread, kept);
        LabelPair[] mixed = [.. near.Overlaps.Where(pair => pair.Overlap >= LeastOverlap).Select(pair => new LabelPair(pair.A, pair.B, pairs.Similarity(pair.A, pair.B), pair.Overlap))];
        Dictionary<int, int> partners = mixed.SelectMany(pair => new[] { pair.A, pair.B }).CountBy(c => c).ToDictionary();
        pairs.Pairs = [.. mixed.Where(pair => pairs.IsCandidate(pair.A, pair.B) && Math.Max(partners[pair.A], partners[pair.B]) <= MostPartners)];
        return pairs;
    }

    /// <summary>
    /// Lets the samples of a pair's labels lean on both labels: cosine to the own centroid and to the nearest own samples become those to the
    /// other label's where these are larger.
    /// </summary>
    public void Adopt()
    {
        foreach (LabelPair pair in Pairs)
        {
            float[] a = Core(pair.A), b = Core(pair.B);
            Lean(pair.A, pair.B, b);
            Lean(pair.B, pair.A, a);
        }
    }

    private bool IsCandidate(int c, int d) => _correction[c] * _correction[d] <= MostCorrection && Similarity(c, d) >= LeastSimilarity;

    private float Similarity(int c, int d) => Resultant.Similarity(VectorMath.Dot(_centroids[c], _centroids[d]), _correction[c], _correction[d]);

    private float[] Core(int c)
    {
        int[] core = ClassSpread.CoreOf(_vectors, _groups[c], _centroids[c], _kept);
        var x = new float[core.Length * _vectors.Dim];
        _vectors.CopyRows(core, x);
        return x;
    }

    private void Lean(int own, int partner, float[] partnersCore)
    {
        var row = new float[_vectors.Dim];
        foreach (int i in _groups[own])
        {
            _vectors.CopyRow(i, row);
            _centroids.Own[i] = Math.Max(_centroids.Own[i], VectorMath.Dot(row, _centroids[partner]));
            _centroids.OwnNearest[i] = Math.Max(_centroids.OwnNearest[i], LocalSimilarity.Mean(row, partnersCore));
        }
    }
}
