using Cleaner.Training.Optimization;

namespace Cleaner.Training.Tests.Optimization;

public sealed class ScheduleTests
{
    private static double At(string name, long step, double warmUp = 0) => Schedules.Factor(name, step, 1000, warmUp, [0.5, 0.75]);

    [Theory]
    [InlineData("cosine", 0, 1)]
    [InlineData("cosine", 500, 0.5)]
    [InlineData("cosine", 250, 0.8535533905932737)]
    [InlineData("polynomial", 500, 0.25)]
    [InlineData("multistep", 499, 1)]
    [InlineData("multistep", 500, 0.1)]
    [InlineData("multistep", 750, 0.01)]
    [InlineData("constant", 999, 1)]
    [InlineData("onecycle", 300, 1)]
    [InlineData("onecycle", 0, 0.04)]
    [InlineData("onecycle", 650, 0.5)]
    public void Factors_are_those_of_the_formula(string name, long step, double factor) => Assert.Equal(factor, At(name, step), 9);

    [Fact]
    public void The_rate_warms_up_linearly_and_ends_near_nothing()
    {
        Assert.Equal(0.5, At("cosine", 50, 0.1), 2);
        Assert.Equal(1, At("cosine", 100, 0.1), 9);
        Assert.True(At("cosine", 0, 0.1) is > 0 and < 0.02);
        Assert.True(At("cosine", 999, 0.1) < 1e-4);
    }

    [Fact]
    public void Every_schedule_stays_between_0_and_1()
    {
        foreach (var name in Schedules.Names)
            for (var step = 0; step < 1000; step++)
                Assert.InRange(At(name, step, 0.05), 0, 1);
    }

    [Theory]
    [InlineData(0, 0.3, 0)]
    [InlineData(150, 0.3, 0.5)]
    [InlineData(300, 0.3, 1)]
    [InlineData(900, 0.3, 1)]
    [InlineData(0, 0, 1)]
    public void The_margin_ramps_over_its_share(long step, double ramp, double strength) =>
        Assert.Equal(strength, Schedules.Ramp(step, 1000, ramp), 9);
}
