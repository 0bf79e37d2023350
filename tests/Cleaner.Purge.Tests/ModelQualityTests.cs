namespace Cleaner.Purge.Tests;

public sealed class ModelQualityTests
{
    private static ModelQuality Good(int identities, double crowding) => new(1000, identities, 0.9, 5, 1) { Crowding = crowding };

    [Fact]
    public void A_model_to_which_most_identities_look_alike_is_too_weak()
    {
        Assert.Contains("80 % of all pairs of identities look like one person", Good(10, 0.8).Weakness());
        Assert.Null(Good(100, 0.07).Weakness());
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
    public void One_pair_of_names_of_one_person_among_three_is_no_crowd() => Assert.Null(Good(3, 1.0 / 3).Weakness());

    [Fact]
    public void A_model_that_scores_random_labels_like_right_ones_is_too_weak() =>
        Assert.Contains("only 1.5 deviations", (Good(10, 0) with { Separation = 1.5 }).Weakness());
}
