namespace Cleaner.Purge.Scoring;

/// <summary>
/// What the ranks of the labels show to the network of the first snapshot, half-trained, which has learned few wrong ones by heart yet. The
/// finished network hides them: it finds them nearest to the label that they were given. So where more labels agree with the finished network
/// than can be right if the half-trained one shows the truth, the difference was learned by heart, and the half-trained one is believed.
/// Where no more agree, it may as well have been too young to know the hard right labels, and proves nothing.
/// <para>Where much was learned by heart, the half-trained network had learned part of that already. Then about as many labels are contradicted
/// by the other images of their identity as are wrong: some wrong ones are not, some right ones are, in about equal parts (of letters and
/// persons, .89 to 1.06 of the wrong ones at shares of .2 to .6). Not where an identity has hardly any right images left to contradict by.</para>
/// </summary>
/// <param name="ranks">Of the first snapshot's embeddings alone; counted when they are first asked for.</param>
/// <param name="contradicted"><see cref="Disagreement"/> of all snapshots; the same.</param>
/// <param name="imagesPerIdentity">Their mean.</param>
internal sealed class EarlyRanks(Lazy<RankShare> ranks, Lazy<double> contradicted, double imagesPerIdentity)
{
    /// <summary>Where wrong labels are spread evenly and this many times as many as are shown are called wrong, hard right labels were taken for wrong ones.</summary>
    private const double TooMany = 1.4;

    /// <summary>The same for ranks that are sure, of a finished network that has learned little by heart.</summary>
    internal const double TooManyForSure = 1.15;

    /// <summary>Less than this share of the samples, learned by heart, does not hide wrong labels from the finished network.</summary>
    private const double Few = 0.1;

    /// <summary>
    /// Part of the labels shown as wrong that, learned by heart at least, makes the estimate itself believed, and no longer its lower bound;
    /// beyond it what is contradicted is believed as well, wholly from <see cref="Mostly"/> on.
    /// </summary>
    private const double Evident = 0.4, Mostly = 0.6;

    /// <summary>Part of the contradicted labels that counts as wrong.</summary>
    private const double Careful = 0.95;

    /// <summary>Ranks show at least this part of the wrong labels: else something else is contradicted.</summary>
    private const double LeastSeen = 2.0 / 3;

    /// <summary>Images of an identity that are not contradicted: with half as many the mean is no better than chance, with so many it tells.</summary>
    private const double EnoughRight = 5;

    /// <summary>Looks at the first of several snapshots; where only the finished network was kept, it proves nothing.</summary>
    /// <param name="evidence">The samples and the snapshots.</param>
    /// <param name="all">All snapshots, side by side.</param>
    /// <param name="comparable">Whether a row has others of its class to compare it with.</param>
    /// <param name="near">Classes that do not count as other.</param>
    /// <param name="seed">Of the identities that are looked at where there are very many.</param>
    public static EarlyRanks Of(Evidence evidence, Vectors all, Func<int, bool> comparable, NearClasses near, int seed) => new(
        new Lazy<RankShare>(() => evidence.Snapshots.Count < 2 ? default : Count(evidence, comparable, near, seed)),
        new Lazy<double>(() => Disagreement.Of(all, evidence.Groups, near, comparable, seed)),
        (double)evidence.Count / evidence.Classes);

    private static RankShare Count(Evidence evidence, Func<int, bool> comparable, NearClasses near, int seed)
    {
        var wanted = new bool[evidence.Classes];
        foreach (int c in RankShare.SomeClasses(Enumerable.Range(0, evidence.Classes), new Random(seed)))
        {
            wanted[c] = true;
        }

        Vectors early = MarginScores.Centred(evidence, [evidence.Snapshots[0]]);
        // By all samples, also where the finished network has found some wrong: what it has chosen would show more than this one knows.
        ClassCentroids centroids = ClassCentroids.Fit(early, evidence.Groups, evidence.Kept, wanted);
        return RankShare.Estimate(early, evidence.ClassOfRow, centroids, near, row => wanted[evidence.ClassOfRow[row]] && comparable(row), seed);
    }

