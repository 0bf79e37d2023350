using Cleaner.Purge.Scoring;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class RankShareTests
{
    [Theory]
    [InlineData(0.2, 0)]
    [InlineData(0, 0.2)]
    [InlineData(0.3, 0.3)]
    public void Wrong_labels_are_found_by_rank_alone_and_not_overstated(double closed, double open)
    {
        double share = Estimate(Clusters.Make(3, classes: 40, perClass: 40, closed, open));
        Assert.InRange(share, 0.75 * (closed + open), 1.02 * (closed + open));
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(2.5)] // another identity is nearer than the own one in 8 % of the samples
    public void Right_labels_prove_nothing_even_where_they_are_hard(double spread) =>
        Assert.Equal(0, Estimate(Clusters.Make(3, classes: 40, perClass: 40, spread: spread)));

    [Fact]
    public void Mistakes_that_all_go_to_the_nearest_identities_prove_less_than_they_are()
    {
        Clusters set = Clusters.Make(3, classes: 40, perClass: 40);
        var vectors = Vectors.From(set.Embeddings, set.Dim);
        NearestOther other = NearestOther.Scan(vectors, set.Labels, ClassCentroids.Fit(vectors, new Grouping(set.Labels, 40)), Near(set));
        for (int i = 0; i < set.Labels.Length; i += 5)
        {
            set.Labels[i] = other.Class[i];
        }

        Assert.InRange(Estimate(set), 0, 0.1);
    }

    [Fact]
    public void Among_few_identities_ranks_prove_nothing() =>
        Assert.Equal(0, Estimate(Clusters.Make(3, classes: 7, perClass: 200, closed: 0.3)));

    [Fact]
    public void Of_more_identities_than_are_looked_at_a_part_says_the_same() =>
        Assert.InRange(Estimate(Clusters.Make(3, classes: 1500, perClass: 6, closed: 0.2)), 0.15, 0.205);

    private static NearClasses Near(Clusters set) => NearClasses.Find(ClassCentroids.Fit(Vectors.From(set.Embeddings, set.Dim), new Grouping(set.Labels, set.Labels.Max() + 1)));

    private static double Estimate(Clusters set)
    {
        var vectors = Vectors.From(set.Embeddings, set.Dim);
        ClassCentroids centroids = ClassCentroids.Fit(vectors, new Grouping(set.Labels, set.Labels.Max() + 1));
        return RankShare.Estimate(vectors, set.Labels, centroids, NearClasses.Find(centroids), _ => true, seed: 1);
    }
}
