using Cleaner.Training.Optimization;

namespace Cleaner.Training.Tests.Optimization;

public sealed class GradientScalerTests
{
    [Fact]
    public void The_scale_doubles_after_a_hundred_good_steps_and_halves_after_a_bad_one()
    {
        var scaler = new GradientScaler();
        Assert.Equal(65536, scaler.Scale);
        for (var step = 0; step < 99; step++)
            Assert.True(scaler.Update(finite: true));
        Assert.Equal(65536, scaler.Scale);
        scaler.Update(finite: true);
        Assert.Equal(131072, scaler.Scale);
        Assert.True(scaler.Update(finite: false));
        Assert.Equal(65536, scaler.Scale);
        for (var step = 0; step < 99; step++)
            scaler.Update(finite: true);
        Assert.Equal(65536, scaler.Scale);
    }

    [Fact]
    public void A_scale_that_cannot_fall_tells_that_the_gradient_is_broken()
    {
        var scaler = new GradientScaler();
        for (var i = 0; i < 16; i++)
            Assert.True(scaler.Update(finite: false));
        Assert.Equal(1, scaler.Scale);
        Assert.False(scaler.Update(finite: false));
    }

    [Fact]
    public void A_checkpoint_carries_it_on()
    {
        var (first, second) = (new GradientScaler(), new GradientScaler());
        first.Update(finite: false);
        second.State.copy_(first.State);
        Assert.Equal(32768, second.Scale);
    }
}
