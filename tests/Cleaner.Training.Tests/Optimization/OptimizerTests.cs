using System.Text.Json;
using Cleaner.Training.Engine;
using Cleaner.Training.Optimization;
using Cleaner.Training.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Tests.Optimization;

public sealed class OptimizerTests
{
    private const double WeightDecay = 0.05;

    private sealed record Recorded(float[][] Start, float[][][] Gradients, float[][] End);

    [Theory]
    [InlineData("sgd")]
    [InlineData("nesterov")]
    [InlineData("adamw")]
    public void Steps_equal_those_of_PyTorch_and_leave_vectors_undecayed(string name)
    {
        using var scope = NewDisposeScope();
        var recorded = Read(name);
        var matrix = nn.Parameter(Some.Matrix(recorded.Start[0], 2));
        var vector = nn.Parameter(tensor(recorded.Start[1]));
        var optimizer = Create(name, [new NamedParameter("vector", vector), new NamedParameter("matrix", matrix)]);
        for (var step = 0; step < recorded.Gradients.Length; step++)
        {
            matrix.grad = Some.Matrix(recorded.Gradients[step][0], 2);
            vector.grad = tensor(recorded.Gradients[step][1]);
            optimizer.Step(0.1 / (step + 1));
        }
        AssertClose(recorded.End[0], Some.Values(matrix));
        AssertClose(recorded.End[1], Some.Values(vector));
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adamw")]
    public void The_state_carries_on_in_another_optimizer(string name)
    {
        using var scope = NewDisposeScope();
        float[] Run(bool handOver)
        {
            manual_seed(2);
            var weight = nn.Parameter(randn(new long[] { 3, 3 }));
            var optimizer = Create(name, [new NamedParameter("w", weight)]);
            for (var step = 0; step < 6; step++)
            {
                if (handOver && step == 3)
                {
                    var next = Create(name, [new NamedParameter("w", weight)]);
                    foreach (var (from, to) in optimizer.State.Zip(next.State))
                        to.Value.copy_(from.Value);
                    optimizer = next;
                }
                weight.grad = randn(new long[] { 3, 3 });
                optimizer.Step(0.05);
            }
            return Some.Values(weight);
        }
        Assert.Equal(Run(false), Run(true));
    }

    [Fact]
    public void Clipping_limits_the_norm_of_all_gradients_together()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (nn.Parameter(zeros(new long[] { 1, 2 })), nn.Parameter(zeros(new long[] { 1 })));
        var optimizer = Create("sgd", [new NamedParameter("a", a), new NamedParameter("b", b)]);
        a.grad = Some.Matrix([2, 4], 2);
        b.grad = tensor(new[] { 4f });
        Assert.Equal(6, optimizer.Clip(3), 5);
        Assert.Equal([1f, 2f], Some.Values(a.grad!).Select(v => MathF.Round(v, 4)));
        Assert.Equal(3, optimizer.Clip(0), 4);
    }

    [Fact]
    public void An_average_follows_the_weights_and_swaps_in_and_out()
    {
        using var scope = NewDisposeScope();
        var weight = nn.Parameter(tensor(new[] { 1f }));
        var average = new WeightAverage([new NamedParameter("w", weight)], 0.5, Engines.Current);
        using (no_grad())
            weight.fill_(3);
        // The ramp allows 0.1 at step 0: 0.1·1 + 0.9·3.
        average.Update(0);
        average.Swap();
        Assert.Equal(2.8f, weight.item<float>(), 5);
        average.Swap();
        Assert.Equal(3f, weight.item<float>(), 5);
    }

    private static Optimizer Create(string name, IReadOnlyList<NamedParameter> parameters) => name == "adamw"
        ? new AdamWOptimizer(parameters, WeightDecay, Engines.Current)
        : new SgdOptimizer(parameters, 0.9, WeightDecay, name == "nesterov", Engines.Current);

    private static Recorded Read(string name)
    {
        using var stream = typeof(OptimizerTests).Assembly.GetManifestResourceStream("Cleaner.Training.Tests.Fixtures.optimizers.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, Recorded>>(stream, JsonSerializerOptions.Web)![name];
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 2e-6);
    }
}
