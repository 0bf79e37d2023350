using Cleaner.Purge.Suggestions;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Suggestions;

public sealed class ResultantTests
{
    private static readonly float[][] A = Rows(3, 7, spread: 0.9), B = Rows(4, 5, spread: 0.6);

    [Fact]
    public void Within_is_the_mean_cosine_over_all_pairs()
    {
        double pairs = 0;
        for (int i = 0; i < A.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                pairs += Naive.Dot(A[i], A[j]) / (A.Length * (A.Length - 1) / 2.0);
            }
        }

        Assert.Equal(pairs, Within(A), 5);
        Assert.Equal(1, Resultant.Within(1, 1));
    }

    [Fact]
    public void Similarity_is_the_mean_cosine_across_over_the_geometric_mean_of_those_within()
    {
        double across = A.SelectMany(a => B.Select(b => Naive.Dot(a, b))).Average();
        float similarity = Resultant.Similarity(
            (float)Naive.Dot(Naive.MeanDirection(A), Naive.MeanDirection(B)), Resultant.Correction(Within(A), A.Length), Resultant.Correction(Within(B), B.Length));
        Assert.Equal(across / Math.Sqrt(Within(A) * Within(B)), similarity, 4);
    }

    [Fact]
    public void Two_draws_of_one_identity_are_similar_by_one_however_small_and_scattered()
    {
        Clusters set = Clusters.Make(5, classes: 60, perClass: 12, spread: 1.5, dim: 64);
        double mean = Enumerable.Range(0, 60).Average(c =>
        {
            float[][] rows = [.. Enumerable.Range(c * 12, 12).Select(i => Naive.Row(set.Embeddings, 64, i))];
            double within = (Within(rows[..4]) + Within(rows[4..])) / 2;
            return rows[..4].SelectMany(a => rows[4..].Select(b => Naive.Dot(a, b))).Average() / within;
        });
        Assert.InRange(mean, 0.95, 1.05);
    }

    private static float Within(float[][] rows)
    {
        double[] sum = [.. Enumerable.Range(0, rows[0].Length).Select(d => rows.Sum(row => (double)row[d]))];
        return Resultant.Within(sum.Sum(v => v * v), rows.Length);
    }

    private static float[][] Rows(int seed, int count, double spread)
    {
        Clusters set = Clusters.Make(seed, classes: 1, perClass: count, spread: spread, dim: 16);
        return [.. Enumerable.Range(0, count).Select(i => Naive.Row(set.Embeddings, 16, i))];
    }
}
