using Cleaner.Training.Optimization;

namespace Cleaner.Training.Tests.Optimization;

public sealed class MarginGateTests
{
    [Theory]
    [InlineData(0.1, 10, 0)]       // guessing
    [InlineData(0.05, 10, 0)]      // worse than guessing
    [InlineData(0.325, 10, 0.5)]   // κ = .25 of the .5 wanted
    [InlineData(0.55, 10, 1)]      // κ = .5
    [InlineData(0.9, 10, 1)]
    public void What_the_network_can_bear_grows_with_the_accuracy_above_chance(double accuracy, int classes, double share) =>
        Assert.Equal(share, MarginGate.Share(accuracy, classes, 0.5), 12);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.3, 0)]
    [InlineData(0.65, 0.5)]
    [InlineData(1, 1)]
    public void The_margin_begins_later_than_the_scale(double share, double margin) => Assert.Equal(margin, MarginGate.Margin(share), 12);

    [Fact]
    public void The_scale_grows_from_the_one_of_AdaCos_to_the_whole_one()
    {
        Assert.Equal(Math.Sqrt(2) * Math.Log(9), MarginGate.Scale(16, 10, 0), 12);
        Assert.Equal(16, MarginGate.Scale(16, 10, 1), 12);
        Assert.Equal(8, MarginGate.Scale(8, 100_000, 0), 12); // never above what was asked for
    }

    [Fact]
    public void Zero_does_not_wait()
    {
        Assert.Equal(1, MarginGate.Share(0, 10, 0));
        Assert.Equal(1, MarginGate.Share(0, 1, 0.5));
    }

    [Fact]
    public void The_running_accuracy_comes_near_to_the_true_one_within_a_hundred_steps()
    {
        var accuracy = 0.0;
        for (var step = 0; step < 100; step++)
            accuracy = MarginGate.Follow(accuracy, 64, 128);
        Assert.InRange(accuracy, 0.49, 0.5);
    }
}
