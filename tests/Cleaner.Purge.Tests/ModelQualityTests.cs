namespace Cleaner.Purge.Tests;

public sealed class ModelQualityTests
{
    private static readonly PurgeOptions Auto = new() { Rule = PurgeOptions.AutoRule };

    private static ModelQuality Good(int identities, double crowding) => new(1000, identities, 0.9, 5, 1) { Crowding = crowding };

    [Fact]
    public void A_model_to_which_most_identities_look_alike_is_too_weak()
    {
        Assert.Contains("80 % of all pairs of identities look like one person", Good(10, 0.8).Weakness(Auto));
        Assert.Null(Good(100, 0.07).Weakness(Auto));
    }

    [Theory]
    [InlineData(0.4, 3.5, true)]
    [InlineData(0.4, 5, false)]
    [InlineData(0.6, 3.5, false)]
    public void Identities_of_few_images_that_a_network_trained_on_them_does_not_know_are_told(double enough, double separation, bool expected)
    {
        ModelQuality elsewhere = Good(100, 0) with { EnoughImages = enough, Separation = separation };
        Assert.False(elsewhere.IsOfFewImages);
        Assert.Equal(expected, (elsewhere with { IsTrainedHere = true }).IsOfFewImages);
    }

    [Fact]
    public void Only_identities_with_samples_count_among_those_with_enough() =>
        Assert.Equal(0.5, ModelQuality.ShareWithEnough(new Grouping([0, 0, 0, 0, 0, 2], 3)));

    [Fact]
    public void One_pair_of_names_of_one_person_among_three_is_no_crowd() => Assert.Null(Good(3, 1.0 / 3).Weakness(Auto));

    [Fact]
    public void A_model_that_scores_random_labels_like_right_ones_is_too_weak() =>
        Assert.Contains("only 1.5 deviations", (Good(10, 0) with { Separation = 1.5 }).Weakness(Auto));

    [Fact]
    public void Identities_of_few_images_are_not_judged_by_a_network_that_hardly_knows_them()
    {
        ModelQuality few = Good(100, 0) with { EnoughImages = 0.3, Separation = 3.4, IsTrainedHere = true };
        Assert.Contains("fewer than 5 images", few.Weakness(Auto));
        Assert.Contains("only 3.4 deviations", few.Weakness(Auto));
        Assert.Contains("--faces", few.Weakness(Auto));
        Assert.Null((few with { IsTrainedHere = false }).Weakness(Auto));
    }

    [Fact]
    public void Who_knows_how_many_labels_are_wrong_or_asks_for_another_rule_is_not_refused_for_few_images()
    {
        ModelQuality few = Good(100, 0) with { EnoughImages = 0.3, Separation = 3.4, IsTrainedHere = true };
        Assert.Null(few.Weakness(Auto with { Noise = 0.2 }));
        Assert.Null(few.Weakness(Auto with { Rule = "angle" }));
    }
}
