using System.Text.Json;
using Cleaner.Manifests.Arrays;
using Cleaner.Training.Engine;
using Cleaner.Training.Planning;
using Cleaner.Training.Running;
using Cleaner.Training.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Tests.Running;

public sealed class PrecisionTests
{
    [Fact]
    public void A_training_in_bf16_on_a_CPU_learns_and_says_fp32_where_the_provider_has_no_bf16()
    {
        using var set = new TinySet();
        set.Train(TinySet.Quick with { Epochs = 12, K = 1, Precision = "bf16" });
        var losses = File.ReadLines(set.Run().Metrics).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("loss").GetDouble()).ToList();
        Assert.True(losses[^1] < losses[0] / 2, string.Join(' ', losses));
        Assert.Equal(Engines.Current.CanAutocast ? "bf16" : "fp32", set.Run().ReadConfig().Option<string>("precision"));
        Assert.All(Read(set.Run().Embeddings), v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public void The_loss_in_bf16_follows_that_in_fp32()
    {
        using var scope = NewDisposeScope();
        var (full, half) = (Losses("fp32"), Losses("bf16"));
        if (!Engines.Current.CanAutocast)
        {
            Assert.Equal(full, half);
            return;
        }
        Assert.NotEqual(full, half);
        Assert.True(half[^1] < half[0] / 3, string.Join(' ', half));
        for (var i = 0; i < full.Length; i++)
            Assert.Equal(full[i], half[i], 0.1 * full[0]);
    }

    [Fact]
    public void A_step_in_NHWC_order_moves_the_weights_to_the_same_place()
    {
        using var scope = NewDisposeScope();
        var (nchw, nhwc) = (Stepped("fp32", steps: 1), Stepped("fp32", steps: 1, channelsLast: true));
        for (var i = 0; i < nchw.Length; i++)
            Assert.Equal(nchw[i], nhwc[i], 1e-5);
        Assert.NotEqual(nchw, Stepped("fp32", steps: 2));
    }

    [Fact]
    public void Without_the_provider_s_help_images_come_into_the_same_order()
    {
        using var scope = NewDisposeScope();
        var images = randn(new long[] { 2, 3, 5, 4 });
        var ordered = new PlainTestEngine().ChannelsLast(images);
        Assert.Equal([60, 1, 12, 3], ordered.stride());
        Assert.Equal(Engines.Current.ChannelsLast(images).stride(), ordered.stride());
        Assert.Equal(Some.Values(images), Some.Values(ordered.contiguous()));
    }

    [Fact]
    public void A_loss_scaled_by_a_power_of_two_trains_to_the_same_bits()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(Stepped("fp32"), Stepped("fp16"));
    }

    [Fact]
    public void A_step_with_a_broken_gradient_is_skipped_and_a_broken_loss_reported()
    {
        using var scope = NewDisposeScope();
        var (step, state) = Make("fp16");
        var before = Some.Values(state.Head.Weight);
        var reported = (0.0, 0.0);
        // An embedding of NaN: the loss is NaN and so is every gradient.
        step.Run(full(new long[] { 4, 3, 16, 16 }, double.NaN), zeros(new long[] { 4 }, dtype: ScalarType.Int64), 1, 0.1, check: (loss, norm) => reported = (loss, norm));
        Assert.Equal(before, Some.Values(state.Head.Weight));
        Assert.Equal(32768, state.Scaler!.Scale);
        Assert.True(double.IsNaN(reported.Item1));
        Assert.Equal(0, reported.Item2);
    }

    /// <summary>Weights after some steps; the network itself computes in fp32, fp16 only brings the scaler.</summary>
    private static float[] Stepped(string precision, int steps = 3, bool channelsLast = false)
    {
        var (step, state) = Make(precision, channelsLast);
        for (var i = 0; i < steps; i++)
        {
            var images = randn(new long[] { 4, 3, 16, 16 });
            step.Run(channelsLast ? Engines.Current.ChannelsLast(images) : images, from_array(new long[] { 0, 1, 2, 0 }), 1, 0.1);
            state.Step++;
        }
        return [.. state.Backbone.parameters().SelectMany(Some.Values), .. Some.Values(state.Head.Weight)];
    }

    private static (TrainingStep Step, TrainingState State) Make(string precision, bool channelsLast = false, string computing = "fp32")
    {
        var facts = new DataFacts(100, 3, 16, false, 0, 1, 1L << 30, 1L << 30, CanAutocast: true);
        var options = TinySet.Quick with { Clip = 5 };
        var plan = TrainPlanner.Resolve(options, facts);
        var state = TrainingState.Create(plan with { Precision = precision, ChannelsLast = channelsLast }, options, 3, 100);
        state.Backbone.train();
        return (new TrainingStep(options, plan with { Precision = computing }, state), state);
    }

    /// <summary>The losses of thirty steps on one batch.</summary>
    private static double[] Losses(string precision)
    {
        var (step, state) = Make(precision, computing: precision);
        var (images, labels) = (randn(new long[] { 12, 3, 16, 16 }), arange(12, dtype: ScalarType.Int64) % 3);
        return [.. Enumerable.Range(0, 30).Select(_ => step.Run(images, labels, strength: 0.5, learningRate: 0.01).Loss)];
    }

    private static float[] Read(string path)
    {
        using var array = NpyArray<float>.Open(path);
        return array.ToArray();
    }
}
