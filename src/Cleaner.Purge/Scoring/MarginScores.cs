using Cleaner.Purge.Suggestions;

namespace Cleaner.Purge.Scoring;

/// <summary>
/// How every sample stands to its own identity and to the others, and what follows for its label. All arrays are [N].
/// </summary>
public sealed class MarginScores
{
    private MarginScores(ClassCentroids centroids, NearestOther other, float[] otherNearest)
    {
        Centroids = centroids;
        Other = other.Cosine;
        OtherClass = other.Class;
        OtherNearest = otherNearest;
        Margin = new float[Other.Length];
        Cleared = new bool[Other.Length];
        for (int i = 0; i < Margin.Length; i++)
        {
            Margin[i] = Combine(Own[i], Other[i], OwnNearest[i], OtherNearest[i]);
        }
    }

    /// <summary>One centroid an identity.</summary>
    public ClassCentroids Centroids { get; }

    /// <summary>What every sample was compared with.</summary>
    public required Company Company { get; init; }

    /// <summary>Classes that do not count as other for each other.</summary>
    public required NearClasses Near { get; init; }

    /// <summary>Labels that hold several people; their samples are measured by the group that they belong to.</summary>
    public required StableGroups Groups { get; init; }

    /// <summary>Labels that seem to be one person; their samples are measured by both.</summary>
    public required IReadOnlyList<LabelPair> Pairs { get; init; }

    /// <summary>Cosine to the own centroid, the sample left out.</summary>
    public float[] Own => Centroids.Own;

    /// <summary>Mean cosine to the nearest samples of the own identity.</summary>
    public float[] OwnNearest => Centroids.OwnNearest;

    /// <summary>Cosine to the nearest centroid of another identity.</summary>
    public float[] Other { get; }

    /// <summary>The class of that centroid; −1 none.</summary>
    public int[] OtherClass { get; }

    /// <summary>Mean cosine to the nearest samples of other identities.</summary>
    public float[] OtherNearest { get; }

    /// <summary><see cref="Combine"/> of the above.</summary>
    public float[] Margin { get; }

    /// <summary>
    /// <see cref="Margin"/>, and the training dynamics where they were recorded, each in deviations of right labels from their mode
    /// (<see cref="FusedScore"/>), less what its identity is harder as a whole (<see cref="ClassOffsets"/>); higher: more likely wrong.
    /// </summary>
    public float[] Score { get; private set; } = [];

    /// <summary>Scores that random labels would have.</summary>
    public float[] Null { get; private set; } = [];

    /// <summary>Right and wrong labels as a mixture; null where there are no two identities to tell apart.</summary>
    public NoiseMixture? Mixture { get; private set; }

    /// <summary>Whether mistakes are many, and so hard to tell from right labels that the estimates are too good (<see cref="LargeIdentities.IsHardlyLearned"/>).</summary>
    public bool IsHardlyLearned { get; private set; }

    /// <summary>Whether wrong labels resemble their pictures (<see cref="LargeIdentities.AreMistaken"/>).</summary>
    public bool AreMistaken { get; private set; }

    /// <summary>Pictures that only their bad exposure makes look wrong (<see cref="ExposureDiscount"/>); none where nothing is known of it.</summary>
    public bool[] Cleared { get; private set; }

    /// <summary>Labels that surely belong to another identity, whatever the mixture says (<see cref="SureOthers"/>).</summary>
    public bool[] ShowsAnother { get; private set; } = [];

    /// <summary>The probability that a sample's label is wrong; 0 where its identity has no other image to compare it with.</summary>
    public float Probability(int row) => Mixture is null || !Company.Has(row) ? 0
        : Math.Max(ShowsAnother[row] ? SureOthers.Probability : 0, (float)Mixture.Posterior(Score[row]));

    /// <summary>Share of samples nearer to their own identity's centroid, themselves left out, than to any other's.</summary>
    public double Agreement() => (double)Enumerable.Range(0, Own.Length).Count(row => Company.Has(row) && Own[row] > Other[row]) / Own.Length;

    /// <summary>Makes the mixture expect a share of wrong labels that is known from elsewhere.</summary>
    /// <param name="share">Above 0, at most 1.</param>
    /// <param name="comparable">Whether a row has others of its class: the share is of those.</param>
    /// <returns>The score that this share of them reaches.</returns>
    public double Expect(double share, Func<int, bool> comparable) => Mixture!.Call(share, ScoresOf(comparable));

    /// <summary>The margin of a label: (other − own) to the centroids + (other − own) to the nearest samples.</summary>
    public static float Combine(float own, float other, float ownNearest, float otherNearest) => other - own + otherNearest - ownNearest;

    /// <summary>Scores every sample of a run.</summary>
    /// <param name="evidence">Its embeddings: those of the snapshots are concatenated.</param>
    /// <param name="seed">Of the random labels.</param>
    public static MarginScores Of(Evidence evidence, int seed)
    {
        Vectors vectors = Centred(evidence, evidence.Snapshots);
        IReadOnlyList<LabelPair> bySnapshot = LabelPairs.BySnapshot(evidence);
        MarginScores scores = Judge(evidence, vectors, evidence.Kept, bySnapshot, seed);
        return evidence.Kept is null && SmallIdentities.Trusted(evidence.Groups, scores.Score, row => scores.Probability(row) > 0.5) is { } trusted
            ? Judge(evidence, vectors, trusted, bySnapshot, seed)
            : scores;
    }

