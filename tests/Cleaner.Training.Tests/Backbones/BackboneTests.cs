using System.Text.Json;
using Cleaner.Training.Backbones;
using Cleaner.Training.Checkpoints;
using Cleaner.Training.Data;
using Cleaner.Training.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Tests.Backbones;

public sealed class BackboneTests
{
    private sealed record Recorded(string Name, int Size, Dictionary<string, long[]> Parameters, float[] Embedding);

    private static readonly Lazy<List<Recorded>> Records = new(() =>
    {
        using var stream = typeof(BackboneTests).Assembly.GetManifestResourceStream("Cleaner.Training.Tests.Fixtures.backbones.json")!;
        return JsonSerializer.Deserialize<List<Recorded>>(stream, JsonSerializerOptions.Web)!;
    });

    [Theory]
    [InlineData("iresnet18")]
    [InlineData("iresnet50")]
    [InlineData("mobilefacenet")]
    public void Names_shapes_and_embeddings_are_those_of_insightface(string name)
    {
        using var scope = NewDisposeScope();
        var recorded = Records.Value.Single(r => r.Name == name);
        using var network = BackboneCatalog.Create(name, new ImageShape(recorded.Size, recorded.Size), 512);
        var state = StateLoading.Of(network).Where(t => !t.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToDictionary();
        Assert.Equal(recorded.Parameters.Keys.Order(StringComparer.Ordinal), state.Keys.Order(StringComparer.Ordinal));
        foreach (var (key, tensor) in state)
        {
            Assert.Equal(recorded.Parameters[key], tensor.shape);
            Some.Fill(tensor, FormulaWeights.Of(key, tensor.shape));
        }
        network.eval();
        using var still = no_grad();
        var side = recorded.Size;
        var image = Enumerable.Range(0, 2 * 3 * side * side).Select(i => (float)Math.Sin(i * 0.011)).ToArray();
        var embedding = network.call(tensor(image).view(2, 3, side, side));
        Assert.Equal([2L, 512], embedding.shape);
        var actual = Some.Values(embedding.narrow(1, 0, 32));
        var largest = recorded.Embedding.Max(MathF.Abs);
        for (var i = 0; i < actual.Length; i++)
            Assert.Equal(recorded.Embedding[i], actual[i], 1e-4 * largest);
    }

    [Theory]
    [InlineData("small", 28, 28, 128)]
    [InlineData("small", 64, 32, 128)]
    [InlineData("small", 50, 70, 64)]
    [InlineData("iresnet18", 56, 48, 512)]
    [InlineData("mobilefacenet", 64, 64, 128)]
    public void Any_input_size_gives_embeddings_of_the_wanted_length(string name, int height, int width, int dim)
    {
        using var scope = NewDisposeScope();
        using var network = BackboneCatalog.Create(name, new ImageShape(height, width), dim);
        Assert.Equal([2L, dim], network.call(randn(new long[] { 2, 3, height, width })).shape);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    public void The_small_network_has_about_half_a_million_weights(int side)
    {
        using var network = BackboneCatalog.Create("small", new ImageShape(side, side), 128);
        Assert.InRange(network.parameters().Sum(p => p.numel()), 400_000, 650_000);
    }

    [Fact]
    public void Evaluation_of_an_image_does_not_depend_on_its_batch()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var network = BackboneCatalog.Create("small", new ImageShape(32, 32), 128);
        network.eval();
        using var still = no_grad();
        var images = randn(new long[] { 6, 3, 32, 32 });
        var alone = Some.Values(network.call(images.narrow(0, 2, 1)));
        var together = Some.Values(network.call(images).narrow(0, 2, 1));
        for (var i = 0; i < alone.Length; i++)
            Assert.Equal(together[i], alone[i], 1e-4);
    }
}
