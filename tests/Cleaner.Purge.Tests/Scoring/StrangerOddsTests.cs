using Cleaner.Purge.Scoring;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class StrangerOddsTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Strangers_are_told_whatever_their_share(double strangers)
    {
        var random = new Random(7);
        // Strangers lie a little nearer than kept samples whose identity is left out, as they do.
        bool[] isStranger = [.. Enumerable.Range(0, 2000).Select(_ => random.NextDouble() < strangers)];
        float[] fit = Array.ConvertAll(isStranger, stranger => stranger ? Normals(random, 1, 1.2, 0.15)[0] : Normals(random, 1, 1.8, 0.1)[0]);
        double[] odds = StrangerOdds.Of(Normals(random, 4000, 1.8, 0.1), Normals(random, 4000, 1.1, 0.15), fit);
        Assert.InRange(odds.Average(), strangers - 0.05, strangers + 0.05);
        Assert.True(odds.Zip(isStranger).Count(pair => pair.First > 0.5 == pair.Second) > 1940);
        bool[] sure = [.. odds.Select(p => p < 0.2)];
        Assert.InRange(sure.Zip(isStranger).Count(pair => pair.First && pair.Second), 0, 0.02 * sure.Count(s => s));
    }

    [Fact]
    public void Where_all_are_strangers_none_gets_a_name()
    {
        var random = new Random(8);
        double[] odds = StrangerOdds.Of(Normals(random, 2000, 1.8, 0.1), Normals(random, 2000, 1.1, 0.15), Normals(random, 500, 1.2, 0.15));
        Assert.Equal(0, odds.Count(p => p < 0.2));
    }

    [Fact]
    public void Many_strangers_that_lie_close_together_are_not_taken_for_the_rule()
    {
        var random = new Random(11);
        // Evenly mixed, as the samples of a set are.
        float[] fit = [.. Enumerable.Range(0, 500).SelectMany(_ => Normals(random, 10, 0.35, 0.03).Append(Normals(random, 1, 1.33, 0.05)[0]))];
        double[] odds = StrangerOdds.Of(Normals(random, 1000, 1.33, 0.05), Normals(random, 1000, 0.34, 0.03), fit);
        Assert.DoesNotContain(odds.Where((_, i) => i % 11 < 10), p => p < 0.5);
        Assert.InRange(odds.Where((p, i) => i % 11 == 10 && p < 0.1).Count(), 450, 500);
    }

    [Fact]
    public void What_has_nothing_to_fit_is_a_stranger() =>
        Assert.Equal(1, StrangerOdds.Of(Normals(new Random(9), 100, 1.8, 0.1), Normals(new Random(10), 100, 1.1, 0.1), [float.NegativeInfinity, 1.8f])[0]);

    [Fact]
    public void Without_another_identity_nobody_gets_a_name() => Assert.Equal([1.0, 1.0], StrangerOdds.Of([1.8f, 1.9f], [], [1.8f, 1]));

    private static float[] Normals(Random random, int count, double mean, double deviation) => [.. Draw.Normal(random, mean, deviation, count)];
}
