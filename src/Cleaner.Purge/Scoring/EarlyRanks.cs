namespace Cleaner.Purge.Scoring;

/// <summary>
/// What the ranks of the labels show to the network of the first snapshot, half-trained, which has learned few wrong ones by heart yet. The
/// finished network hides them: it finds them nearest to the label that they were given. So where more labels agree with the finished network
/// than can be right if the half-trained one shows the truth, the difference was learned by heart, and the half-trained one is believed.
/// Where no more agree, it may as well have been too young to know the hard right labels, and proves nothing.
/// </summary>
/// <param name="ranks">Of the first snapshot's embeddings alone; counted when they are first asked for.</param>
internal sealed class EarlyRanks(Lazy<RankShare> ranks)
{
    /// <summary>Where wrong labels are spread evenly and this many times as many as are shown are called wrong, hard right labels were taken for wrong ones.</summary>
    private const double TooMany = 1.4;

    /// <summary>The same for ranks that are sure, of a finished network that has learned little by heart.</summary>
    private const double TooManyForSure = 1.15;

    /// <summary>Less than this share of the samples, learned by heart, does not hide wrong labels from the finished network.</summary>
    private const double Few = 0.1;

    /// <summary>Share of the samples that, learned by heart, makes the estimate itself believed, and no longer its lower bound.</summary>
    private const double Evident = 0.1;

    /// <summary>Looks at the first of several snapshots; where only the finished network was kept, it proves nothing.</summary>
    /// <param name="evidence">The samples and the snapshots.</param>
    /// <param name="comparable">Whether a row has others of its class to compare it with.</param>
    /// <param name="near">Classes that do not count as other.</param>
    /// <param name="seed">Of the identities that are looked at where there are very many.</param>
    public static EarlyRanks Of(Evidence evidence, Func<int, bool> comparable, NearClasses near, int seed) =>
        new(new Lazy<RankShare>(() => evidence.Snapshots.Count < 2 ? default : Count(evidence, comparable, near, seed)));

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

    /// <summary>At least this share is wrong, 0 to 1, given how many labels agree with the finished network, and what its own ranks prove.</summary>
    /// <param name="late">Ranks of all snapshots: where they prove nothing, the half-trained network does not either.</param>
    /// <param name="agreement">Share of the samples that the finished network finds nearer to their own identity, or its own centers of it, than to any other, 0 to 1.</param>
    /// <param name="byHeart">What the finished network has learned by heart.</param>
    public double Least(RankShare late, double agreement, ByHeart byHeart)
    {
        double least = late.Believed;
        if (late.Least == 0 || !ranks.Value.IsSure)
        {
            return least;
        }

        RankShare early = ranks.Value;
        double believed = Math.Clamp((agreement + early.Shown - 1) / Evident, 0, 1);
        return believed == 0 ? least
            : Math.Max(least, early.Least + (believed * (early.Middle - early.Least)) + byHeart.Hidden(early.Middle));
    }

    /// <summary>
    /// The share that is wrong, where many more are called wrong than ranks show; null where that is not so. The finished network's ranks are
    /// enough where it has learned little by heart: the half-trained one does not know the hard right labels yet. Sure ones are, but to two heaps
    /// that lie apart: ranks miss strangers, whom nothing but their wrong label draws near.
    /// </summary>
    /// <param name="called">Share that is called wrong, 0 to 1.</param>
    /// <param name="precision">Share of it that is expected to be wrong, 0 to 1.</param>
    /// <param name="late">Ranks of all snapshots.</param>
    /// <param name="byHeart">Share of the samples that agree with the network's own centers, but not with those of the others of their identity; null: not known.</param>
    public double? Instead(double called, double precision, RankShare late, double? byHeart)
    {
        if (byHeart < Few && late.ShowsEven)
        {
            return called > (late.IsSure && precision < NoiseMixture.Apart ? TooManyForSure : TooMany) * late.Shown ? late.Shown : null;
        }

        return called > TooMany * late.Shown && ranks.Value.ShowsEven && called > TooMany * ranks.Value.Shown ? ranks.Value.Shown : null;
    }
}
