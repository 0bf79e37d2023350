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
    public void What_is_not_known_is_not_counted_and_without_any_nothing_is_shown()
    {
        Assert.Equal(0.2, Of(i => i % 2 == 0 ? float.NaN : i / 2 % 5 == 0 ? (i / 10 % 20) / 20f : 0).Middle, 0.03);
        Assert.Equal(default, HeldOutRanks.Of(Set.Evidence(), _ => true));
        Assert.Equal(0, Of(_ => float.NaN).Least);
    }

    [Theory]
    [InlineData(0.2, 0)] // as many labels agree with the centers as can be right
    [InlineData(0.1, 0.5)] // half of the wrong ones agree as well
    [InlineData(0, 1)]
    public void What_agrees_beyond_what_can_be_right_was_learned_by_heart(double contradicted, double byHeart)
    {
        Evidence bare = Set.Evidence();
        float[] ranks = [.. Enumerable.Range(0, bare.Count).Select(i => i % 5 == 0 ? (i / 5 % 20) / 20f : 0)];
        using var evidence = new Evidence(bare.SampleIds, bare.ClassOfRow, bare.IdentityIds, bare.Embeddings, ownCosines: Vectors.From(Enumerable.Repeat(0.5f, bare.Count).ToArray(), 1))
        {
            HeldOutRanks = Vectors.From(ranks, 1),
            OtherCosine = Vectors.From(Enumerable.Range(0, bare.Count).Select(i => i < contradicted * bare.Count ? 0.9f : 0.1f).ToArray(), 1),
        };
        Assert.Equal(byHeart, HeldOutRanks.ByHeart(evidence), 0.1);
        Assert.Equal(0, HeldOutRanks.ByHeart(bare));
    }

    private static RankShare Of(Func<int, float> rank)
    {
        Evidence bare = Set.Evidence();
        using var evidence = new Evidence(bare.SampleIds, bare.ClassOfRow, bare.IdentityIds, bare.Embeddings)
        {
            HeldOutRanks = Vectors.From(Enumerable.Range(0, bare.Count).Select(rank).ToArray(), 1),
        };
        return HeldOutRanks.Of(evidence, _ => true);
    }
}
