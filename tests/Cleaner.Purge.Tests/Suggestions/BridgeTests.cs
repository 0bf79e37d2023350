using Cleaner.Purge.Suggestions;

namespace Cleaner.Purge.Tests.Suggestions;

public sealed class BridgeTests
{
    /// <summary>Points on a half circle, in degrees; similarity is the cosine.</summary>
    private static float Strength(double[] degrees, int[] a, int[] b)
    {
        float[] similarity = [.. degrees.SelectMany(x => degrees.Select(y => (float)Math.Cos((x - y) * Math.PI / 180)))];
        return Bridge.Strength(similarity, degrees.Length, a, b);
    }

    [Fact]
    public void A_chain_of_images_in_between_joins_two_groups() =>
        Assert.Equal(1, Strength([0, 10, 20, 30, 40, 50, 60, 70, 80], [0, 1, 2], [6, 7, 8]), 5);

    [Fact]
    public void A_gap_parts_two_groups_by_its_cosine_over_that_of_their_weakest_link() =>
        Assert.Equal(Math.Cos(Math.PI / 3) / Math.Cos(Math.PI / 9), Strength([0, 10, 30, 90, 100, 110], [0, 1, 2], [3, 4, 5]), 5);

    [Fact]
    public void The_best_way_over_strangers_counts_not_the_shortest() =>
        Assert.Equal(Math.Cos(40 * Math.PI / 180) / Math.Cos(10 * Math.PI / 180), Strength([0, 10, 50, 90, 100], [0, 1], [3, 4]), 5);

    [Fact]
    public void The_weakest_link_is_that_of_the_maximum_spanning_tree()
    {
        float[] similarity = [1, 0.9f, 0.2f, 0.9f, 1, 0.7f, 0.2f, 0.7f, 1];
        Assert.Equal(0.7f, Bridge.WeakestLink(similarity, 3, [0, 1, 2]));
        Assert.Equal(1, Bridge.WeakestLink(similarity, 3, [1]));
    }
}
