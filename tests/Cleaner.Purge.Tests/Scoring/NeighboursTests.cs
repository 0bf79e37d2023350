using Cleaner.Purge.Rules;
using Cleaner.Purge.Scoring;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class NeighboursTests
{
    [Fact]
    public void Find_equals_a_loop_over_all_pairs()
    {
        Clusters set = Clusters.Make(6, classes: 12, perClass: 110, dim: 16); // more rows than one tile
        Neighbours neighbours = Neighbours.Find(Vectors.From(set.Embeddings, 16), 5);
        for (int i = 0; i < set.Labels.Length; i += 37)
        {
            float[] row = Naive.Row(set.Embeddings, 16, i);
            int[] expected = [.. Enumerable.Range(0, set.Labels.Length).Where(j => j != i)
                .OrderByDescending(j => Naive.Dot(row, Naive.Row(set.Embeddings, 16, j))).Take(5)];
            Assert.Equal(expected, neighbours.Of(i).ToArray());
        }
    }

    [Fact]
    public void A_set_smaller_than_k_has_all_the_others_as_neighbours()
    {
        Neighbours neighbours = Neighbours.Find(Vectors.From(new[] { 1f, 0f, 0f, 1f, 0.6f, 0.8f }, 2), 10);
        Assert.Equal([2, 1], neighbours.Of(0).ToArray());
        Assert.Equal([2, 0], neighbours.Of(1).ToArray());
    }

    [Fact]
    public void Votes_are_shares_of_the_cosines()
    {
        Neighbours neighbours = Neighbours.Find(Vectors.From(new[] { 1f, 0f, 0f, 1f, 0.6f, 0.8f }, 2), 2);
        (int Class, double Share)[] votes = neighbours.Votes(2, [3, 5, 3]);
        Assert.Equal([3, 5], votes.Select(vote => vote.Class));
        Assert.Equal([0.6 / 1.4, 0.8 / 1.4], votes.Select(vote => Math.Round(vote.Share, 6)), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void The_strongest_other_class_leads_by_the_difference_of_the_shares()
    {
        var (lead, other) = KnnVoteRule.Lead([(1, 0.3), (4, 0.5), (7, 0.2)], own: 1);
        Assert.Equal(0.2, lead, 5);
        Assert.Equal(4, other);
    }

    [Fact]
    public void A_class_that_no_neighbour_votes_for_is_behind_by_all_the_others_share() =>
        Assert.Equal((1f, 4), KnnVoteRule.Lead([(4, 1.0)], own: 1));
}
