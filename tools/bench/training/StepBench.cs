using System.Diagnostics;
using Cleaner.Training;
using Cleaner.Training.Engine;
using Cleaner.Training.Planning;
using Cleaner.Training.Running;
using static TorchSharp.torch;

namespace Cleaner.Bench.Training;

/// <summary>Steps on one batch of random images that already lies on the device.</summary>
internal static class StepBench
{
    private const int WarmUp = 3;

    public static Figures Run(BenchOptions options)
    {
        var asked = new TrainOptions
        {
            Backbone = options.Backbone, InputSize = $"{options.Size}", BatchSize = options.Batch, K = options.K, Scale = 24,
            Precision = options.Precision, Device = options.Device, ChannelsLast = options.ChannelsLast ? "on" : "auto", Threads = options.Threads,
        };
        asked.Validate();
        var facts = new DataFacts(
            options.Batch, options.Classes, options.Size, false, cuda_is_available() ? cuda.device_count() : 0, Machine.PhysicalCores(),
            1L << 30, 1L << 30, Engines.Current.CanAutocast) { CpuBf16 = Machine.CpuMultipliesBf16() };
        var plan = TrainPlanner.Resolve(asked, facts);
        set_num_threads(plan.Threads);
        KeptMemory.Keep();
        Precisions.Apply(plan.Precision, device(plan.Device));
        Engines.Current.CudnnBenchmark(plan.CudnnBenchmark);
        using var state = TrainingState.Create(plan, asked, options.Classes, 1);
        state.Backbone.train();
        var step = new TrainingStep(asked, plan, state);
        var times = new List<double>();
        using var scope = NewDisposeScope();
        var images = randn(new long[] { options.Batch, 3, options.Size, options.Size }).to(state.Device);
        if (plan.ChannelsLast)
            images = Engines.Current.ChannelsLast(images);
        var labels = (arange(options.Batch, dtype: ScalarType.Int64) % options.Classes).to(state.Device);
        var cpu = TimeSpan.Zero;
        for (var i = 0; i < WarmUp + options.Steps; i++)
        {
            using var inner = NewDisposeScope();
            if (i == WarmUp)
                cpu = Environment.CpuUsage.TotalTime;
            var start = Stopwatch.GetTimestamp();
            step.Run(images, labels, 1, 0.1);
            Wait(state.Device);
            if (i >= WarmUp)
                times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        var cpuSeconds = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds / options.Steps;
        times.Sort();
        var median = times[times.Count / 2];
        return Figures.Of(options.Batch / median, median, cpuSeconds, plan.Device);
    }

    /// <summary>The step has read its loss; the optimizer's kernels may still run.</summary>
    private static void Wait(Device device)
    {
        if (device.type == TorchSharp.DeviceType.CUDA)
            cuda.synchronize(device);
    }
}
