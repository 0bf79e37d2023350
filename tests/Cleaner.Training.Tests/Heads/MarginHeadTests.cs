using Cleaner.Manifests;
using Cleaner.Training.Heads;
using Cleaner.Training.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Tests.Heads;

public sealed class MarginHeadTests
{
    private const int Classes = 4, Dim = 6, Batch = 9;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void ArcFace_equals_a_loop_over_doubles(int k)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var head = Some.Head("arcface", Classes, k, Dim);
        var embeddings = randn(new long[] { Batch, Dim });
        var labels = Enumerable.Range(0, Batch).Select(i => (long)(i % Classes)).ToArray();
        var loss = head.Forward(embeddings, from_array(labels)).Loss.item<float>();

        double Target(double theta) => theta < Math.PI - 0.5 ? Math.Cos(theta + 0.5) : Math.Cos(theta) - 0.5 * Math.Sin(Math.PI - 0.5);
        Assert.Equal(NaiveHead.Loss(Rows(embeddings), Rows(head.Weight), labels, k, 16, Target), loss, 1e-4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_margin_can_be_for_hits_alone(int k)
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var head = Some.Head("arcface", Classes, k, Dim);
        var embeddings = randn(new long[] { 4 * Batch, Dim });
        var labels = Enumerable.Range(0, 4 * Batch).Select(i => (long)(i % Classes)).ToArray();
        double Naive(bool sparesMisses) => NaiveHead.Loss(Rows(embeddings), Rows(head.Weight), labels, k, 16, NaiveHead.ArcFace, sparesMisses: sparesMisses);
        head.SparesMisses = true;

        Assert.Equal(Naive(true), head.Forward(embeddings, from_array(labels)).Loss.item<float>(), 1e-4);
        Assert.True(Naive(true) < Naive(false) - 0.1, "the rows hold no miss");
        head.eval();
        Assert.Equal(Naive(false), head.Forward(embeddings, from_array(labels)).Loss.item<float>(), 1e-4);
    }

    public static TheoryData<string> HeadNames() => [.. HeadCatalog.Names];

    [Theory]
    [MemberData(nameof(HeadNames))]
    public void One_center_is_the_plain_head_to_the_last_bit(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var plain = Some.Head(name, Classes, 1, Dim);
        // Three times the same center: the pooled maximum is that center's cosine.
        var pooled = Some.Head(name, Classes, 3, Dim);
        Some.Fill(pooled.Weight, Some.Values(plain.Weight.detach().unsqueeze(1).expand(Classes, 3, Dim).contiguous()));
        if (plain.get_parameter("bias") is { } bias)
            Some.Fill(pooled.get_parameter("bias")!, Some.Values(bias.detach().unsqueeze(1).expand(Classes, 3).contiguous()));
        var embeddings = randn(new long[] { Batch, Dim }) * 5;
        var labels = from_array(Enumerable.Range(0, Batch).Select(i => (long)(i % Classes)).ToArray());
        var (one, three) = (Some.Values(plain.Logits(embeddings, labels)), Some.Values(pooled.Logits(embeddings, labels)));
#if CLEANER_NUGET
        // Its newer libtorch multiplies by matrices of different sizes in different orders: the last bits differ.
        Assert.All(one.Zip(three), pair => Assert.Equal(pair.First, pair.Second, 1e-5f * Math.Max(1, Math.Abs(pair.First))));
#else
        Assert.Equal(one, three);
#endif
    }

    [Theory]
    [MemberData(nameof(HeadNames))]
    public void Gradients_are_finite_where_the_cosine_is_one_or_minus_one(string name)
    {
        using var scope = NewDisposeScope();
        var head = Some.Head(name, 3, 1, 3);
        Some.Fill(head.Weight, [1, 0, 0, 0, 1, 0, 0, 0, 1]);
        // Exactly on the own center, exactly opposite, and on another identity's center.
        var embeddings = Some.Matrix([20, 0, 0, 0, -20, 0, 20, 0, 0], 3).requires_grad_();
        var output = head.Forward(embeddings, from_array(new long[] { 0, 1, 2 }));
        output.Loss.backward();
        Assert.True(float.IsFinite(output.Loss.item<float>()), "the loss is not finite");
        Assert.All(Some.Values(embeddings.grad!), g => Assert.True(float.IsFinite(g), $"gradient {g}"));
        Assert.All(Some.Values(head.Weight.grad!), g => Assert.True(float.IsFinite(g), $"gradient {g}"));
    }

    [Theory]
    [MemberData(nameof(HeadNames))]
    public void Gradients_equal_differences_of_the_loss(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(11);
        var head = Some.Head(name, Classes, 2, Dim);
        head.eval();
        // Long enough for MagFace's norms to matter.
        var values = Some.Values(randn(new long[] { Batch, Dim }) * 8);
        var labels = from_array(Enumerable.Range(0, Batch).Select(i => (long)(i % Classes)).ToArray());
        var embeddings = Some.Matrix(values, Dim).requires_grad_();
        head.Forward(embeddings, labels).Loss.backward();
        var gradient = Some.Values(embeddings.grad!);

        const float h = 0.02f;
        for (var i = 0; i < values.Length; i += 5)
        {
            double LossAt(float delta)
            {
                var moved = (float[])values.Clone();
                moved[i] += delta;
                return head.Forward(Some.Matrix(moved, Dim), labels).Loss.item<float>();
            }
            // AdaFace holds its norm statistics without gradient: the difference sees them, the gradient does not.
            if (name != "adaface")
                Assert.Equal((LossAt(h) - LossAt(-h)) / (2 * h), gradient[i], 2e-3 + 0.02 * Math.Abs(gradient[i]));
        }
        Assert.Contains(gradient, g => Math.Abs(g) > 1e-4);
    }

    [Fact]
    public void The_nearest_center_takes_the_gradient_alone()
    {
        using var scope = NewDisposeScope();
        var head = Some.Head("arcface", 2, 2, 2);
        Some.Fill(head.Weight, [1, 0, 0, 1, -1, 0, 0, -1]);
        head.Forward(Some.Matrix([1, 0.2f], 2), from_array(new long[] { 0 })).Loss.backward();
        var gradient = Some.Values(head.Weight.grad!);
        Assert.NotEqual(0, gradient[1]);
        Assert.Equal((0f, 0f), (gradient[2], gradient[3]));
    }

    [Fact]
    public void The_margin_grows_with_its_strength()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var head = Some.Head("arcface", Classes, 3, Dim);
        var embeddings = randn(new long[] { Batch, Dim });
        var labels = zeros(new long[] { Batch }, dtype: ScalarType.Int64);
        var losses = new[] { 0, 0.5, 1 }.Select(s => head.Forward(embeddings, labels, s).Loss.item<float>()).ToArray();
        Assert.True(losses[0] < losses[1] && losses[1] < losses[2], string.Join(' ', losses));
    }

    [Fact]
    public void An_unknown_number_of_a_head_is_refused_with_what_it_takes()
    {
        var failure = Assert.Throws<UsageException>(() => Some.Head("cosface", 2, 1, 2, parameters: new Dictionary<string, double> { ["m2"] = 1 }));
        Assert.Equal("the head cosface takes no 'm2': it takes m", failure.Message);
        Assert.Throws<UsageException>(() => Some.Head("arcface", 2, 1, 2, parameters: new Dictionary<string, double> { ["m"] = 3 }));
    }

    private static float[][] Rows(Tensor tensor) => [.. Some.Values(tensor).Chunk((int)tensor.size(1))];
}
