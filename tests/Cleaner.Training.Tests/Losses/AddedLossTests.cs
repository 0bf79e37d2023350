using Cleaner.Manifests;
using Cleaner.Training.Heads;
using Cleaner.Training.Losses;
using Cleaner.Training.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Tests.Losses;

public sealed class AddedLossTests
{
    private const int Classes = 4, Dim = 6;
    private static readonly long[] Labels = [0, 0, 0, 1, 1, 2, 2, 2, 3];

    public static TheoryData<string> Names() => [.. AddedLossCatalog.Names];

    public static TheoryData<string, int> NamesAndCenters()
    {
        var data = new TheoryData<string, int>();
        foreach (var name in AddedLossCatalog.Names)
        {
            data.Add(name, 1);
            data.Add(name, 3);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(NamesAndCenters))]
    public void A_value_equals_a_loop_over_doubles(string name, int k)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var head = Some.Head("arcface", Classes, k, Dim);
        var embeddings = randn(new long[] { Labels.Length, Dim }) * 3;
        var value = Value(name, head, embeddings, Labels, training: true).item<float>();
        Assert.Equal(NaiveLoss.Value(name, Rows(embeddings), Labels, Rows(head.Weight), k, Defaults(name)), value, 1e-5 * (1 + Math.Abs(value)));
    }

    [Theory]
    [MemberData(nameof(NamesAndCenters))]
    public void Gradients_equal_differences_of_the_value(string name, int k)
    {
        using var scope = NewDisposeScope();
        manual_seed(11);
        var head = Some.Head("arcface", Classes, k, Dim);
        Some.Fill(head.Weight, Some.Values(randn(head.Weight.shape)));
        var values = Some.Values(randn(new long[] { Labels.Length, Dim }));
        var embeddings = Some.Matrix(values, Dim).requires_grad_();
        Value(name, head, embeddings, Labels).backward();
        var gradient = embeddings.grad is { } g ? Some.Values(g) : new float[values.Length];
        var centers = Some.Values(head.Weight);
        var centerGradient = head.Weight.grad is { } w ? Some.Values(w) : new float[centers.Length];

        using var still = no_grad();
        const float h = 2e-3f;
        for (var i = 0; i < values.Length; i += 5)
            AssertSlope(gradient[i], delta => Value(name, head, Some.Matrix(Moved(values, i, delta), Dim), Labels));
        for (var i = 0; i < centers.Length; i += 7)
        {
            AssertSlope(centerGradient[i], delta =>
            {
                Some.Fill(head.Weight, Moved(centers, i, delta));
                return Value(name, head, Some.Matrix(values, Dim), Labels);
            });
            Some.Fill(head.Weight, centers);
        }
        Assert.Contains(gradient.Concat(centerGradient), v => Math.Abs(v) > 1e-3);

        static void AssertSlope(float slope, Func<float, Tensor> at) =>
            Assert.Equal((at(h).item<float>() - at(-h).item<float>()) / (2 * h), slope, 1e-3 + 0.02 * Math.Abs(slope));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_finite_where_cosines_are_one_or_minus_one(string name)
    {
        using var scope = NewDisposeScope();
        var head = Some.Head("arcface", 3, 1, 3);
        Some.Fill(head.Weight, [1, 0, 0, -1, 0, 0, 1, 0, 0]);
        // Equal and opposite embeddings of one identity and of two, on their centers and opposite to them.
        var embeddings = Some.Matrix([2, 0, 0, 2, 0, 0, -2, 0, 0, 2, 0, 0, -2, 0, 0, 0, 0, 0], 3).requires_grad_();
        var value = Value(name, head, embeddings, [0, 0, 0, 1, 1, 2]);
        value.backward();
        Assert.True(float.IsFinite(value.item<float>()), "the value is not finite");
        foreach (var gradient in new[] { embeddings.grad, head.Weight.grad })
            if (gradient is not null)
                Assert.All(Some.Values(gradient), g => Assert.True(float.IsFinite(g), $"gradient {g}"));
    }

    [Theory]
    [InlineData("contrastive")]
    [InlineData("triplet-semi-hard")]
    [InlineData("triplet-batch-hard")]
    public void A_batch_of_one_identity_has_no_strangers_and_still_a_finite_gradient(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var embeddings = randn(new long[] { 3, Dim }).requires_grad_();
        var value = Value(name, Some.Head("arcface", Classes, 1, Dim), embeddings, [1, 1, 1]);
        value.backward();
        Assert.All(Some.Values(embeddings.grad!), g => Assert.True(float.IsFinite(g)));
        if (name != "contrastive")
            Assert.Equal(0f, value.item<float>());
    }

    [Fact]
    public void Centers_follow_their_images_by_the_rate()
    {
        using var scope = NewDisposeScope();
        var loss = new CenterLoss(3, 2, CPU, rate: 0.5);
        var embeddings = Some.Matrix([2, 0, 4, 0, 0, 6], 2);
        var input = new AddedLossInput(embeddings, from_array(new long[] { 0, 0, 2 }), Some.Head("arcface", 3, 1, 2), Training: true);
        loss.Value(input);
        // c0 = 0 + 0.5·(2 + 4)/(1 + 2), c1 has no image, c2 = 0 + 0.5·6/(1 + 1).
        Assert.Equal([1f, 0, 0, 0, 0, 1.5f], Some.Values(loss.State[0].Value));
        loss.Value(input with { Training = false });
        Assert.Equal(1.5f, Some.Values(loss.State[0].Value)[5]);
    }

    [Fact]
    public void Many_anchors_in_blocks_give_what_one_block_gives()
    {
        using var scope = NewDisposeScope();
        manual_seed(8);
        // 300³ triples are more than one block.
        var labels = Enumerable.Range(0, 300).Select(i => (long)(i % 60)).ToArray();
        var embeddings = randn(new long[] { 300, 4 });
        var value = Value("triplet-semi-hard", Some.Head("arcface", 60, 1, 4), embeddings, labels).item<float>();
        Assert.Equal(NaiveLoss.Value("triplet-semi-hard", Rows(embeddings), labels, [], 1, Defaults("triplet-semi-hard")), value, 1e-4);
    }

    [Theory]
    [InlineData("nonsense", "", "", "--added-loss 'nonsense' is unknown: it takes some of center, contrastive")]
    [InlineData("intra,intra", "", "", "--added-loss names a term twice")]
    [InlineData("intra,inter", "1", "", "--added-weight has 1 values for 2 added losses")]
    [InlineData("intra", "", "m", "--added-option m: none of the added losses takes it")]
    [InlineData("triplet-semi-hard", "", "m", "m 9 is out of range for the added loss triplet-semi-hard: it takes 0 to 4")]
    [InlineData("intra", "-1", "", "--added-weight -1 is out of range")]
    public void What_does_not_fit_is_wrong_usage(string names, string weights, string option, string message)
    {
        var options = new TrainOptions
        {
            AddedLosses = names.Split(','),
            AddedWeights = [.. weights.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(double.Parse)],
            AddedParameters = option.Length > 0 ? new Dictionary<string, double> { [option] = 9 } : new Dictionary<string, double>(),
        };
        Assert.StartsWith(message, Assert.Throws<UsageException>(options.Validate).Message);
    }

    private static Tensor Value(string name, MarginHead head, Tensor embeddings, long[] labels, bool training = false)
    {
        var info = AddedLossCatalog.Find(name);
        var loss = info.Create(HeadSettings.Resolve(name, info.Parameters, new Dictionary<string, double>()), new AddedLossShape(head.Shape.Classes, head.Shape.Dim, CPU));
        return loss.Value(new AddedLossInput(embeddings, from_array(labels), head, training));
    }

    private static Dictionary<string, double> Defaults(string name) => AddedLossCatalog.Find(name).Parameters.ToDictionary(p => p.Name, p => p.Default);

    private static float[] Moved(float[] values, int at, float delta)
    {
        var moved = (float[])values.Clone();
        moved[at] += delta;
        return moved;
    }

    private static float[][] Rows(Tensor tensor) => [.. Some.Values(tensor).Chunk((int)tensor.size(1))];
}
