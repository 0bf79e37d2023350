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
    public void Mistakes_that_go_to_the_nearer_identities_prove_less_than_they_are_and_are_not_spread_evenly()
    {
        Clusters set = Clusters.Make(3, classes: 40, perClass: 40);
        MistakeForNearer(set, classes: 40, every: 4, nearest: 15);
        Assert.InRange(Ranks(set).Least, 0, 0.1);
        Assert.InRange(Ranks(set).Evenness, 0, 0.4);
    }

    [Fact]
    public void Random_mistakes_are_spread_evenly_and_all_shown()
    {
        RankShare ranks = Ranks(Clusters.Make(3, classes: 40, perClass: 40, closed: 0.3));
        Assert.InRange(ranks.Evenness, 0.8, 1.1);
        Assert.True(ranks.IsSure);
        Assert.InRange(ranks.Middle, 0.25, 0.32);
        Assert.InRange(ranks.Shown, ranks.Middle, 0.36); // the error of the count is added
    }

    [Theory]
    [InlineData(0.5, 40, 0.1)]
    [InlineData(0.6, 40, 0.15)] // half-way from the least to the middle
    [InlineData(0.7, 40, 0.2)]
    [InlineData(0.9, 40, 0.2)]
    [InlineData(0.9, 14, 0.1)] // among few, hard right labels reach the middle
    public void The_more_evenly_wrong_labels_are_spread_the_more_the_middle_bar_is_believed(double evenness, int others, double believed) =>
        Assert.Equal(believed, new RankShare(0.1, 0.2, 0.21, evenness, others).Believed, 9);

    [Theory]
    [InlineData(0.01, 0.3, 0, 40, 0.04)]
    [InlineData(0, 0.9, 0, 40, 0.05)] // nothing is proved: what may be
    [InlineData(0, 0.51, 0, 40, 0.05)]
    [InlineData(0, 0.5, 0, 40, 0)] // as of hard right labels
    [InlineData(0, 0.4, 0.11, 40, 0.05)] // but for a standard error
    [InlineData(0, 0.4, 0.09, 40, 0)]
    [InlineData(0, 0.9, 0, 14, 0)]
    public void Likely_is_what_is_shown_or_of_few_what_may_be(double least, double evenness, double error, int others, double likely) =>
        Assert.Equal(likely, new RankShare(least, 0.04, 0.05, evenness, others) { EvennessError = error }.Likely);

    [Fact]
    public void The_fewer_wrong_labels_the_less_certain_is_how_evenly_they_are_spread()
    {
        // 40 classes × 40: of .3 wrong labels 480, of which about 360 lie beyond the first bar and 120 beyond the last.
        double expected = Math.Sqrt((1 / 360.0) + (1 / 120.0));
        RankShare many = Ranks(Clusters.Make(3, classes: 40, perClass: 40, closed: 0.3)), few = Ranks(Clusters.Make(3, classes: 40, perClass: 40, closed: 0.02));
        Assert.InRange(many.EvennessError / many.Evenness, 0.9 * expected, 1.15 * expected);
        Assert.InRange(few.EvennessError / few.Evenness, 2.5 * expected, 6 * expected);
        Assert.Equal(0, Ranks(Clusters.Make(3, classes: 40, perClass: 40)).EvennessError);
    }

    [Theory]
    [InlineData(0.08, 0.04, 0.02, 0)] // halved from bar to bar: hard right labels alone
    [InlineData(0.11, 0.07, 0.05, 0.03)]
    [InlineData(0.076, 0.04, 0.019, -0.01)] // falls faster and faster: none
    [InlineData(0.05, 0.05, 0.05, 0)] // even: the floor is not asked for
    public void What_does_not_fall_from_bar_to_bar_is_the_floor(double first, double middle, double last, double floor) =>
        Assert.Equal(floor, RankShare.Resting(first, middle, last), 0.0005);

    [Theory]
    [InlineData(40, 0.05, 0.2)] // .2 are random
    [InlineData(16, 0.05, 0.2)]
    [InlineData(15, 0, 0)]
    public void Only_bars_over_many_identities_tell_a_floor(int classes, double least, double most)
    {
        // Beside random mistakes, as many that go to the nearer half.
        Clusters set = Clusters.Make(3, classes, perClass: 100, closed: 0.2);
        MistakeForNearer(set, classes, every: 5, nearest: classes / 2);
        Assert.InRange(Ranks(set).Floor, least, most);
    }

    [Theory]
    [InlineData(0.01, 0.01)]
    [InlineData(0.015, 0.0325)]
    [InlineData(0.019, 0.0469)]
    [InlineData(0.02, 0.05)]
    public void The_fewer_are_proved_the_less_the_middle_bar_is_believed(double least, double believed) =>
        Assert.Equal(believed, new RankShare(least, 0.05, 0.06, Evenness: 1, Others: 40).Believed, 9);

    [Fact]
    public void Among_few_identities_ranks_prove_nothing() =>
        Assert.Equal(0, Estimate(Clusters.Make(3, classes: 7, perClass: 200, closed: 0.3)));

    [Fact]
    public void Of_more_identities_than_are_looked_at_a_part_says_the_same() =>
        Assert.InRange(Estimate(Clusters.Make(3, classes: 1500, perClass: 6, closed: 0.2)), 0.15, 0.205);

    /// <summary>Gives every n-th sample the label of one of the identities that are nearest to it, but the nearest.</summary>
    private static void MistakeForNearer(Clusters set, int classes, int every, int nearest)
    {
        var random = new Random(4);
        ClassCentroids centroids = ClassCentroids.Fit(Vectors.From(set.Embeddings, set.Dim), new Grouping(set.Labels, classes));
        for (int i = 0; i < set.Labels.Length; i += every)
        {
            float[] row = Naive.Row(set.Embeddings, set.Dim, i);
            set.Labels[i] = Enumerable.Range(0, classes).OrderByDescending(c => Naive.Dot(row, centroids[c])).ElementAt(1 + random.Next(nearest));
        }
    }

    private static double Estimate(Clusters set) => Ranks(set).Least;

    private static RankShare Ranks(Clusters set)
    {
        var vectors = Vectors.From(set.Embeddings, set.Dim);
        ClassCentroids centroids = ClassCentroids.Fit(vectors, new Grouping(set.Labels, set.Labels.Max() + 1));
        return RankShare.Estimate(vectors, set.Labels, centroids, NearClasses.Find(centroids), _ => true, seed: 1);
    }
}
