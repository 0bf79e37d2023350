using Cleaner.Manifests;
using Cleaner.Purge.Rules;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Rules;

public sealed class AssignmentRuleTests
{
    // Two samples nearest to center 1, one to center 0: center 1 dominates.
    private static readonly Vectors Cosines = Vectors.From(new[] { 0.9f, 0.2f, 0.1f, 0.8f, 0.3f, 0.7f }, 2);

    [Fact]
    public void Drops_what_is_nearest_to_another_center_than_the_dominant_one()
    {
        using Evidence evidence = Some.WithCosines([0, 0, 0], Cosines);
        RuleResult result = new AssignmentRule().Evaluate(evidence, new PurgeOptions());
        Assert.Equal([true, false, false], result.Drop);
        Assert.Equal("nearest to sub-center 0 by 0.70, the dominant one is 1", result.Reason(0));
    }

    [Fact]
    public void Score_is_the_lead_of_the_best_other_center()
    {
        using Evidence evidence = Some.WithCosines([0, 0, 0], Cosines);
        float[] score = new AssignmentRule().Evaluate(evidence, new PurgeOptions()).Score;
        Assert.Equal([0.7f, -0.7f, -0.4f], score.Select(s => MathF.Round(s, 5)));
    }

    [Fact]
    public void More_centers_than_samples_and_an_identity_of_one_sample_are_judged_like_any_other()
    {
        // Five centers; identity 0 has two samples, each at a center of its own (of equals the first is dominant), identity 1 has one.
        using Evidence evidence = Some.WithCosines([0, 0, 1], Vectors.From(new[] { 0.9f, 0.1f, 0, 0, 0, 0.1f, 0.8f, 0, 0, 0, 0, 0, 0, 0, 0.7f }, 5));
        Assert.Equal([false, true, false], new AssignmentRule().Evaluate(evidence, new PurgeOptions()).Drop);
        Assert.Equal([false, true, false], new AngleRule().Evaluate(evidence, new PurgeOptions()).Drop);
    }

    [Fact]
    public void Refuses_a_run_with_one_center_an_identity()
    {
        using Evidence evidence = Some.WithCosines([0, 0], Vectors.From(new[] { 0.9f, 0.2f }, 1));
        Assert.Contains("K = 1", Assert.Throws<CleanerException>(() => new AssignmentRule().Evaluate(evidence, new PurgeOptions())).Message);
    }

    [Fact]
    public void Combined_with_the_angle_it_drops_what_either_drops_and_ranks_those_first()
    {
        using Evidence evidence = Some.WithCosines([0, 0, 0], Vectors.From(new[] { 0.9f, 0.8f, 0.1f, 0.2f, 0.3f, 0.7f }, 2));
        RuleResult result = new AngleAssignmentRule().Evaluate(evidence, new PurgeOptions { Threshold = 75 });
        Assert.Equal([true, true, false], result.Drop);
        Assert.All(result.Score.Zip(result.Drop), pair => Assert.Equal(pair.Second, pair.First >= result.Threshold));
    }
}
