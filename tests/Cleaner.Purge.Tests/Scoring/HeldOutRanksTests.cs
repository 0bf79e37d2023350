using Cleaner.Purge.Scoring;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class HeldOutRanksTests
{
    private static readonly Clusters Set = Clusters.Make(9, classes: 21, perClass: 20);

    [Fact]
    public void A_wrong_label_has_any_rank_and_the_share_of_them_is_seen()
    {
        // Every fifth label is wrong, and as likely to be the farthest as the nearest.
        RankShare share = Of(i => i % 5 == 0 ? (i / 5 % 20) / 20f : 0);
        Assert.Equal(0.2, share.Middle, 0.03);
        Assert.True(share.IsSure);
    }

    [Fact]
    public void Hard_right_labels_get_rarer_and_do_not_count_as_even()
    {
        // Twelve of forty are beyond the first bar, four beyond the second, one beyond the third.
        RankShare share = Of(i => (i % 40) switch { < 28 => 0, < 36 => 0.3f, < 39 => 0.6f, _ => 0.9f });
        Assert.Equal(0.2, share.Middle, 0.02);
        Assert.Equal(0, share.Even, 9);
    }

    [Fact]
    public void Ranks_are_as_even_as_they_may_be_within_a_standard_error()
    {
        // Fifteen of fifty are beyond the first bar, seven beyond the second, three beyond the third: .6 as many as there should be.
        RankShare share = Of(i => (i % 50) switch { < 35 => 0, < 43 => 0.4f, < 47 => 0.7f, _ => 0.9f });
        Assert.Equal(0.6, share.Evenness - share.EvennessError, 0.02);
        Assert.Equal(1, share.Even, 9);
        Assert.True(share.IsSure);
    }

    [Fact]
    public void What_is_not_known_is_not_counted_and_without_any_nothing_is_shown()
    {
        Assert.Equal(0.2, Of(i => i % 2 == 0 ? float.NaN : i / 2 % 5 == 0 ? (i / 10 % 20) / 20f : 0).Middle, 0.03);
        Assert.Equal(default, HeldOutRanks.Of(Set.Evidence(), _ => true));
        Assert.Equal(0, Of(_ => float.NaN).Least);
    }

    [Theory]
    [InlineData(0.8, 0)] // as many labels agree with the centers as can be right
    [InlineData(0.9, 0.5)] // half of the wrong ones agree as well
    [InlineData(1, 1)]
    public void What_agrees_beyond_what_can_be_right_was_learned_by_heart(double accuracy, double byHeart) =>
        Assert.Equal(byHeart, new HeldOutRanks(Shown, Agreement: 0.7, accuracy).ByHeart, 9);

    [Theory]
    [InlineData(0.7, 1, 1)] // seven of eight right labels are known
    [InlineData(0.4, 1, 1)] // half of them
    [InlineData(0.3, 1, 0.5)]
    [InlineData(0.2, 1, 0)] // a quarter: the others may have any rank
    [InlineData(0.2, 0.8, 1)] // but the run's own network contradicts as many
    [InlineData(0.06, 0.8, 0)] // nothing is known
    public void Ranks_are_believed_as_far_as_right_labels_are_known_or_as_many_are_contradicted(double agreement, double accuracy, double trust)
    {
        var heldOut = new HeldOutRanks(Shown, agreement, accuracy);
        Assert.Equal(trust, heldOut.Trust, 9);
        Assert.Equal(0.2 * trust, heldOut.Least, 9);
        Assert.Equal(trust == 1, heldOut.IsSure);
        Assert.Equal(accuracy == 1 ? trust : 0, heldOut.Weight, 9);
    }

    private static RankShare Shown => new(0.18, 0.2, 0.22, Evenness: 1, 20);

    private static RankShare Of(Func<int, float> rank)
    {
        Evidence bare = Set.Evidence();
        float[] same = [.. Enumerable.Repeat(0.5f, bare.Count)];
        using var evidence = new Evidence(bare.SampleIds, bare.ClassOfRow, bare.IdentityIds, bare.Embeddings, ownCosines: Vectors.From(same, 1))
        {
            HeldOutRanks = Vectors.From(Enumerable.Range(0, bare.Count).Select(rank).ToArray(), 1),
            OtherCosine = Vectors.From(same, 1),
        };
        return HeldOutRanks.Of(evidence, _ => true).Ranks;
    }
}