    private static MarginScores Judge(Evidence evidence, Vectors vectors, bool[]? reference, IReadOnlyList<LabelPair> bySnapshot, int seed)
    {
        var company = Company.Of(evidence.Groups, reference);
        ClassCentroids centroids = ClassCentroids.Fit(vectors, evidence.Groups, reference);
        using CentroidIndex index = CentroidIndex.Build(centroids, vectors.Rows);
        ClassSpread spread = ClassSpread.Measure(vectors, evidence.Groups, centroids, reference);
        NearClasses near = NearClasses.Find(centroids, index).Mixed(vectors, evidence.Groups, centroids, spread, reference).With(bySnapshot);
        NearestOther other = NearestOther.Scan(vectors, evidence.ClassOfRow, index, near);
        float[] otherNearest = LocalOther.Scan(vectors, evidence.ClassOfRow, evidence.Groups, near, other, reference);
        StableGroups stable = StableGroups.Find(vectors, evidence.Groups, centroids, index, other, spread);
        stable.Adopt(vectors, evidence.Groups, centroids.Own);
        IReadOnlyList<LabelPair> pairs = LabelPairs.Join(bySnapshot, LabelPairs.Find(evidence.Groups, centroids, near, spread));
        SharedPeople.Adopt(pairs, vectors, evidence.Groups, centroids, reference);
        var scores = new MarginScores(centroids, other, otherNearest) { Company = company, Near = near, Groups = stable, Pairs = pairs };
        var fused = new FusedScore(evidence, scores.Margin, row => near[evidence.ClassOfRow[row]].Length > 1);
        NullDraw[] draws = PermutationNull.Draw(vectors, evidence.ClassOfRow, evidence.Groups, scores, near, seed);
        (scores.Score, scores.Null) = (fused.Scores(), fused.Of(draws));
        Func<int, bool> ranked = SmallIdentities.Ranked(evidence.Groups, evidence.ClassOfRow, company);
        RankShare ranks = RankShare.Estimate(vectors, evidence.ClassOfRow, centroids, near, ranked, seed);
        var large = new LargeIdentities(evidence, scores.Score, new ClassNulls(scores.Null, draws), ranks, seed);
        if (!large.AreMistaken)
        {
            float[] offsets = ClassOffsets.Find(scores.Score, evidence.Groups);
            TakeOff(offsets, scores.Score, row => evidence.ClassOfRow[row]);
            TakeOff(offsets, scores.Null, draw => draws[draw].Label);
        }

        if (scores.Null.Length > 0 && Enumerable.Range(0, evidence.Count).Any(company.Has))
        {
            var share = new WrongShare(ranks, EarlyRanks.Of(evidence, vectors, ranked, near, seed), HeldOutRanks.Of(evidence, ranked));
            scores.FitMixture(evidence, fused.Skew, share, large);
        }

        return scores;
    }

    /// <summary>Fits the mixture, and corrects how many it calls where other evidence knows better.</summary>
    private void FitMixture(Evidence evidence, Skew skew, WrongShare wrong, LargeIdentities large)
    {
        float[] comparable = ScoresOf(Company.Has);
        double agreement = Agreement();
        double? learned = evidence.TrainingAccuracy();
        double agreed = Math.Max(agreement, learned ?? 0);
        (IsHardlyLearned, AreMistaken) = (large.IsHardlyLearned, large.AreMistaken);
        (double least, double doubt) = large.AreMistaken ? default : wrong.Least(agreed); // of mistakes ranks say little: not worth the counting
        Mixture = large.AreMistaken
            ? NoiseMixture.FitHeld(comparable, Null, skew)
            : NoiseMixture.Fit(comparable, Null, skew, least, doubt, shown: wrong.Likely);
        double called = Mixture.Called(comparable), precision = Mixture.Precision(comparable);
        double? share = wrong.Instead(called, precision, learned - agreement, least) is { } shown ? Math.Min(shown, large.Most)
            : large.AreMistaken ? large.Mistaken(skew, Margin)
            : called > large.Most ? large.Most
            : wrong.LeastOfFew(called, precision, agreed) is { } few ? Math.Min(few, large.Most)
            : null;
        if (share is { } better)
        {
            Mixture.Call(better, comparable);
        }

        double threshold = Mixture.Threshold();
        ShowsAnother = SureOthers.Find(Own, Other, OtherClass, evidence.ClassOfRow, evidence.Groups, Company.Has, row => Score[row] < threshold);
        if (evidence.BadlyExposed is { } exposed)
        {
            Cleared = ExposureDiscount.Apply(Score, Mixture, exposed, Company.Has);
            ShowsAnother = [.. ShowsAnother.Select((shows, row) => shows && !Cleared[row])];
        }
    }

    /// <summary>L2-normalised rows: those of the snapshots, each less its mean, side by side.</summary>
    internal static Vectors Centred(Evidence evidence, IEnumerable<Vectors> snapshots) =>
        Vectors.Concatenate([.. snapshots.Select(part => part.Centred(evidence.Groups, evidence.ClassOfRow))]);

    private static void TakeOff(float[] offsets, float[] scores, Func<int, int> classOf)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] -= offsets[classOf(i)];
        }
    }

    private float[] ScoresOf(Func<int, bool> comparable) => [.. Score.Where((_, row) => comparable(row))];
}
