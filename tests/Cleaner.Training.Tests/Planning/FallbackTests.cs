using Cleaner.Training.Data;
using Cleaner.Training.Engine;
using Cleaner.Training.Planning;
using Cleaner.Training.Tests.Support;

namespace Cleaner.Training.Tests.Planning;

public sealed class FallbackTests
{
    private static readonly TrainOptions Asked = new() { Precision = "bf16", ChannelsLast = "on", CudnnBenchmark = "on" };

    private static readonly DataFacts Plain = new(
        Images: 100, Identities: 10, MedianSide: 64, Aligned: false, CudaDevices: 1, Cores: 2, FreeMemory: 1L << 30, FreeDisk: 1L << 30, CanAutocast: false);

    [Fact]
    public void A_provider_without_them_says_once_each_what_it_does_instead()
    {
        var messages = Fallbacks.Messages(Asked, new PlainTestEngine());
        Assert.Equal(2, messages.Count);
        Assert.StartsWith("--precision bf16 needs autocast, which the provider nuget has not: training in fp32", messages[0]);
        Assert.Empty(Fallbacks.Messages(new TrainOptions { Precision = "tf32" }, new PlainTestEngine()));
    }

    [Fact]
    public void The_provider_of_this_build_needs_no_fallback() =>
        Assert.Equal(Engines.Current.CanAutocast ? 0 : 2, Fallbacks.Messages(Asked, Engines.Current).Count);

    [Fact]
    public void The_plan_holds_what_will_be_done()
    {
        var plan = TrainPlanner.Resolve(Asked, Plain);
        Assert.Equal(("fp32", true), (plan.Precision, plan.ChannelsLast));
        var able = TrainPlanner.Resolve(Asked with { ChannelsLast = "auto", CudnnBenchmark = "auto" }, Plain with { CanAutocast = true });
        Assert.Equal(("bf16", true, true), (able.Precision, able.ChannelsLast, able.CudnnBenchmark));
        var cpu = TrainPlanner.Resolve(new TrainOptions { Precision = "bf16" }, Plain with { CudaDevices = 0, CanAutocast = true });
        Assert.Equal(("bf16", true, false), (cpu.Precision, cpu.ChannelsLast, cpu.CudnnBenchmark));
        Assert.False(TrainPlanner.Resolve(new TrainOptions { Precision = "tf32" }, Plain).ChannelsLast);
        Assert.False(TrainPlanner.Resolve(new TrainOptions { ChannelsLast = "off" }, Plain with { CudaDevices = 0 }).ChannelsLast);
    }
}
