using Cleaner.Purge.Rules;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Rules;

/// <summary>Fixtures: Fixtures/make_angle.py, with ties in the nearest center, in the count, and cosines exactly on the boundary.</summary>
public sealed class AngleRuleTests
{
    public static TheoryData<int> Angles => [.. Enumerable.Range(0, Fixture.Read<double>("angle/angles.npy").Length)];

    [Theory]
    [MemberData(nameof(Angles))]
    public void Drops_the_samples_that_insightface_drops(int index) =>
        Assert.Equal(Recorded("angle/insightface.npy", index), Evaluate(index).Drop);

    [Theory]
    [MemberData(nameof(Angles))]
    public void Drops_the_samples_that_get_outliers_names_but_for_a_cosine_exactly_on_the_boundary(int index)
    {
        // get_outliers rounds cos(threshold) to float32 and drops below it; insightface drops at it, and so do we.
        double bound = AngleRule.CosineBound(Fixture.Read<double>("angle/angles.npy")[index]);
        bool[] pml = Recorded("angle/pml.npy", index);
        RuleResult ours = Evaluate(index);
        int[] different = [.. Enumerable.Range(0, pml.Length).Where(i => pml[i] != ours.Drop[i])];
        Assert.All(different, i => Assert.Equal(bound, Math.Cos(ours.Score[i] * Math.PI / 180), 6));
        Assert.True(different.Length <= 1);
    }

    [Fact]
    public void Score_is_the_angle_in_degrees_and_the_reason_says_it()
    {
        using Evidence evidence = Some.WithCosines([0, 0, 0], Vectors.From(new[] { 0.9f, 0.1f, 0.8f, 0.0f, 0.15f, 0.9f }, 2));
        RuleResult result = new AngleRule().Evaluate(evidence, new PurgeOptions { Threshold = 75 });
        Assert.Equal(25.842, result.Score[0], 3);
        Assert.Equal([false, false, true], result.Drop);
        Assert.Equal("angle 81.4° to the dominant center ≥ 75°", result.Reason(2));
        Assert.Equal("angle 25.8° to the dominant center < 75°", result.Reason(0));
    }

    private static RuleResult Evaluate(int index)
    {
        int[] labels = Array.ConvertAll(Fixture.Read<long>("angle/labels.npy"), label => (int)label);
        using Evidence evidence = Some.WithCosines(labels, Fixture.Matrix("angle/own_cosines.npy"));
        return new AngleRule().Evaluate(evidence, new PurgeOptions { Threshold = Fixture.Read<double>("angle/angles.npy")[index] });
    }

    private static bool[] Recorded(string name, int index)
    {
        byte[] all = Fixture.Read<byte>(name);
        int rows = Fixture.Read<long>("angle/labels.npy").Length;
        return Array.ConvertAll(all[(index * rows)..((index + 1) * rows)], value => value != 0);
    }
}
