using Cleaner.Manifests;
using Cleaner.Purge.Rules;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Rules;

public sealed class AutoRuleTests
{
    [Theory]
    [InlineData(0.05, 0.0)]
    [InlineData(0.0, 0.2)]
    [InlineData(0.2, 0.0)]
    [InlineData(0.2, 0.2)]
    public void Finds_wrong_labels_of_either_kind(double closed, double open)
    {
        Clusters set = Clusters.Make(11, classes: 40, perClass: 20, closed, open);
        Assert.InRange(Naive.F1(set.IsNoise, Evaluate(set).Drop), 0.97, 1);
    }

    [Fact]
    public void Drops_under_half_a_percent_of_clean_data() =>
        Assert.InRange(Evaluate(Clusters.Make(12, classes: 40, perClass: 20, spread: 1.1)).DropCount, 0, 4);

    [Fact]
    public void The_only_image_of_an_identity_stays()
    {
        Clusters set = Clusters.Make(13, classes: 30, perClass: 5);
        set.Labels[0] = 30; // alone under a label of its own, though it shows identity 0
        RuleResult result = Evaluate(set);
        Assert.False(result.Drop[0]);
        Assert.Equal("the only image of its identity: nothing to compare it with", result.Reason(0));
    }

    [Fact]
    public void Reason_names_the_identity_that_the_image_shows()
    {
        Clusters set = Clusters.Make(14, classes: 10, perClass: 12);
        set.Labels[0] = 4;
        RuleResult result = Evaluate(set);
        Assert.True(result.Drop[0]);
        Assert.Matches(@"^shows another identity: cosine to its own -?0\.\d\d, nearest other identity 100 0\.\d\d; wrong with probability (1|0\.9\d+)$", result.Reason(0));
    }

    [Fact]
    public void Samples_that_are_all_identical_are_refused()
    {
        var set = new Clusters { Embeddings = [.. Enumerable.Repeat(1f, 40)], Labels = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], IsNoise = new bool[10], Dim = 4 };
        Assert.Contains("no two identities can be told apart", Assert.Throws<CleanerException>(() => Evaluate(set)).Message);
    }

    [Fact]
    public void The_same_seed_gives_the_same_result()
    {
        Clusters set = Clusters.Make(15, classes: 20, perClass: 10, closed: 0.1);
        Assert.Equal(Evaluate(set).Threshold, Evaluate(set).Threshold);
    }

    private static RuleResult Evaluate(Clusters set)
    {
        using Evidence evidence = set.Evidence();
        return new AutoRule().Evaluate(evidence, new PurgeOptions());
    }
}
