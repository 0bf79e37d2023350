using Cleaner.Manifests;
using Cleaner.Purge.Rules;
using Cleaner.Purge.Scoring;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Rules;

/// <summary>Every rule finds planted noise on easy data, and gives every sample a score that ranks it.</summary>
public sealed class PeerRulesTests
{
    private static readonly Clusters Set = Clusters.Make(31, classes: 30, perClass: 15, closed: 0.15);

    public static TheoryData<string> Rules => [.. PurgeRules.All.Where(rule => !rule.UsesAngle && rule.Name != "assignment").Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Finds_swapped_labels(string rule) => Assert.InRange(Naive.F1(Set.IsNoise, Evaluate(rule).Drop), 0.9, 1);

    [Theory]
    [MemberData(nameof(Rules))]
    public void Scores_wrong_labels_above_right_ones(string rule)
    {
        float[] score = Evaluate(rule).Score;
        double wrong = score.Where((_, i) => Set.IsNoise[i]).Average(), right = score.Where((_, i) => !Set.IsNoise[i]).Average();
        Assert.All(score, value => Assert.True(float.IsFinite(value)));
        Assert.True(wrong > right);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Gives_every_sample_a_reason_in_one_line(string rule)
    {
        RuleResult result = Evaluate(rule);
        Assert.All(Enumerable.Range(0, Set.Labels.Length), i => Assert.Matches("^.{10,200}$", result.Reason(i)));
    }

    [Fact]
    public void Dynamics_needs_a_run_that_recorded_them()
    {
        using Evidence evidence = Set.Evidence();
        Assert.Contains("scores/dynamics.npy", Assert.Throws<CleanerException>(() => new DynamicsRule().Evaluate(evidence, new PurgeOptions())).Message);
    }

    [Fact]
    public void Two_normals_are_found_again()
    {
        var random = new Random(5);
        float Normal() => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        TwoNormals fitted = TwoNormals.Fit([.. Enumerable.Range(0, 4000).Select(i => i % 4 == 0 ? 3 + (0.5f * Normal()) : Normal())]);
        Assert.Equal(0.25, fitted.Share, 0.02);
        Assert.Equal(0, fitted.LowMean, 0.1);
        Assert.Equal(3, fitted.HighMean, 0.1);
        Assert.Equal(0.5, fitted.Posterior(fitted.Threshold()), 4);
    }

    private static RuleResult Evaluate(string rule)
    {
        // What a network would have recorded: it fits right labels early and wrong ones late.
        var random = new Random(1);
        float[] dynamics = [.. Set.IsNoise.Select(noise => (float)((noise ? -2 : 4) + random.NextDouble()))];
        using Evidence bare = Set.Evidence();
        using var evidence = new Evidence(bare.SampleIds, bare.ClassOfRow, bare.IdentityIds, bare.Embeddings, dynamics: Vectors.From(dynamics, 1));
        return PurgeRules.Find(rule).Evaluate(evidence, new PurgeOptions());
    }
}
