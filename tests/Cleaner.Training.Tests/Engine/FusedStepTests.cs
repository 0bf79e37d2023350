using Cleaner.Training.Backbones;
using Cleaner.Training.Data;
using Cleaner.Training.Engine;
using Cleaner.Training.Optimization;
using Cleaner.Training.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Tests.Engine;

public sealed class FusedStepTests
{
    [Theory]
    [InlineData("sgd")]
    [InlineData("nesterov")]
    [InlineData("adamw")]
    public void A_fused_step_and_the_plain_step_agree_to_the_last_bit(string name) =>
        Assert.Equal(Trained(name, new PlainTestEngine()), Trained(name, Engines.Current));

    [Fact]
    public void The_norm_of_many_tensors_is_the_plain_one()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        Tensor[] tensors = [randn(new long[] { 3, 5 }), randn(new long[] { 7 }), randn(new long[] { 1 }) * 100];
        Assert.Equal(new PlainTestEngine().Norm(tensors), Engines.Current.Norm(tensors), 1e-4);
    }

    [Fact]
    public void Gradients_are_unscaled_and_an_infinite_one_is_found()
    {
        foreach (var engine in new IEngine[] { new PlainTestEngine(), Engines.Current })
        {
            using var scope = NewDisposeScope();
            Tensor[] whole = [tensor(new[] { 8f, 16f })];
            Assert.True(engine.Unscale(whole, 8));
            Assert.Equal([1f, 2f], Some.Values(whole[0]));
            Assert.False(engine.Unscale([ones(2), full(1, double.PositiveInfinity)], 8));
            Assert.False(engine.Unscale([ones(2), full(1, double.NaN)], 8));
        }
    }

    [Fact]
    public void A_tensor_that_no_memory_holds_is_known_as_that()
    {
        var failure = Record.Exception(() => empty(new long[] { 1L << 60 }));
        Assert.True(Engines.Current.IsOutOfMemory(failure!), failure!.Message);
        Assert.False(Engines.Current.IsOutOfMemory(Record.Exception(() => ones(2, 2).mm(ones(3, 3)))!));
    }

    /// <summary>All weights and optimizer states of a small network after a few clipped steps.</summary>
    private static float[] Trained(string name, IEngine engine)
    {
        using var scope = NewDisposeScope();
        manual_seed(8);
        using var network = BackboneCatalog.Create("small", new ImageShape(16, 16), 8, 0);
        var parameters = NamedParameter.Of(network, "n").ToList();
        Optimizer optimizer = name == "adamw"
            ? new AdamWOptimizer(parameters, 0.05, engine)
            : new SgdOptimizer(parameters, 0.9, 0.01, name == "nesterov", engine);
        for (var step = 0; step < 4; step++)
        {
            network.call(randn(new long[] { 4, 3, 16, 16 })).square().sum().backward();
            optimizer.Clip(1);
            optimizer.Step(0.01);
            optimizer.ZeroGrad();
        }
        return [.. parameters.SelectMany(p => Some.Values(p.Value)), .. optimizer.State.SelectMany(s => Some.Values(s.Value.to_type(ScalarType.Float32)))];
    }
}
