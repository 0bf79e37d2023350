using Cleaner.Purge.Suggestions;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Suggestions;

public sealed class DenseGroupsTests
{
    [Fact]
    public void Finds_the_groups_of_a_mixed_label_largest_first_and_leaves_strangers_out()
    {
        // Rows 0-8 and 9-14 are two people, 15-17 are three strangers.
        float[] x = [.. Person(1, 9), .. Person(2, 6), .. Person(3, 1), .. Person(4, 1), .. Person(5, 1)];
        var groups = DenseGroups.Find(x, 32, cut: 0.6f, least: 4);
        Assert.Equal([Enumerable.Range(0, 9), Enumerable.Range(9, 6)], groups.Select(group => group.Members));
    }

    [Fact]
    public void A_group_smaller_than_asked_is_none()
    {
        float[] x = [.. Person(1, 9), .. Person(2, 3)];
        Assert.Equal(Enumerable.Range(0, 9), Assert.Single(DenseGroups.Find(x, 32, cut: 0.6f, least: 4)).Members);
    }

    [Fact]
    public void Members_lie_within_the_cut_of_their_mean_and_nobody_left_over_does()
    {
        float[] x = Clusters.Make(8, classes: 1, perClass: 40, open: 0.5, spread: 0.9).Embeddings;
        var (mean, members) = DenseGroups.Find(x, 32, cut: 0.55f, least: 4)[0];
        for (int i = 0; i < 40; i++)
        {
            Assert.Equal(members.Contains(i), Naive.Dot(Naive.Row(x, 32, i), mean) >= 0.55f);
        }
    }

    private static float[] Person(int seed, int images) => Clusters.Make(seed, classes: 1, perClass: images).Embeddings;
}
