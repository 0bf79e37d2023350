using Cleaner.Evaluation.Comparison;
using Cleaner.Evaluation.Identification;
using Cleaner.Evaluation.Tests.Support;
using Cleaner.Manifests;

namespace Cleaner.Evaluation.Tests;

public sealed class ComparisonTests
{
    [Fact]
    public void With_every_identity_once_the_figures_are_those_of_all_pairs()
    {
        var (embeddings, labels) = Some.Clusters(20, 6, 8, 1.2, seed: 3);
        using var set = EmbeddingSet.FromMemory("set", embeddings, 8, labels);
        double[] fars = [0.001, 0.01, 0.1];
        var expected = Verification.AllPairs(set, fars, default);
        int[] once = [.. Enumerable.Repeat(1, 20)];
        double[] figures = WeightedPairs.Of(TemplateSet.Singles(set)).Measure(once, fars);
        Assert.Equal([.. expected.Points.Select(p => p.Tar), expected.Auc], figures, (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Weights_equal_a_set_in_which_the_pairs_are_repeated()
    {
        var (embeddings, labels) = Some.Clusters(5, 4, 6, 1.2, seed: 4);
        using var set = EmbeddingSet.FromMemory("set", embeddings, 6, labels);
        int[] weights = [2, 0, 1, 3, 1];
        double[] figures = WeightedPairs.Of(TemplateSet.Singles(set)).Measure(weights, [0.05]);

        long[] identities = [.. labels.Distinct().Order()];
        var scores = new List<float>();
        var same = new List<bool>();
        for (int i = 0; i < labels.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                int a = Array.IndexOf(identities, labels[i]), b = Array.IndexOf(identities, labels[j]);
                int times = a == b ? weights[a] : weights[a] * weights[b];
                scores.AddRange(Enumerable.Repeat((float)Some.Cosine(embeddings, 6, i, j), times));
                same.AddRange(Enumerable.Repeat(a == b, times));
            }
        }

        var expected = Verification.OfPairs([.. scores], [.. same], [0.05]);
        Assert.Equal(expected.Points[0].Tar, figures[0], 1e-9);
        Assert.Equal(expected.Auc, figures[1], 1e-9);
    }

    [Fact]
    public void Listed_pairs_count_as_often_as_their_units_are_drawn()
    {
        float[] scores = [0.9f, 0.8f, 0.7f, 0.6f, 0.5f];
        UnitPair[] units = [new(0, 0, true), new(0, 1, false), new(1, 1, true), new(1, 2, false), new(2, 2, true)];
        int[] weights = [1, 2, 3];
        double[] figures = WeightedPairs.Of(scores, units, 3).Measure(weights, [0.3]);

        // Genuine pairs count 1, 2, 3 times; impostor pairs 2 and 6 times, so that the first of them may pass at a rate of 0.3.
        var expected = Verification.OfPairs([0.9f, 0.7f, 0.7f, 0.5f, 0.5f, 0.5f, 0.8f, 0.8f, .. Enumerable.Repeat(0.6f, 6)], [.. Enumerable.Range(0, 14).Select(i => i < 6)], [0.3]);
        Assert.Equal(3.0 / 6, figures[0], 1e-12);
        Assert.Equal(expected.Points[0].Tar, figures[0], 1e-12);
        Assert.Equal(expected.Auc, figures[1], 1e-12);
    }

    [Fact]
    public void A_better_model_is_better_on_listed_pairs_too()
    {
        var random = new Random(3);
        bool[] same = [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0)];
        float[] weak = [.. same.Select(s => (float)((s ? 0.3 : 0) + (0.4 * Some.Gaussian(random))))];
        float[] strong = [.. same.Select((s, i) => weak[i] + (s ? 0.4f : 0))];
        var figures = ModelComparison.Pairs([weak, strong], [.. same.Select((s, i) => new UnitPair(i, i, s))], 400, [0.1], 200, seed: 1);
        Assert.Equal(["TAR@1e-1", "AUC"], figures[0].Select(f => f.Name));
        Assert.All(figures[1], f => Assert.True(f.Change!.Low > 0));
    }

    [Fact]
    public void A_clearly_better_model_is_better_beyond_chance_and_a_model_against_itself_is_not()
    {
        var (noisy, labels) = Some.Clusters(30, 8, 16, 1.6, seed: 5);
        var (clean, _) = Some.Clusters(30, 8, 16, 0.9, seed: 5);
        using var first = EmbeddingSet.FromMemory("first", noisy, 16, labels);
        using var second = EmbeddingSet.FromMemory("second", clean, 16, labels);
        var (figures, identities) = ModelComparison.Verification([first, second, first], [0.01], 200, seed: 1);
        Assert.Equal(30, identities);
        Assert.Null(figures[0][0].Change);
        Assert.True(figures[1][0].Change!.ExcludesZero && figures[1][0].Change!.Value > 0);
        Assert.Equal((0, 0, 0), (figures[2][1].Change!.Value, figures[2][1].Change!.Low, figures[2][1].Change!.High));
        var value = figures[0][1].Value;
        Assert.True(value.Low < value.Value && value.Value < value.High);
    }

    [Fact]
    public void The_interval_of_a_share_is_as_wide_as_the_binomial_law_says()
    {
        bool[] right = [.. Enumerable.Range(0, 400).Select(i => i % 5 != 0)];
        var interval = ModelComparison.Accuracy([right], 2000, seed: 2)[0][0].Value;
        double expected = 1.96 * Math.Sqrt(0.8 * 0.2 / 400);
        Assert.Equal(0.8, interval.Value, 1e-12);
        Assert.Equal(0.8 - expected, interval.Low, 0.006);
        Assert.Equal(0.8 + expected, interval.High, 0.006);
    }

    [Fact]
    public void The_same_seed_draws_the_same()
    {
        bool[] right = [.. Enumerable.Range(0, 50).Select(i => i % 3 != 0)];
        Assert.Equal(ModelComparison.Accuracy([right], 100, 7)[0], ModelComparison.Accuracy([right], 100, 7)[0]);
    }

    [Fact]
    public void Quantiles_are_those_of_numpy()
    {
        Assert.Equal(1.15, Interval.Quantile([1, 2, 3, 4], 0.05), 1e-12);
        Assert.Equal(4, Interval.Quantile([1, 2, 3, 4], 1));
    }

    [Fact]
    public void Embeddings_of_different_images_are_not_compared()
    {
        var (embeddings, labels) = Some.Clusters(4, 3, 4, 1, 1);
        using var first = EmbeddingSet.FromMemory("first", embeddings, 4, labels);
        using var second = EmbeddingSet.FromMemory("second", embeddings, 4, labels.Reverse().ToArray());
        Assert.Throws<CleanerException>(() => ModelComparison.Verification([first, second], [0.1], 10, 1));
    }
}
