using Cleaner.Purge.Scoring;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class EarlyRanksTests
{
    private static readonly RankShare Late = new(0.1, 0.15, 0.2, Evenness: 0.3, 40), Early = new(0.3, 0.36, 0.4, Evenness: 0.9, 40);

    private const double Unsure = 0.9; // of what is called wrong

    [Theory]
    [InlineData(0.55, 0.1)] // 55 % agree, at most 40 % are wrong: nothing was learned by heart
    [InlineData(0.6, 0.1)]
    [InlineData(0.68, 0.33)] // a fifth of what is shown: half-way from the least to the middle
    [InlineData(0.76, 0.36)]
    [InlineData(0.9, 0.36)]
    public void The_more_labels_agree_than_can_be_right_the_more_the_half_trained_network_is_believed(double agreement, double least) =>
        Assert.Equal(least, Ranks(Early).Least(Late, agreement).Share, 9);

    [Theory]
    [InlineData(0.96, 0.005)] // as above, of a tenth as many wrong labels
    [InlineData(0.968, 0.033)]
    [InlineData(0.976, 0.036)]
    public void However_few_are_wrong(double agreement, double least) =>
        Assert.Equal(least, Ranks(new RankShare(0.03, 0.036, 0.04, Evenness: 0.9, 40)).Least(new RankShare(0.005, 0.02, 0.03, Evenness: 0.3, 40), agreement).Share, 9);

    [Fact]
    public void It_proves_nothing_where_wrong_labels_are_not_spread_evenly_or_all_snapshots_prove_nothing()
    {
        Assert.Equal(0.1, Ranks(Early with { Evenness = 0.5 }, contradicted: 0.5).Least(Late, 0.9).Share);
        Assert.Equal(0.1, Ranks(Early with { Others = 9 }, contradicted: 0.5).Least(Late, 0.9).Share); // nor among few
        Assert.Equal(0.1, Ranks(Early with { Least = 0 }, contradicted: 0.5).Least(Late, 0.9).Share); // nor within chance
        Assert.Equal(0, Ranks(Early, contradicted: 0.5).Least(Late with { Least = 0 }, 0.9).Share);
        Assert.Equal(0.1, Ranks(default).Least(Late, 0.9).Share);
    }

    [Theory]
    [InlineData(0.7, 0.475)]
    [InlineData(0.6, 0.3275)] // half as even: half-way from nothing to the middle, from there half-way to .95 of what is contradicted
    public void The_more_evenly_they_are_spread_the_more_it_is_believed(double evenness, double least) =>
        Assert.Equal(least, Ranks(Early with { Evenness = evenness }, contradicted: 0.5).Least(Late, 0.9).Share, 9);

    [Fact]
    public void It_never_takes_back_what_all_snapshots_prove()
    {
        RankShare late = Late with { Evenness = 0.9, Middle = 0.5 };
        Assert.Equal(0.5, Ranks(Early).Least(late, 0.9).Share);
        Assert.Equal(0.5, Ranks(default).Least(late, 0.2).Share);
        Assert.Equal(0.1, Ranks(default).Least(late with { Others = 9 }, 0.2).Share);
    }

    [Theory]
    [InlineData(0.55, null)] // not 1.4 times as many
    [InlineData(0.57, 0.4)]
    public void Where_many_more_are_called_wrong_as_many_are_as_it_shows(double called, double? share) =>
        Assert.Equal(share, Ranks(Early).Instead(called, Unsure, Late, byHeart: null, least: 0));

    [Theory]
    [InlineData(0.22, 40, 0.09, null)] // not 1.15 times as many
    [InlineData(0.24, 40, 0.09, 0.2)]
    [InlineData(0.27, 14, 0.09, null)] // among few, not 1.4 times as many
    [InlineData(0.29, 14, 0.09, 0.2)]
    [InlineData(0.29, 40, 0.11, null)] // what was learned by heart may hide them
    [InlineData(0.29, 40, null, null)]
    public void Where_little_was_learned_by_heart_the_finished_network_is_enough(double called, int others, double? byHeart, double? share) =>
        Assert.Equal(share, Ranks(Early).Instead(called, Unsure, Late with { Evenness = 0.9, Others = others }, byHeart, least: 0));

    [Fact]
    public void The_finished_network_is_not_enough_where_its_ranks_are_uneven() =>
        Assert.Null(Ranks(Early).Instead(0.29, Unsure, Late, byHeart: 0, least: 0));

    [Fact]
    public void A_mixture_whose_heaps_lie_apart_may_know_better()
    {
        Assert.Equal(0.2, Ranks(Early).Instead(0.24, 0.949, Late with { Evenness = 0.9 }, byHeart: 0.09, least: 0));
        Assert.Null(Ranks(Early).Instead(0.24, 0.95, Late with { Evenness = 0.9 }, byHeart: 0.09, least: 0));
        Assert.Equal(0.2, Ranks(Early).Instead(0.29, 0.95, Late with { Evenness = 0.9 }, byHeart: 0.09, least: 0)); // but not where it calls half as many more
    }

    [Fact]
    public void Both_have_to_show_so_few() =>
        Assert.Null(Ranks(Early).Instead(0.57, Unsure, Late with { Shown = 0.45 }, byHeart: null, least: 0));

    [Theory]
    [InlineData(0.76, 0.5, 0.36)] // two fifths of what is shown were learned by heart: nothing is added
    [InlineData(0.8, 0.5, 0.4175)] // half of it
    [InlineData(0.84, 0.5, 0.475)] // .95 of what is contradicted
    [InlineData(1, 0.6, 0.54)] // no more than half as many again as ranks show
    [InlineData(1, 0.3, 0.36)] // ranks show more
    public void Where_much_was_learned_by_heart_what_is_contradicted_counts(double agreement, double contradicted, double least) =>
        Assert.Equal(least, Ranks(Early, contradicted).Least(Late, agreement).Share, 9);

    [Theory]
    [InlineData(5, 0.36)] // 2.5 right images an identity
    [InlineData(7.5, 0.4175)]
    [InlineData(10, 0.475)]
    public void But_not_where_hardly_a_right_image_is_left_to_contradict_by(double imagesPerIdentity, double least) =>
        Assert.Equal(least, Ranks(Early, 0.5, imagesPerIdentity).Least(Late, 0.9).Share, 9);

    [Theory]
    [InlineData(0.5, 0.05)] // the error of the finished network's ranks
    [InlineData(0.8, 0.025)]
    [InlineData(0.84, 0)]
    public void What_is_contradicted_was_counted_and_not_drawn(double agreement, double doubt) =>
        Assert.Equal(doubt, Ranks(Early, 0.5).Least(Late, agreement).Doubt, 9);

    [Theory]
    [InlineData(0.05, 0.9, 0, 0.475)]
    [InlineData(0.05, 0.15, 0, null)] // less than 1 % is expected to be wrong
    [InlineData(0.05, 0.9, 0.1, null)] // ranks prove more, and were believed as far as they go
    [InlineData(0.48, 0.9, 0, null)] // more are called already
    public void Wrong_labels_that_are_found_prove_as_well_that_there_are_some(double called, double precision, double proved, double? least) =>
        Assert.Equal(least, Ranks(Early, contradicted: 0.5).LeastOfFew(called, precision, Late with { Least = proved }, agreement: 0.9));

    [Fact]
    public void No_fewer_are_called_instead_than_are_surely_wrong()
    {
        RankShare late = Late with { Evenness = 0.9 };
        Assert.Equal(0.2, Ranks(Early).Instead(0.3, Unsure, late, byHeart: 0.09, least: 0.1));
        Assert.Equal(0.25, Ranks(Early).Instead(0.3, Unsure, late, byHeart: 0.09, least: 0.25));
        Assert.Null(Ranks(Early).Instead(0.28, Unsure, late, byHeart: 0.09, least: 0.25)); // not 1.15 times as many
    }

    private static EarlyRanks Ranks(RankShare early, double contradicted = 0, double imagesPerIdentity = 20) =>
        new(new Lazy<RankShare>(early), new Lazy<double>(contradicted), imagesPerIdentity);
}
