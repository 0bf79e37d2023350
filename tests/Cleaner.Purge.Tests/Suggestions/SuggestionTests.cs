using System.Text.Json;
using Cleaner.Manifests;
using Cleaner.Purge.Rules;
using Cleaner.Purge.Scoring;
using Cleaner.Purge.Suggestions;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Suggestions;

public sealed class SuggestionTests
{
    private const int PerClass = 20;

    /// <summary>40 people of 20 images; of the strangers and wrong labels a fifth each. Rows are moved between labels by the tests.</summary>
    private static Clusters Set(double closed = 0.1, double open = 0.1) => Clusters.Make(21, classes: 40, perClass: PerClass, closed, open);

    [Fact]
    public void Two_people_under_one_label_are_both_kept_and_a_split_is_suggested()
    {
        Clusters set = KeepOfTheLast(Set(), 12);
        Move(set, from: 39, to: 0, images: 12);
        using Evidence evidence = set.Evidence();
        RuleResult result = new AutoRule().Evaluate(evidence, new PurgeOptions());
        int[] second = [.. Rows(39, 12).Where(row => !set.IsNoise[row])];
        Assert.DoesNotContain(second, row => result.Drop[row]);
        Finding split = Assert.Single(SplitSuggestions.Of(evidence, evidence.Margins(0).Groups));
        Assert.Equal(100, split.IdentityA);
        Assert.Equal(second.Select(row => evidence.SampleIds[row]), Samples(split, "samples_b").Order());
        Assert.All(Samples(split, "samples_a"), id => Assert.InRange(id, 1, PerClass));
        Assert.Equal(Samples(split, "samples_b")[0], split.SampleB);
        Assert.InRange(split.Score, 0.6, 1.5);
    }

    [Fact]
    public void A_heap_of_images_of_one_other_identity_is_noise_and_no_second_person()
    {
        Clusters set = Set();
        Move(set, from: 1, to: 0, images: 8);
        using Evidence evidence = set.Evidence();
        RuleResult result = new AutoRule().Evaluate(evidence, new PurgeOptions());
        Assert.All(Rows(1, 8), row => Assert.True(result.Drop[row]));
        Assert.Empty(SplitSuggestions.Of(evidence, evidence.Margins(0).Groups));
    }

    [Fact]
    public void Strangers_at_random_are_no_second_person()
    {
        using Evidence evidence = Set(closed: 0.1, open: 0.3).Evidence();
        Assert.Empty(SplitSuggestions.Of(evidence, evidence.Margins(0).Groups));
    }

    [Fact]
    public void Groups_that_most_identities_fall_into_are_kept_but_are_not_two_people()
    {
        // Every label holds two groups, as where half of the images were taken in another light.
        Clusters set = Set(0, 0);
        for (int row = 0; row < set.Labels.Length; row++)
        {
            set.Labels[row] /= 2;
        }

        using Evidence evidence = set.Evidence();
        Assert.Equal(0, new AutoRule().Evaluate(evidence, new PurgeOptions()).DropCount);
        Assert.InRange(evidence.Margins(0).Groups.Labels.Count, 15, 20);
        Assert.Empty(SplitSuggestions.Of(evidence, evidence.Margins(0).Groups));
    }

    [Fact]
    public void One_person_under_two_labels_is_suggested_for_merging_and_keeps_its_images()
    {
        Clusters set = Set();
        foreach (int row in Rows(0, 8))
        {
            set.Labels[row] = 40;
        }

        using Evidence evidence = set.Evidence();
        RuleResult result = new AutoRule().Evaluate(evidence, new PurgeOptions());
        Assert.DoesNotContain(Rows(0, PerClass), row => result.Drop[row] && !set.IsNoise[row]);
        Finding merge = Assert.Single(Merges(evidence));
        Assert.Equal((100L, 140L), (merge.IdentityA, merge.IdentityB));
        Assert.InRange(merge.Score, 0.9, 1.1);
        Assert.StartsWith("identity 100 and identity 140 look like one person", merge.Reason);
    }

    [Fact]
    public void Different_people_are_not_suggested_for_merging()
    {
        using Evidence evidence = Set().Evidence();
        Assert.Empty(Merges(evidence));
    }

    [Fact]
    public void A_label_that_looks_like_many_others_is_one_that_the_model_cannot_tell_apart()
    {
        Clusters set = Set(0, 0);
        foreach (int row in Rows(0, PerClass))
        {
            set.Labels[row] = row % 4 == 0 ? 0 : 39 + (row % 4);
        }

        using Evidence evidence = set.Evidence();
        Assert.Empty(Merges(evidence));
    }

    [Fact]
    public void An_identity_of_which_more_goes_than_stays_is_mostly_noise()
    {
        using Evidence evidence = Clusters.Make(22, classes: 3, perClass: 4).Evidence();
        Decision[] decisions = new Decision[12];
        (decisions[4], decisions[5], decisions[6]) = (Decision.Drop, Decision.Drop, Decision.Drop);
        (decisions[8], decisions[9]) = (Decision.Drop, Decision.Drop);
        Finding finding = Assert.Single(NoisyIdentities.Of(evidence, decisions));
        Assert.Equal((101L, 0.75), (finding.IdentityA, finding.Score));
    }

    private static List<Finding> Merges(Evidence evidence) => [.. MergeSuggestions.Of(evidence, evidence.Margins(0).Pairs)];

    private static IEnumerable<int> Rows(int person, int images) => Enumerable.Range(person * PerClass, images);

    /// <summary>Puts the first images of a label under another.</summary>
    private static void Move(Clusters set, int from, int to, int images)
    {
        foreach (int row in Rows(from, images))
        {
            set.Labels[row] = to;
        }
    }

    /// <summary>The set without its last person's other images.</summary>
    private static Clusters KeepOfTheLast(Clusters set, int images)
    {
        int rows = set.Labels.Length - PerClass + images;
        return new Clusters { Embeddings = set.Embeddings[..(rows * set.Dim)], Labels = set.Labels[..rows], IsNoise = set.IsNoise[..rows], Dim = set.Dim };
    }

    private static long[] Samples(Finding finding, string name) => [.. JsonDocument.Parse(finding.DetailJson).RootElement.GetProperty(name).EnumerateArray().Select(id => id.GetInt64())];
}
