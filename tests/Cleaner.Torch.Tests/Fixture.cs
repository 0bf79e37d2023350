using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Torch.Tests;

/// <summary>One case of Fixtures/pytorch.json: named tensors as PyTorch computed them.</summary>
internal sealed class Fixture
{
    private static readonly Lazy<JsonDocument> File =
        new(() => JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "pytorch.json"))));

    private readonly JsonElement tensors;
    private readonly string name;

    private Fixture(string name, JsonElement tensors)
    {
        this.name = name;
        this.tensors = tensors;
    }

    public static Fixture Of(string name) => new(name, File.Value.RootElement.GetProperty(name));

    /// <summary>A float32 or int64 tensor.</summary>
    public Tensor this[string tensorName]
    {
        get
        {
            var entry = tensors.GetProperty(tensorName);
            var shape = entry.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
            var data = entry.GetProperty("data").EnumerateArray();
            return entry.GetProperty("type").GetString() == "int"
                ? tensor(data.Select(value => value.GetInt64()).ToArray()).reshape(shape)
                : tensor(data.Select(value => (float)value.GetDouble()).ToArray()).reshape(shape);
        }
    }

    public bool Has(string tensorName) => tensors.TryGetProperty(tensorName, out _);

    /// <summary>Asserts the same shape, and the same values to float32's precision.</summary>
    public void Check(string tensorName, Tensor actual, double tolerance = 1e-5)
    {
        using var expected = this[tensorName];
        Assert.Equal(expected.shape, actual.shape);
        using var converted = actual.detach().to_type(expected.dtype);
        if (!converted.allclose(expected, rtol: tolerance, atol: tolerance))
            Assert.Fail($"{name}.{tensorName}: largest difference {(converted - expected).abs().max().ToDouble()}");
    }
}
