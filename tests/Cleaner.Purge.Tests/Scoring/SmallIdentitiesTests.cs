using Cleaner.Purge.Rules;
using Cleaner.Purge.Scoring;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class SmallIdentitiesTests
{
    [Fact]
    public void Only_what_seems_right_in_a_small_identity_is_compared_with()
    {
        int[] classes = [0, 0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2];
        float[] score = [1, 9, 2, 8, 7, 9, 0, 0, 0, 0, 0, 0, 0, 0];

        bool[] trusted = SmallIdentities.Trusted(new Grouping(classes, 3), score, row => score[row] > 5)!;

        // Of two wrong ones the less suspect stays; an identity of nine images is not small.
        Assert.Equal([1, 3], Enumerable.Range(0, classes.Length).Where(row => !trusted[row]));
    }

    [Fact]
    public void Nothing_is_judged_again_where_nothing_is_wrong_in_a_small_identity()
    {
        int[] classes = [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1];

        Assert.Null(SmallIdentities.Trusted(new Grouping(classes, 2), new float[classes.Length], row => row == 5));
    }

    [Fact]
    public void A_sample_has_company_where_another_of_its_identity_may_be_compared_with()
    {
        var groups = new Grouping([0, 0, 1, 2, 2, 2], 3);

        Company all = Company.Of(groups, null), some = Company.Of(groups, [true, false, true, false, false, true]);

        Assert.Equal([0, 1, 3, 4, 5], Enumerable.Range(0, 6).Where(all.Has));
        Assert.Equal([1, 3, 4], Enumerable.Range(0, 6).Where(some.Has));
    }

    [Fact]
    public void Of_two_images_that_do_not_agree_the_one_that_shows_another_identity_goes_alone()
    {
        // Twenty people of twenty images; ten more have two, the second of which shows one of the twenty.
        const int People = 20, Images = 20, Pairs = 10;
        Clusters set = Clusters.Make(41, classes: People + Pairs, Images), more = Clusters.Make(41, classes: People + Pairs, Images, spread: 0.6);
        var embeddings = new List<float>(set.Embeddings[..(People * Images * set.Dim)]);
        var labels = new List<int>(set.Labels[..(People * Images)]);
        for (int k = 0; k < Pairs; k++)
        {
            embeddings.AddRange(Row(set, (People + k) * Images));
            embeddings.AddRange(Row(more, k * Images));
            labels.AddRange([People + k, People + k]);
        }

        using Evidence evidence = new Clusters { Embeddings = [.. embeddings], Labels = [.. labels], IsNoise = new bool[labels.Count], Dim = set.Dim }.Evidence();
        RuleResult result = new AutoRule().Evaluate(evidence, new PurgeOptions());

        int[] right = [.. Enumerable.Range(0, Pairs).Select(k => (People * Images) + (2 * k))];
        Assert.All(right, row => Assert.False(result.Drop[row]));
        Assert.All(right, row => Assert.True(result.Drop[row + 1]));
        Assert.Equal("no other image of its identity seems right: nothing to compare it with", result.Reason(right[0]));
    }

    [Fact]
    public void Where_most_identities_are_small_the_ranks_of_the_largest_count()
    {
        // One identity of eight images, one of two, two single ones; and five of six images.
        int[] tail = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3], even = [.. Enumerable.Range(0, 30).Select(row => row / 6)];

        Assert.Equal(Enumerable.Range(0, 8), Ranked(tail));
        Assert.Equal(Enumerable.Range(0, 30), Ranked(even));
    }

    private static IEnumerable<int> Ranked(int[] classes)
    {
        var groups = new Grouping(classes, classes.Max() + 1);
        return Enumerable.Range(0, classes.Length).Where(SmallIdentities.Ranked(groups, classes, Company.Of(groups, null)));
    }

    private static float[] Row(Clusters set, int row) => set.Embeddings[(row * set.Dim)..((row + 1) * set.Dim)];
}
