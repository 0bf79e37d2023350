using Cleaner.Training.Engine;
using Cleaner.Training.Optimization;
using Cleaner.Training.Running;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Gpu.Tests;

/// <summary>A training step on the device of this machine.</summary>
public sealed class TrainingTests
{
    [Theory]
    [InlineData("fp32", false)]
    [InlineData("bf16", false)]
    [InlineData("bf16", true)]
    public void A_network_learns_in_every_precision_of_the_device(string precision, bool channelsLast) => Learns(precision, channelsLast);

    [GpuTheory]
    [InlineData("tf32", false)]
    [InlineData("fp16", false)]
    [InlineData("fp16", true)]
    public void And_in_those_of_a_GPU(string precision, bool channelsLast) => Learns(precision, channelsLast);

    [Theory]
    [InlineData("all")]
    [InlineData("hits")]
    public void A_step_ends_in_the_weights_that_a_CPU_ends_in(string marginOn)
    {
        var (here, cpu) = (Here.Steps("fp32", Here.Name, steps: 2, marginOn: marginOn), Here.Steps("fp32", "cpu", steps: 2, marginOn: marginOn));
        Assert.Equal(cpu.Losses[1], here.Losses[1], 1e-3 * cpu.Losses[1]);
        for (var i = 0; i < cpu.Weights.Length; i++)
            Assert.Equal(cpu.Weights[i], here.Weights[i], 1e-3);
    }

    [Fact]
    public void NHWC_order_moves_the_weights_to_the_same_place()
    {
        var (nchw, nhwc) = (Here.Steps("fp32", Here.Name, steps: 1), Here.Steps("fp32", Here.Name, steps: 1, channelsLast: true));
        for (var i = 0; i < nchw.Weights.Length; i++)
            Assert.Equal(nchw.Weights[i], nhwc.Weights[i], 1e-4);
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adamw")]
    public void Fused_optimizer_steps_agree_with_plain_ones(string name)
    {
        float[] Moved(IEngine engine)
        {
            using var scope = NewDisposeScope();
            manual_seed(3);
            var weights = Enumerable.Range(1, 40).Select(i => new NamedParameter($"w{i}", nn.Parameter(randn(new long[] { i, 3 }).to(Here.Device)))).ToList();
            Optimizer optimizer = name == "adamw" ? new AdamWOptimizer(weights, 0.05, engine) : new SgdOptimizer(weights, 0.9, 0.01, true, engine);
            for (var step = 0; step < 3; step++)
            {
                foreach (var weight in weights)
                    weight.Value.grad = randn(weight.Value.shape).to(Here.Device);
                optimizer.Clip(1);
                optimizer.Step(0.1);
            }
            return [.. weights.SelectMany(w => Here.Values(w.Value))];
        }
        var (plain, fused) = (Moved(new Plain()), Moved(Engines.Current));
        for (var i = 0; i < plain.Length; i++)
            Assert.Equal(plain[i], fused[i], 1e-5);
    }

    [Fact]
    public void A_margin_for_hits_alone_is_another_loss() =>
        Assert.NotEqual(Here.Steps("fp32", Here.Name, steps: 1).Losses[0], Here.Steps("fp32", Here.Name, steps: 1, marginOn: "hits").Losses[0]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5000)]
    public void Label_margins_are_those_that_a_CPU_computes(int identities)
    {
        const int images = 64;
        using var scope = NewDisposeScope();
        manual_seed(5);
        var cosines = rand(new long[] { images, identities }) * 2 - 1;
        long[] own = [.. Enumerable.Range(0, images).Select(i => (long)(i * 31 % identities))];
        var other = LabelMargins.Another(own, [.. Enumerable.Range(0, images)], identities);
        float[] On(Device device) => LabelMargins.Of(cosines.to(device), tensor(own).to(device), tensor(other).to(device));
        Assert.Equal(On(CPU), On(Here.Device));
    }

    private static void Learns(string precision, bool channelsLast)
    {
        var (full, other) = (Here.Steps("fp32", Here.Name, 30).Losses, Here.Steps(precision, Here.Name, 36, channelsLast));
        var losses = other.Losses;
        Assert.True(losses[^1] < losses[0] / 3, string.Join(' ', losses));
        // Float16 begins with steps that overflow and move nothing, until the scale of the loss has fallen far enough.
        Assert.InRange(other.Skipped, 0, precision == "fp16" ? 6 : 0);
        for (var i = 0; i < full.Length; i++)
            Assert.Equal(full[i], losses[i + other.Skipped], 0.1 * full[0]);
    }

    private sealed class Plain : PlainEngine
    {
        public override string Name => "plain";
    }
}
