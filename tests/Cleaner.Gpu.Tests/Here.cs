using Cleaner.Training;
using Cleaner.Training.Engine;
using Cleaner.Training.Optimization;
using Cleaner.Training.Planning;
using Cleaner.Training.Running;
using static TorchSharp.torch;

// torch's generator and its switches belong to the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Cleaner.Gpu.Tests;

/// <summary>The device that the tests run on: the first GPU, else the CPU, where all but a few can be proven too.</summary>
internal static class Here
{
    public const int Classes = 3, Side = 16;

    public static bool HasGpu { get; } = cuda_is_available();

    public static string Name => HasGpu ? "cuda" : "cpu";

    public static Device Device => device(Name);

    /// <summary>A small network with its step, from seed 1.</summary>
    public static (TrainingStep Step, TrainingState State) Training(string precision, string on, bool channelsLast = false, string marginOn = "all")
    {
        var options = new TrainOptions
        {
            Backbone = "small", InputSize = $"{Side}", EmbeddingDim = 16, K = 3, Precision = precision, Device = on, ChannelsLast = channelsLast ? "on" : "off",
            MarginOn = marginOn,
        };
        var facts = new DataFacts(100, Classes, Side, false, HasGpu ? 1 : 0, 1, 1L << 30, 1L << 30, Engines.Current.CanAutocast);
        var plan = TrainPlanner.Resolve(options, facts);
        Precisions.Apply(plan.Precision, device(plan.Device));
        Engines.Current.CudnnBenchmark(plan.CudnnBenchmark);
        var state = TrainingState.Create(plan, options, Classes, 100);
        state.Backbone.train();
        return (new TrainingStep(options, plan, state), state);
    }

    /// <summary>The losses of some steps on one batch of random images, all weights after them, and how many steps were skipped.</summary>
    public static (double[] Losses, float[] Weights, int Skipped) Steps(string precision, string on, int steps, bool channelsLast = false, string marginOn = "all")
    {
        using var scope = NewDisposeScope();
        var (step, state) = Training(precision, on, channelsLast, marginOn);
        // Drawn on the CPU: the same on every device.
        var images = randn(new long[] { 12, 3, Side, Side }).to(state.Device);
        if (channelsLast)
            images = Engines.Current.ChannelsLast(images);
        var labels = (arange(12, dtype: ScalarType.Int64) % Classes).to(state.Device);
        double[] losses = [.. Enumerable.Range(0, steps).Select(_ => step.Run(images, labels, strength: 0.5, learningRate: 0.01).Loss)];
        // Each skipped step halves the scale; 30 steps do not raise it again.
        var skipped = state.Scaler is { } scaler ? (int)Math.Log2(new GradientScaler().Scale / scaler.Scale) : 0;
        return (losses, [.. state.Backbone.parameters().SelectMany(Values), .. Values(state.Head.Weight)], skipped);
    }

    public static float[] Values(Tensor tensor) => [.. tensor.detach().cpu().contiguous().data<float>()];
}

/// <summary>A test that only a CUDA device can run.</summary>
internal sealed class GpuFactAttribute : FactAttribute
{
    public GpuFactAttribute()
    {
        if (!Here.HasGpu)
            Skip = "no CUDA device";
    }
}

/// <summary>As <see cref="GpuFactAttribute"/>, for theories.</summary>
internal sealed class GpuTheoryAttribute : TheoryAttribute
{
    public GpuTheoryAttribute()
    {
        if (!Here.HasGpu)
            Skip = "no CUDA device";
    }
}
