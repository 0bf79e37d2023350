using Cleaner.Manifests;
using Cleaner.Training.Backbones;
using Cleaner.Training.Checkpoints;
using Cleaner.Training.Data;
using Cleaner.Training.Onnx;
using Cleaner.Training.Tests.Support;
using Microsoft.ML.OnnxRuntime;
using DenseTensor = Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<float>;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Tests.Onnx;

/// <summary>ONNX Runtime, which shares no code with the writer, gives the embeddings that torch gives.</summary>
public sealed class OnnxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.At("model.onnx");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("small", 16, 16, 128)]
    [InlineData("small", 28, 36, 128)]
    [InlineData("small", 70, 50, 64)]       // pooled before the embedding layer, with a remainder
    [InlineData("iresnet18", 112, 112, 512)]
    [InlineData("iresnet34", 56, 48, 128)]
    [InlineData("iresnet50", 32, 32, 512)]
    [InlineData("mobilefacenet", 112, 112, 512)]
    [InlineData("mobilefacenet", 64, 48, 96)]
    public void Embeddings_of_ONNX_Runtime_equal_those_of_torch(string name, int height, int width, int dim)
    {
        using var scope = NewDisposeScope();
        using var network = Network(name, height, width, dim);
        OnnxFile.Write(Path, network);
        var images = Images(3, height, width);
        AssertClose(Torch(network, images), OnnxRuntime(Path, images), 1e-4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void One_file_takes_batches_of_any_size(int batch)
    {
        using var scope = NewDisposeScope();
        using var network = Network("small", 24, 24, 32);
        OnnxFile.Write(Path, network);
        var images = Images(batch, 24, 24);
        AssertClose(Torch(network, images), OnnxRuntime(Path, images), 1e-4);
    }

    [Fact]
    public void Unit_length_scales_each_embedding_to_length_1()
    {
        using var scope = NewDisposeScope();
        using var network = Network("small", 24, 24, 32);
        OnnxFile.Write(Path, network, unitLength: true);
        var images = Images(4, 24, 24);
        AssertClose(nn.functional.normalize(Torch(network, images)), OnnxRuntime(Path, images), 1e-5);
    }

    [Fact]
    public void The_same_network_gives_the_same_bytes_and_another_one_others()
    {
        using var scope = NewDisposeScope();
        using var network = Network("small", 24, 24, 32);
        OnnxFile.Write(Path, network);
        var first = File.ReadAllBytes(Path);
        OnnxFile.Write(Path, network);
        Assert.True(first.AsSpan().SequenceEqual(File.ReadAllBytes(Path)), "two files of one network differ");
        Some.Fill(network.get_parameter("fc.weight")!, new float[network.get_parameter("fc.weight")!.numel()]);
        OnnxFile.Write(Path, network);
        Assert.False(first.AsSpan().SequenceEqual(File.ReadAllBytes(Path)), "other weights give the same file");
        Assert.Equal([Path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void The_file_says_what_it_takes_and_gives()
    {
        using var network = Network("small", 24, 32, 48);
        OnnxFile.Write(Path, network);
        using var session = new InferenceSession(Path);
        Assert.Equal([-1, 3, 24, 32], session.InputMetadata["input"].Dimensions);
        Assert.Equal([-1, 48], session.OutputMetadata["embedding"].Dimensions);
        Assert.Equal("batch", session.InputMetadata["input"].SymbolicDimensions[0]);
        var described = session.ModelMetadata;
        Assert.Equal("cleaner", described.ProducerName);
        Assert.Equal(("small", "24x32", "48", "RGB", "127.5", "127.5", "false"), (
            described.CustomMetadataMap["backbone"], described.CustomMetadataMap["input_size"], described.CustomMetadataMap["embedding_dim"],
            described.CustomMetadataMap["color_order"], described.CustomMetadataMap["input_mean"], described.CustomMetadataMap["input_std"],
            described.CustomMetadataMap["unit_length"]));
    }

    [Fact]
    public void A_place_that_cannot_be_written_to_is_one_line()
    {
        using var network = Network("small", 24, 24, 32);
        var path = _folder.At("missing", "model.onnx");
        var failure = Assert.Throws<CleanerException>(() => OnnxFile.Write(path, network));
        Assert.StartsWith($"'{path}' cannot be written: ", failure.Message);
    }

    /// <summary>A network whose running statistics are far from their start, so that a batch norm that is left out or turned shows.</summary>
    private static Backbone Network(string name, int height, int width, int dim)
    {
        using var scope = NewDisposeScope();
        var network = BackboneCatalog.Create(name, new ImageShape(height, width), dim, dropRate: name == "mobilefacenet" ? 0 : 0.4);
        foreach (var (key, tensor) in StateLoading.Of(network).Where(t => !t.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)))
            Some.Fill(tensor, FormulaWeights.Of(key, tensor.shape));
        network.eval();
        return network;
    }

    private static Tensor Images(int count, int height, int width) =>
        tensor(Enumerable.Range(0, count * 3 * height * width).Select(i => (float)Math.Sin(i * 0.011)).ToArray()).view(count, 3, height, width);

    private static Tensor Torch(Backbone network, Tensor images)
    {
        using var still = no_grad();
        return network.call(images);
    }

    private static float[] OnnxRuntime(string path, Tensor images)
    {
        using var session = new InferenceSession(path);
        var input = new DenseTensor(Some.Values(images), [.. images.shape.Select(d => (int)d)]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("input", input)]);
        return [.. Assert.Single(results).AsEnumerable<float>()];
    }

    /// <summary>Equal within a share of the largest value.</summary>
    private static void AssertClose(Tensor expected, float[] actual, double share)
    {
        var wanted = Some.Values(expected);
        Assert.Equal(wanted.Length, actual.Length);
        var largest = wanted.Max(MathF.Abs);
        Assert.True(largest > 0.01, "the network says nothing");
        for (var i = 0; i < actual.Length; i++)
            Assert.True(Math.Abs(wanted[i] - actual[i]) <= share * largest, $"[{i}]: {actual[i]} instead of {wanted[i]}, largest {largest}");
    }
}
