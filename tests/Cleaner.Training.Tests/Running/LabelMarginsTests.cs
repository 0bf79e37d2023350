using Cleaner.Training.Running;
using static TorchSharp.torch;

namespace Cleaner.Training.Tests.Running;

public sealed class LabelMarginsTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(40)]
    public void The_figures_equal_a_sort_of_all_others(int identities)
    {
        const int images = 30;
        var random = new Random(identities);
        float[] cosines = [.. Enumerable.Range(0, images * identities).Select(_ => (float)((2 * random.NextDouble()) - 1))];
        long[] labels = [.. Enumerable.Range(0, images).Select(_ => (long)random.Next(identities))];
        var another = LabelMargins.Another(labels, [.. Enumerable.Range(0, images)], identities);
        using var scope = NewDisposeScope();
        var margins = LabelMargins.Of(tensor(cosines, new long[] { images, identities }), tensor(labels), tensor(another));
        for (var i = 0; i < images; i++)
        {
            // The largest stands in where there is no second.
            float Nth(int n, params long[] without)
            {
                var rest = Enumerable.Range(0, identities).Where(c => !without.Contains(c)).Select(c => cosines[(i * identities) + c]).OrderDescending().ToList();
                return rest[Math.Min(n, rest.Count - 1)];
            }
            float own = cosines[(i * identities) + labels[i]], wrong = cosines[(i * identities) + another[i]];
            for (var n = 0; n < 2; n++)
            {
                Assert.Equal(own - Nth(n, labels[i]), margins[(6 * i) + (3 * n)], 1e-6f);
                if (n == 0 || identities > 3)
                    Assert.Equal(wrong - Nth(n, another[i]), margins[(6 * i) + (3 * n) + 1], 1e-6f);
                Assert.Equal(wrong - Nth(n, another[i], labels[i]), margins[(6 * i) + (3 * n) + 2], 1e-6f);
            }
        }
    }

    [Fact]
    public void Of_two_identities_all_figures_are_numbers()
    {
        using var scope = NewDisposeScope();
        var margins = LabelMargins.Of(tensor(new[] { 0.5f, -0.25f }, new long[] { 1, 2 }), tensor(new[] { 0L }), tensor(new[] { 1L }));
        Assert.Equal([0.75f, -0.75f, -0.75f, 0.75f, -0.75f, -0.75f], margins);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100000)]
    public void Another_label_is_never_the_own_and_always_the_same(int identities)
    {
        int[] rows = [.. Enumerable.Range(0, 500).Select(i => i * 977)];
        long[] labels = [.. rows.Select(row => (long)(row % identities))];
        var another = LabelMargins.Another(labels, rows, identities);
        for (var i = 0; i < rows.Length; i++)
        {
            Assert.InRange(another[i], 0, identities - 1);
            Assert.NotEqual(labels[i], another[i]);
        }
        Assert.Equal(another, LabelMargins.Another(labels, rows, identities));
        Assert.True(another.Distinct().Count() >= Math.Min(identities, 100));
    }

    [Fact]
    public void Of_one_identity_alone_there_is_no_other() => Assert.Equal([0L], LabelMargins.Another([0], [5], 1));
}
