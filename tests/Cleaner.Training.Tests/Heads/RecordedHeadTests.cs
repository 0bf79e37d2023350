using Cleaner.Training.Heads;
using Cleaner.Training.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Tests.Heads;

public sealed class RecordedHeadTests
{
    public static TheoryData<int, string> Cases()
    {
        var data = new TheoryData<int, string>();
        for (var i = 0; i < HeadCase.All.Count; i++)
            data.Add(i, $"{HeadCase.All[i].Head} K={HeadCase.All[i].K} {string.Join(' ', HeadCase.All[i].Parameters)}");
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Logits_loss_and_gradients_equal_those_of_PyTorch(int index, string name)
    {
        _ = name;
        var recorded = HeadCase.All[index];
        using var scope = NewDisposeScope();
        var head = Create(recorded);
        var embeddings = Some.Matrix(recorded.Embeddings, recorded.Dim).requires_grad_();
        var labels = from_array(recorded.Labels);

        var logits = head.Logits(embeddings, labels, recorded.Strength, recorded.Step);
        AssertClose(recorded.Logits, Some.Values(logits), "logits");

        // The running statistics of AdaFace have moved once: start again.
        head = Create(recorded);
        var output = head.Forward(embeddings, labels, recorded.Strength, recorded.Step);
        Assert.Equal(recorded.Loss, output.Loss.item<float>(), 2e-5 * (1 + recorded.Loss));
        output.Loss.backward();
        AssertClose(recorded.EmbeddingGradient, Some.Values(embeddings.grad!), "gradient of the embeddings");
        AssertClose(recorded.WeightGradient, Some.Values(head.Weight.grad!), "gradient of the centers");
    }

    private static MarginHead Create(HeadCase recorded)
    {
        var pooling = recorded.Pooling == "max" ? CenterPooling.Max : CenterPooling.Softmax;
        var head = Some.Head(recorded.Head, recorded.Classes, recorded.K, recorded.Dim, recorded.Scale, pooling, recorded.Parameters, recorded.FilterAbove);
        Some.Fill(head.Weight, recorded.Weight);
        if (recorded.Bias is { } bias)
            Some.Fill(head.get_parameter("bias")!, bias);
        return head;
    }

    private static void AssertClose(double[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 2e-5 * (1 + largest), $"{what}[{i}]: {actual[i]} instead of {expected[i]}");
    }
}
