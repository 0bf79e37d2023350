namespace Cleaner.Purge.Scoring;

/// <summary>
/// What is known of the share of wrong labels besides their scores, from the ranks of the labels by three kinds of networks: the finished one, which
/// hides what it has learned by heart; the half-trained one (<see cref="EarlyRanks"/>), which hides less of it; and those that have not seen the
/// samples (<see cref="HeldOutRanks"/>), which hide nothing.
/// </summary>
/// <param name="late">Of the finished network: of all snapshots.</param>
/// <param name="early">Of the first snapshot.</param>
/// <param name="heldOut">Nothing where there are none.</param>
internal sealed class WrongShare(RankShare late, EarlyRanks early, HeldOutRanks heldOut)
{
    /// <summary>At least this share is wrong, 0 to 1, and by how much that may be off.</summary>
    /// <param name="agreement">Share of the samples that the finished network finds nearer to their own identity, or its own centers of it, than to any other, 0 to 1.</param>
    public (double Share, double Doubt) Least(double agreement)
    {
        var least = early.Least(late, agreement);
        return heldOut.Least > least.Share ? (heldOut.Least, heldOut.Ranks.Error) : least;
    }

    /// <inheritdoc cref="EarlyRanks.LeastOfFew"/>
    public double? LeastOfFew(double called, double precision, double agreement) => early.LeastOfFew(called, precision, late, agreement);

    /// <summary>What settles between mixtures that are as likely (<see cref="RankShare.Likely"/>).</summary>
    public double Likely => heldOut.IsSure ? heldOut.Ranks.Middle : late.Likely;

    /// <summary>The share that is wrong, 0 to 1, where more are called wrong than ranks show; null where that is not so. Two heaps that lie apart may know better than ranks.</summary>
    /// <param name="called">Share that is called wrong, 0 to 1.</param>
    /// <param name="precision">Share of it that is expected to be wrong, 0 to 1.</param>
    /// <param name="byHeart">Share of the samples that agree with the network's own centers, but not with those of the others of their identity; null: not known.</param>
    /// <param name="least">The share of <see cref="Least"/>.</param>
    public double? Instead(double called, double precision, double? byHeart, double least)
    {
        if (!heldOut.IsSure)
        {
            return early.Instead(called, precision, late, byHeart, least);
        }

        RankShare ranks = heldOut.Ranks;
        double most = Math.Max(precision < NoiseMixture.Apart ? ranks.Middle + ranks.StandardError : EarlyRanks.TooManyForSure * ranks.Shown, least);
        return called > most ? most : null;
    }
}