    /// <summary>At least this share is wrong, 0 to 1, and by how much that may be off, given how many labels agree with the finished network, and what its own ranks prove.</summary>
    /// <param name="late">Ranks of all snapshots: where they prove nothing, the half-trained network does not either.</param>
    /// <param name="agreement">Share of the samples that the finished network finds nearer to their own identity, or its own centers of it, than to any other, 0 to 1.</param>
    public (double Share, double Doubt) Least(RankShare late, double agreement) => Least(late, agreement, proved: late.Least > 0);

    /// <summary>The same where few wrong labels are found that the ranks of all snapshots do not prove; null where that is not so, or it is no more.</summary>
    /// <param name="called">Share that is called wrong, 0 to 1.</param>
    /// <param name="precision">Share of it that is expected to be wrong, 0 to 1.</param>
    /// <param name="late">Ranks of all snapshots.</param>
    /// <param name="agreement">As above.</param>
    public double? LeastOfFew(double called, double precision, RankShare late, double agreement)
    {
        if (late.Least > 0 || called * precision < RankShare.Doubt)
        {
            return null;
        }

        double least = Least(late, agreement, proved: true).Share;
        return least > called ? least : null;
    }

    private (double Share, double Doubt) Least(RankShare late, double agreement, bool proved)
    {
        RankShare early = proved ? ranks.Value : default;
        double byHeart = early.Least == 0 ? 0 : (agreement + early.Shown - 1) / early.Shown;
        if (byHeart <= 0)
        {
            return (late.Believed, late.Error);
        }

        double shown = (early.Even * early.Least) + (Math.Min(byHeart / Evident, 1) * (early.Believed - early.Least));
        double trust = Hidden(byHeart) * early.Even;
        if (trust > 0)
        {
            trust *= RightLeft;
            shown += trust * Math.Max(0, Math.Min(Careful * contradicted.Value, early.Middle / LeastSeen) - shown);
        }

        return (Math.Max(late.Believed, shown), late.Error * (1 - trust));
    }

    /// <summary>How far the finished network hides wrong labels, 0 to 1, of which it has learned this part by heart: a few, all networks learn.</summary>
    internal static double Hidden(double byHeart) => Math.Clamp((byHeart - Evident) / (Mostly - Evident), 0, 1);

    /// <summary>0 where identities have hardly any right images left to contradict by, 1 where they have enough.</summary>
    private double RightLeft => Math.Clamp((imagesPerIdentity * (1 - contradicted.Value) / (EnoughRight / 2)) - 1, 0, 1);

    /// <summary>
    /// The share that is wrong, where many more are called wrong than ranks show; null where that is not so. The finished network's ranks are
    /// enough where it has learned little by heart: the half-trained one does not know the hard right labels yet. Sure ones are, but to two heaps
    /// that lie apart: ranks miss strangers, whom nothing but their wrong label draws near.
    /// </summary>
    /// <param name="called">Share that is called wrong, 0 to 1.</param>
    /// <param name="precision">Share of it that is expected to be wrong, 0 to 1.</param>
    /// <param name="late">Ranks of all snapshots.</param>
    /// <param name="byHeart">Share of the samples that agree with the network's own centers, but not with those of the others of their identity; null: not known.</param>
    /// <param name="least">The share of <see cref="Least"/>.</param>
    public double? Instead(double called, double precision, RankShare late, double? byHeart, double least)
    {
        if (byHeart < Few && late.ShowsEven)
        {
            double share = Math.Max(late.Shown, least);
            return called > (late.IsSure && precision < NoiseMixture.Apart ? TooManyForSure : TooMany) * share ? share : null;
        }

        return called > TooMany * late.Shown && ranks.Value.ShowsEven && called > TooMany * ranks.Value.Shown ? ranks.Value.Shown : null;
    }
}
