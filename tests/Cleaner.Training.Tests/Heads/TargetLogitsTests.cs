using Cleaner.Manifests;
using Cleaner.Training.Heads;

namespace Cleaner.Training.Tests.Heads;

public sealed class TargetLogitsTests
{
    private static readonly double[] Degrees = [.. Enumerable.Range(0, 181)];

    public static TheoryData<string> Names() => [.. HeadCatalog.Names];

    [Theory]
    [InlineData("softmax", 60, 0.5)]
    [InlineData("cosface", 60, 0.15)]
    [InlineData("cosface:m=0.2", 60, 0.3)]
    [InlineData("arcface", 60, 0.023600)]           // cos(60° + 0.5)
    [InlineData("arcface", 170, -1.224521)]         // cos 170° − 0.5·sin 0.5
    [InlineData("arcface:no-fallback=1", 170, -0.947501)]
    [InlineData("multiplicative", 100, -0.707107)]  // cos 135°
    [InlineData("sphereface", 45, 0.422589)]        // (5·cos 45° + ψ) / 6, ψ = cos 180° = −1
    [InlineData("combined", 60, 0.021740)]          // cos(60° + 0.3) − 0.2
    [InlineData("li-arcface", 90, -0.286479)]       // −2·0.45 / π
    [InlineData("adaface", 60, 0.1)]                // at its mean norm: cos θ − m
    [InlineData("magface", 60, 0.038580)]           // m(20) = 0.485: cos(60° + 0.485)
    public void The_curve_follows_the_formula(string typed, double degrees, double expected)
    {
        var (_, head, given) = Assert.Single(TargetLogits.Parse(typed));
        Assert.Equal(expected, Assert.Single(TargetLogits.Of(head, given, [degrees], norm: 20)), 2e-4);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_head_has_a_curve_that_is_finite_and_ends_below_its_start(string name)
    {
        var curve = TargetLogits.Of(HeadCatalog.Find(name), new Dictionary<string, double>(), Degrees, norm: 20);
        Assert.All(curve, v => Assert.True(double.IsFinite(v)));
        Assert.True(curve[^1] < curve[0] - 1, $"{curve[0]} to {curve[^1]}");
    }

    [Theory]
    [InlineData("arcface,nonsense", "--head 'nonsense' is unknown")]
    [InlineData("arcface:m", "--heads 'arcface:m': 'm' is not NAME=VALUE")]
    [InlineData("arcface:x=1", "the head arcface takes no 'x'")]
    [InlineData(" , ", "--heads names no head")]
    public void What_is_no_head_is_wrong_usage(string typed, string message) =>
        Assert.StartsWith(message, Assert.Throws<UsageException>(() => TargetLogits.Parse(typed)).Message);
}
