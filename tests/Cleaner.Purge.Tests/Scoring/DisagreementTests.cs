using Cleaner.Purge.Scoring;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class DisagreementTests
{
    [Theory]
    [InlineData(0.3, 0, 0.7)]
    [InlineData(0, 0.4, 0.7)]
    [InlineData(0, 0, 2.5)] // hard right labels are contradicted as well
    public void Counts_what_a_naive_loop_counts(double closed, double open, double spread)
    {
        Clusters set = Clusters.Make(5, classes: 20, perClass: 12, closed, open, spread);
        Assert.Equal(ByLoop(set, row => true), Of(set, row => true), 9);
        Assert.Equal(ByLoop(set, row => row % 3 == 0), Of(set, row => row % 3 == 0), 9);
    }

    [Fact]
    public void Of_more_identities_than_are_looked_at_a_part_says_about_the_same()
    {
        Clusters set = Clusters.Make(5, classes: 1200, perClass: 6, closed: 0.2, dim: 96);
        Assert.InRange(Of(set, row => true), 0.17, 0.21);
    }

    [Fact]
    public void An_identity_of_one_sample_or_none_that_counts_does_not_break_it()
    {
        Clusters set = Clusters.Make(5, classes: 4, perClass: 1);
        Assert.Equal(0, Of(set, row => false));
        Assert.InRange(Of(set, row => true), 0, 1);
    }

    private static double Of(Clusters set, Func<int, bool> counts)
    {
        var vectors = Vectors.From(set.Embeddings, set.Dim);
        var groups = new Grouping(set.Labels, set.Labels.Max() + 1);
        return Disagreement.Of(vectors, groups, NearClasses.Find(ClassCentroids.Fit(vectors, groups)), counts, seed: 1);
    }

    private static double ByLoop(Clusters set, Func<int, bool> counts)
    {
        int classes = set.Labels.Max() + 1;
        int[] looked = [.. Enumerable.Range(0, set.Labels.Length).Where(counts)];
        return (double)looked.Count(i => Enumerable.Range(0, classes).Any(c => Cosine(set, i, c) > Cosine(set, i, set.Labels[i]))) / looked.Length;
    }

    /// <summary>To the mean of a class, the sample itself left out.</summary>
    private static double Cosine(Clusters set, int sample, int c) => Naive.Dot(
        Naive.Row(set.Embeddings, set.Dim, sample),
        Naive.MeanDirection(Enumerable.Range(0, set.Labels.Length).Where(i => i != sample && set.Labels[i] == c).Select(i => Naive.Row(set.Embeddings, set.Dim, i))));
}
