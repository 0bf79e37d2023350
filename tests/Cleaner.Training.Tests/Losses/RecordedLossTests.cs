using System.Text.Json;
using Cleaner.Training.Heads;
using Cleaner.Training.Losses;
using Cleaner.Training.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Tests.Losses;

/// <summary>Values and gradients of PyTorch; see Fixtures/make_losses.py.</summary>
public sealed class RecordedLossTests
{
    private sealed record Recorded(
        string Loss, Dictionary<string, double> Parameters, int K, int Classes, int Dim, long[] Labels, float[] Embeddings, float[] Weight, float[]? Centers,
        double Value, double[] EmbeddingGradient, double[] WeightGradient);

    private static readonly Lazy<List<Recorded>> Records = new(() =>
    {
        using var stream = typeof(RecordedLossTests).Assembly.GetManifestResourceStream("Cleaner.Training.Tests.Fixtures.losses.json")!;
        return JsonSerializer.Deserialize<List<Recorded>>(stream, new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower })!;
    });

    public static TheoryData<int, string> Cases()
    {
        var data = new TheoryData<int, string>();
        for (var i = 0; i < Records.Value.Count; i++)
            data.Add(i, $"{Records.Value[i].Loss} K={Records.Value[i].K} {string.Join(' ', Records.Value[i].Parameters)}");
        return data;
    }

    [Fact]
    public void Every_added_loss_is_recorded() => Assert.Equal(AddedLossCatalog.Names.Order(), Records.Value.Select(r => r.Loss).Distinct().Order());

    [Theory]
    [MemberData(nameof(Cases))]
    public void Value_and_gradients_equal_those_of_PyTorch(int index, string name)
    {
        _ = name;
        var recorded = Records.Value[index];
        using var scope = NewDisposeScope();
        var info = AddedLossCatalog.Find(recorded.Loss);
        var loss = info.Create(HeadSettings.Resolve(info.Name, info.Parameters, recorded.Parameters), new AddedLossShape(recorded.Classes, recorded.Dim, CPU));
        if (recorded.Centers is { } centers)
            Some.Fill(loss.State[0].Value, centers);
        var head = Some.Head("arcface", recorded.Classes, recorded.K, recorded.Dim);
        Some.Fill(head.Weight, recorded.Weight);
        var embeddings = Some.Matrix(recorded.Embeddings, recorded.Dim).requires_grad_();

        var value = loss.Value(new AddedLossInput(embeddings, from_array(recorded.Labels), head, Training: true));
        Assert.Equal(recorded.Value, value.item<float>(), 1e-5 * (1 + Math.Abs(recorded.Value)));
        value.backward();
        AssertClose(recorded.EmbeddingGradient, embeddings.grad, "gradient of the embeddings");
        AssertClose(recorded.WeightGradient, head.Weight.grad, "gradient of the centers");
    }

    private static void AssertClose(double[] expected, Tensor? gradient, string what)
    {
        var actual = gradient is null ? new float[expected.Length] : Some.Values(gradient);
        Assert.Equal(expected.Length, actual.Length);
        var largest = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5 * (1 + largest), $"{what}[{i}]: {actual[i]} instead of {expected[i]}");
    }
}
