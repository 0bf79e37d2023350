namespace Cleaner.Purge.Scoring;

/// <summary>
/// The ranks of the labels by networks that were not trained on their samples (<see cref="Evidence.HeldOutRanks"/>). These have learned no label of
/// them by heart, so that no wrong one is hidden; but they know hard right labels less. Those get rarer from bar to bar and wrong ones do not, so
/// that ranks count as far as they are spread evenly, or may be within a standard error. Of right labels that such networks know nothing of, ranks
/// are even too: so they count only as far as at least half of the right labels are known, or the run's own network contradicts about as many labels
/// as they show.
/// </summary>
/// <param name="Ranks">Their count; nothing is shown where there are none.</param>
/// <param name="Agreement">Share of the labels, 0 to 1, to which nobody else is nearer.</param>
/// <param name="TrainingAccuracy">Share of the labels, 0 to 1, that agree with the centers of the run's own network.</param>
internal readonly record struct HeldOutRanks(RankShare Ranks, double Agreement, double TrainingAccuracy)
{
    /// <summary>Part of the right labels that is known: from the first on ranks count in part, from the second on wholly.</summary>
    private const double HardlyKnown = 0.25, WellKnown = 0.5;

    /// <summary>Wrong labels, for one that is agreed with, from which on the networks may have learned nothing.</summary>
    private const double TooManyWrong = 3;

    /// <summary>From this <see cref="Trust"/> on the count is taken as it is.</summary>
    private const double Sure = 0.9;

    /// <summary>How far the ranks are believed, 0 to 1.</summary>
    public double Trust => KnowNothing ? 0 : Ranks.Even * Math.Max(Known, 1 - ByHeart);

    /// <summary>Whether <see cref="RankShare.Middle"/> is the share of wrong labels, within its error.</summary>
    public bool IsSure => Ranks.IsSure && Trust >= Sure;

    /// <summary>The share that is wrong at least, as far as it is believed, 0 to 1.</summary>
    public double Least => Ranks.Least > 0 ? Trust * Ranks.Middle : 0;

    /// <summary>What these networks have to say beside those that have seen the samples, 0 to 1: as far as wrong labels were learned by heart, and they themselves know the right ones.</summary>
    public double Weight => KnowNothing ? 0 : EarlyRanks.Hidden(ByHeart) * Ranks.Even * Known;

    /// <summary>
    /// The part of the wrong labels, 0 to 1, that the run's own network has learned by heart: as many labels agree with its centers beyond those
    /// that can be right, by what ranks show. 0 where they show none.
    /// </summary>
    public double ByHeart => Ranks.Middle <= 0 ? 0 : Math.Clamp((TrainingAccuracy + Ranks.Middle - 1) / Ranks.Middle, 0, 1);

    private bool KnowNothing => Ranks.Middle > TooManyWrong * Agreement;

    private double Known => Math.Clamp(((Agreement / Math.Max(double.Epsilon, 1 - Ranks.Middle)) - HardlyKnown) / (WellKnown - HardlyKnown), 0, 1);

    /// <summary>Counts them.</summary>
    /// <param name="evidence">The samples.</param>
    /// <param name="comparable">Whether a row has others of its class.</param>
    public static HeldOutRanks Of(Evidence evidence, Func<int, bool> comparable)
    {
        int others = evidence.Classes - 1;
        if (evidence.HeldOutRanks is not { } ranks || evidence.TrainingAccuracy() is not { } accuracy || others < RankShare.LeastOthers)
        {
            return default;
        }

        var counted = new List<(int Nearer, int Others)>();
        var rank = new float[1];
        for (int row = 0; row < evidence.Count; row++)
        {
            ranks.CopyRow(row, rank);
            if (comparable(row) && float.IsFinite(rank[0]))
            {
                counted.Add(((int)Math.Round(rank[0] * others), others));
            }
        }

        if (counted.Count == 0)
        {
            return default;
        }

        // Beyond the last bar lie few.
        var share = RankShare.Of([.. counted], others);
        share = share with { Evenness = share.Evenness + share.EvennessError };
        return new HeldOutRanks(share, (double)counted.Count(label => label.Nearer == 0) / counted.Count, accuracy);
    }
}
