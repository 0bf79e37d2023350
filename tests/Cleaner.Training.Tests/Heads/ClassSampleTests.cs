using Cleaner.Training.Heads;
using Cleaner.Training.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Tests.Heads;

public sealed class ClassSampleTests
{
    private static readonly long[] Batch = [7, 3, 7, 19];

    [Theory]
    [InlineData(0.1, 3)]    // 2 of 20, but the batch has 3
    [InlineData(0.25, 5)]
    [InlineData(0.999, 19)]
    [InlineData(1.0, 20)]
    public void The_identities_of_the_batch_and_as_many_others_as_make_up_the_rate(double rate, int size)
    {
        var sample = ClassSample.Draw(Batch, 20, rate, seed: 1, step: 5);
        Assert.Equal(size, sample.Classes.Length);
        Assert.Equal(sample.Classes.Distinct().Order(), sample.Classes);
        Assert.All(sample.Classes, c => Assert.InRange(c, 0, 19));
        Assert.Equal(Batch, sample.Labels.Select(place => sample.Classes[place]));
    }

    [Fact]
    public void Every_other_identity_is_drawn_about_equally_often_and_each_step_draws_anew()
    {
        var counts = new int[20];
        for (var step = 0; step < 2000; step++)
            foreach (var c in ClassSample.Draw(Batch, 20, 0.5, 1, step).Classes)
                counts[c]++;
        for (var c = 0; c < counts.Length; c++)
            Assert.InRange(counts[c], Batch.Contains(c) ? 2000 : 730, Batch.Contains(c) ? 2000 : 920);   // 7 of 17 others: 824
        Assert.Equal(ClassSample.Draw(Batch, 20, 0.5, 1, 9).Classes, ClassSample.Draw(Batch, 20, 0.5, 1, 9).Classes);
        Assert.NotEqual(ClassSample.Draw(Batch, 20, 0.5, 1, 9).Classes, ClassSample.Draw(Batch, 20, 0.5, 2, 9).Classes);
    }

    [Theory]
    [InlineData("arcface", 3)]
    [InlineData("cosface", 1)]
    [InlineData("softmax", 2)]
    [InlineData("adaface", 3)]
    public void All_identities_sampled_is_the_plain_head_to_the_last_bit(string name, int k)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(Gradients(name, k, null), Gradients(name, k, from_array(new long[] { 0, 1, 2, 3, 4, 5 })));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_loss_of_a_sample_is_that_of_a_naive_loop_over_it(int k)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        const int classes = 12, dim = 6;
        var head = Some.Head("arcface", classes, k, dim);
        var embeddings = randn(new long[] { 5, dim });
        long[] labels = [4, 9, 4, 0, 11];
        var sample = ClassSample.Draw(labels, classes, 0.6, seed: 3, step: 1);
        var output = head.Forward(embeddings, from_array(sample.Labels), classes: from_array(sample.Classes));
        output.Loss.backward();

        var expected = NaiveHead.Loss(Rows(embeddings), Rows(head.Weight), labels, k, 16, NaiveHead.ArcFace, sample.Classes);
        Assert.Equal(expected, output.Loss.item<float>(), 1e-4);
        Assert.Equal([5L, sample.Classes.Length], output.Cosines.shape);
        var gradient = Rows(head.Weight.grad!);
        for (var row = 0; row < gradient.Length; row++)
            Assert.True(sample.Classes.Contains(row / k) || gradient[row].All(g => g == 0), $"center {row} was not drawn and has a gradient");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Inter_class_filtering_is_that_of_a_naive_loop(int k)
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        const int classes = 9, dim = 3;
        const double above = 0.4;
        var head = Some.Head("arcface", classes, k, dim, filterAbove: above);
        var embeddings = randn(new long[] { 6, dim });
        long[] labels = [4, 8, 4, 0, 1, 2];

        var loss = head.Forward(embeddings, from_array(labels)).Loss.item<float>();

        Assert.Equal(NaiveHead.Loss(Rows(embeddings), Rows(head.Weight), labels, k, 16, NaiveHead.ArcFace, filterAbove: above), loss, 1e-4);
        var unfiltered = NaiveHead.Loss(Rows(embeddings), Rows(head.Weight), labels, k, 16, NaiveHead.ArcFace);
        Assert.True(Math.Abs(unfiltered - loss) > 0.1, "nothing was filtered");
    }

    private static float[] Gradients(string name, int k, Tensor? classes)
    {
        manual_seed(2);
        var head = Some.Head(name, 6, k, 4);
        var embeddings = (randn(new long[] { 5, 4 }) * 5).requires_grad_();
        var output = head.Forward(embeddings, from_array(new long[] { 0, 5, 2, 2, 1 }), classes: classes);
        output.Loss.backward();
        return [output.Loss.item<float>(), .. Some.Values(embeddings.grad!), .. Some.Values(head.Weight.grad!)];
    }

    private static float[][] Rows(Tensor tensor) => [.. Some.Values(tensor).Chunk((int)tensor.size(1))];
}
