using Cleaner.Purge.Rules;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests;

public sealed class SelfEstimateTests
{
    [Theory]
    [InlineData(0.03, 0.02, 0.8)]
    [InlineData(0.1, 0.1, 0.8)]
    [InlineData(0.1, 0.1, 1.1)]
    [InlineData(0.2, 0.2, 0.8)]
    public void Estimates_its_share_precision_and_recall_within_a_few_points_of_the_truth(double closed, double open, double spread)
    {
        Clusters set = Clusters.Make(21, classes: 60, perClass: 20, closed, open, spread);
        using Evidence evidence = set.Evidence();
        RuleResult result = new AutoRule().Evaluate(evidence, new PurgeOptions());
        var probability = new float[evidence.Count];
        for (int i = 0; i < probability.Length; i++)
        {
            probability[i] = evidence.Margins(0).Probability(i);
        }

        SelfEstimate estimate = SelfEstimate.Of(probability, result.Drop);
        double hits = result.Drop.Zip(set.IsNoise).Count(pair => pair.First && pair.Second);
        Assert.Equal(set.IsNoise.Average(noise => noise ? 1.0 : 0), estimate.Noise, 0.02);
        Assert.Equal(hits / result.DropCount, estimate.Precision, 0.08);
        Assert.Equal(hits / set.IsNoise.Count(noise => noise), estimate.Recall, 0.05);
    }

    [Theory]
    [InlineData(0.6, "40 %")]
    [InlineData(0.74, "26 %")]
    [InlineData(0.8, null)]
    [InlineData(double.NaN, null)]
    public void Low_precision_is_said_with_what_to_do(double precision, string? share)
    {
        string? caution = new SelfEstimate(0.1, precision, 0.9).Caution();
        Assert.Equal(share is null, caution is null);
        if (share is not null)
        {
            Assert.StartsWith(share, caution, StringComparison.Ordinal);
            Assert.Contains("cleaner review", caution);
        }
    }

    [Theory]
    [InlineData(0.05, 0.0, true)]
    [InlineData(0.05, 0.4, true)]
    [InlineData(0.05, 0.6, false)]
    [InlineData(0.009, 0.0, false)]
    [InlineData(0.0, double.NaN, false)]
    public void Wrong_labels_that_mostly_stay_are_said_with_what_to_do(double noise, double recall, bool isSaid)
    {
        string? said = new SelfEstimate(noise, double.NaN, recall).Overlooked();
        Assert.Equal(isSaid, said is not null);
        if (isSaid)
        {
            Assert.StartsWith("about 5 % of the labels seem wrong", said, StringComparison.Ordinal);
            Assert.Contains("--noise", said);
        }
    }

    [Fact]
    public void Cautions_are_those_that_hold()
    {
        var none = new SelfEstimate(0.2, 0.95, 0.95);
        var auto = new PurgeOptions { Rule = PurgeOptions.AutoRule };
        Assert.Empty(none.Cautions(auto, hardlyLearned: false, mistaken: false, fewImages: false));
        Assert.Equal([SelfEstimate.OfHardlyLearned], none.Cautions(auto, hardlyLearned: true, mistaken: true, fewImages: false));
        Assert.Empty(none.Cautions(auto with { Noise = 0.2 }, hardlyLearned: true, mistaken: true, fewImages: false));
        Assert.Equal([SelfEstimate.OfHardlyLearned, SelfEstimate.OfLaterRound], none.Cautions(auto with { Round = 2 }, hardlyLearned: true, mistaken: true, fewImages: false));
        Assert.Empty(new SelfEstimate(0, double.NaN, double.NaN).Cautions(auto with { Round = 2 }, hardlyLearned: false, mistaken: false, fewImages: false));
        Assert.Equal([SelfEstimate.OfMistaken], none.Cautions(auto, hardlyLearned: false, mistaken: true, fewImages: false));
        var poor = new SelfEstimate(0.2, 0.5, 0.3);
        Assert.Equal([poor.Caution()!, poor.Overlooked()!], poor.Cautions(auto, hardlyLearned: false, mistaken: false, fewImages: false));
        Assert.Equal([poor.Caution()!], poor.Cautions(auto with { Rule = "angle" }, hardlyLearned: false, mistaken: false, fewImages: true));
        Assert.Equal([ModelQuality.OfFewImages], none.Cautions(auto, hardlyLearned: false, mistaken: false, fewImages: true));
    }

    [Fact]
    public void It_is_at_most_so_good_where_one_of_them_says_that_it_is_too_good()
    {
        var poor = new SelfEstimate(0.2, 0.5, 0.3);
        var auto = new PurgeOptions { Rule = PurgeOptions.AutoRule };
        Assert.Empty(poor.Doubts(auto, hardlyLearned: false, mistaken: false, fewImages: false));
        Assert.Equal([SelfEstimate.OfMistaken], poor.Doubts(auto, hardlyLearned: false, mistaken: true, fewImages: false));
        Assert.Equal([SelfEstimate.OfLaterRound], poor.Doubts(auto with { Round = 2, Noise = 0.1 }, hardlyLearned: true, mistaken: true, fewImages: true));
    }

    [Fact]
    public void Is_the_mean_probability_of_the_drops_less_an_allowance_and_their_share_of_all_of_it()
    {
        SelfEstimate estimate = SelfEstimate.Of([0.9f, 0.1f, 0.8f, 0.2f], [true, false, true, false]);
        Assert.Equal(0.5, estimate.Noise, 5);
        Assert.Equal(1.7 / (2 + (SelfEstimate.UnforeseenDrops * 2)), estimate.Precision, 5);
        Assert.Equal(0.85, estimate.Recall, 5);
    }

    [Fact]
    public void Labels_that_surely_show_another_identity_need_no_allowance()
    {
        float[] probability = [.. Enumerable.Repeat(0f, 4998), 0.9f, 0.95f];
        bool[] both = [.. Enumerable.Repeat(false, 4998), true, true], one = [.. both[..4998], false, true], sure = [.. one];
        Assert.Equal(0.95, SelfEstimate.Of(probability, one, sure).Precision, 5);
        // As many as were dropped for their score may be right besides, and no more: here 1, not 10.
        Assert.Equal(1.85 / 3, SelfEstimate.Of(probability, both, sure).Precision, 5);
        Assert.Equal(1.85 / 4, SelfEstimate.Of(probability, both).Precision, 5);
    }

    [Fact]
    public void Nothing_dropped_has_no_precision() => Assert.True(double.IsNaN(SelfEstimate.Of([0f], [false]).Precision));
}
