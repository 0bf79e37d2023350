using Cleaner.Purge.Scoring;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class WrongShareTests
{
    private static readonly RankShare Late = new(0.1, 0.15, 0.2, Evenness: 0.3, 40), Early = new(0.3, 0.36, 0.4, Evenness: 0.9, 40);

    private const double Unsure = 0.9; // of what is called wrong

    [Theory]
    [InlineData(0.9, 0.36)] // evenly: the middle
    [InlineData(0.6, 0.18)] // half as evenly
    [InlineData(0.5, 0.1)] // as hard right labels are: what the others show
    public void Networks_that_have_not_seen_the_samples_are_believed_as_far_as_their_ranks_are_even(double evenness, double least)
    {
        var wrong = Share(new HeldOutRanks(Early with { Evenness = evenness }, Agreement: 0.6, TrainingAccuracy: 1));
        Assert.Equal(least, wrong.Least(0.9).Share, 9);
    }

    [Fact]
    public void Where_they_are_sure_no_more_are_called_and_they_settle_between_mixtures()
    {
        var wrong = Share(new HeldOutRanks(Early, Agreement: 0.6, TrainingAccuracy: 1));
        double most = Early.Middle + Early.StandardError;
        Assert.Equal(0.04, 1.64 * Early.StandardError, 9);
        Assert.Null(wrong.Instead(most, Unsure, byHeart: 0.3, least: 0));
        Assert.Equal(most, wrong.Instead(most + 0.01, Unsure, byHeart: 0.3, least: 0));
        Assert.Equal(0.44, wrong.Instead(0.45, Unsure, byHeart: 0.3, least: 0.44));
        // Two heaps that lie apart may know better.
        Assert.Null(wrong.Instead(0.45, 0.96, byHeart: 0.3, least: 0));
        Assert.Equal(0.46, wrong.Instead(0.47, 0.96, byHeart: 0.3, least: 0)!.Value, 9);
        Assert.Equal(0.36, wrong.Likely);
        Assert.Equal(Late.Likely, Share(default).Likely);
    }

    [Fact]
    public void Without_networks_that_have_not_seen_the_samples_the_half_trained_one_is_asked()
    {
        EarlyRanks early = Of(Early);
        WrongShare wrong = new(Late, early, default);
        Assert.Equal(early.Least(Late, 0.9), wrong.Least(0.9));
        Assert.Equal(0.36, wrong.Least(0.9).Share, 9);
        Assert.Equal(early.Instead(0.6, Unsure, Late, byHeart: 0.3, least: 0), wrong.Instead(0.6, Unsure, byHeart: 0.3, least: 0));
        Assert.NotNull(wrong.Instead(0.6, Unsure, byHeart: 0.3, least: 0));
    }

    private static WrongShare Share(HeldOutRanks heldOut) => new(Late, Of(default), heldOut);

    private static EarlyRanks Of(RankShare early) => new(new Lazy<RankShare>(early), new Lazy<double>(), 10);
}
