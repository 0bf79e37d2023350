using Cleaner.Evaluation.Curves;
using Cleaner.Evaluation.Pairs;
using Cleaner.Evaluation.Tests.Support;
using Cleaner.Manifests;

namespace Cleaner.Evaluation.Tests;

public sealed class AllPairsTests
{
    [Theory]
    [InlineData(7, 5, 16, 0.9)]
    [InlineData(61, 19, 12, 1.1)] // more than one tile
    public void All_pairs_equal_the_naive_double_loop(int identities, int each, int dim, double noise)
    {
        var (embeddings, labels) = Some.Clusters(identities, each, dim, noise, seed: 5);
        double[] fars = [1e-4, 1e-3, 1e-2, 1e-1];
        var result = Verification.AllPairs(embeddings, dim, labels, fars);

        var (genuine, impostor, rank1) = Naive(embeddings, labels, dim);
        var expected = RocCurve.FromScores(genuine, impostor);
        Assert.Equal(genuine.Length, result.GenuinePairs);
        Assert.Equal(impostor.Length, result.ImpostorPairs);
        Assert.Equal(identities, result.Identities);
        Assert.Equal(rank1, result.Rank1, 1e-12);
        Assert.Equal(expected.Auc(), result.Auc, 1e-6);
        Assert.Equal(expected.Eer().Rate, result.Eer, 1e-6);
        for (int i = 0; i < fars.Length; i++)
        {
            Assert.Equal(expected.At(fars[i]).Threshold, result.Points[i].Threshold, 1e-6);
            Assert.Equal(expected.At(fars[i]).Tar, result.Points[i].Tar, 1e-9);
        }
    }

    [Fact]
    public void Counting_on_the_grid_differs_from_every_score_by_its_rounding_only()
    {
        var (embeddings, labels) = Some.Clusters(40, 20, 12, 1.1, seed: 5);
        var set = EmbeddingSet.FromMemory("set", embeddings, 12, labels);
        var grid = AllPairsScan.Run(set, () => new ScoreHistogram(carryAfter: 100_000), ScoreHistogram.ToCurve, default);
        var exact = AllPairsScan.Run(set, () => new ScoreList(), ScoreList.ToCurve, default);
        Assert.Equal(exact.Rank1, grid.Rank1);
        Assert.Equal((exact.Curve.Genuine, exact.Curve.Impostor), (grid.Curve.Genuine, grid.Curve.Impostor));
        Assert.Equal(exact.Curve.Auc(), grid.Curve.Auc(), 1e-6);
        foreach (double far in new[] { 1e-4, 1e-2, 1e-1 })
        {
            Assert.Equal(exact.Curve.At(far).Threshold, grid.Curve.At(far).Threshold, 1e-5);
            Assert.Equal(exact.Curve.At(far).Tar, grid.Curve.At(far).Tar, 3.0 / exact.Curve.Genuine);
        }
    }

    [Fact]
    public void Rows_need_not_be_normalised()
    {
        var (embeddings, labels) = Some.Clusters(6, 4, 8, 1.0, seed: 6);
        var before = Verification.AllPairs(embeddings, 8, labels, [0.1]);
        for (int i = 0; i < embeddings.Length; i++)
        {
            embeddings[i] *= 1 + (i / 8);
        }

        var after = Verification.AllPairs(embeddings, 8, labels, [0.1]);
        Assert.Equal(before.Auc, after.Auc, 1e-6);
        Assert.Equal(before.Rank1, after.Rank1);
    }

    [Fact]
    public void Identities_of_one_image_are_impostors_only_and_no_rank1_probes()
    {
        float[] embeddings = [1, 0, 0.9f, 0.1f, 0, 1];
        var result = Verification.AllPairs(embeddings, 2, new long[] { 1, 1, 2 }, [0.5]);
        Assert.Equal(1, result.GenuinePairs);
        Assert.Equal(2, result.ImpostorPairs);
        Assert.Equal(1, result.Rank1);
    }

    [Fact]
    public void An_embedding_with_NaN_names_its_row()
    {
        float[] embeddings = [1, 0, float.NaN, 0.1f, 0, 1];
        var error = Assert.Throws<CleanerException>(() => { Verification.AllPairs(embeddings, 2, new long[] { 1, 1, 2 }, [0.5]); });
        Assert.Contains("row 1", error.Message);
    }

    private static (float[] Genuine, float[] Impostor, double Rank1) Naive(float[] embeddings, long[] labels, int dim)
    {
        var genuine = new List<float>();
        var impostor = new List<float>();
        int hits = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double best = double.NegativeInfinity;
            int nearest = -1;
            for (int j = 0; j < labels.Length; j++)
            {
                if (i == j)
                {
                    continue;
                }

                double cosine = Some.Cosine(embeddings, dim, i, j);
                if (j > i)
                {
                    (labels[i] == labels[j] ? genuine : impostor).Add((float)cosine);
                }

                if (cosine > best)
                {
                    (best, nearest) = (cosine, j);
                }
            }

            hits += labels[nearest] == labels[i] ? 1 : 0;
        }

        return ([.. genuine], [.. impostor], (double)hits / labels.Length);
    }
}
