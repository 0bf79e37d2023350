using Cleaner.Purge.Scoring;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class RobustCentroidTests
{
    private const int Dim = 32;

    [Fact]
    public void Fit_equals_the_naive_concentration_steps()
    {
        for (int seed = 0; seed < 5; seed++)
        {
            float[] x = Clusters.Make(seed, classes: 3, perClass: 11, spread: 1.5).Embeddings;
            var centroid = new float[Dim];
            var inCore = new bool[33];
            RobustCentroid.Fit(x, Dim, centroid, inCore);
            var (expected, expectedCore) = NaiveFit(x);
            Assert.Equal(expectedCore, inCore);
            Assert.Equal(1, Naive.Dot(expected, centroid), 5);
        }
    }

    [Fact]
    public void Fit_points_to_the_majority_when_forty_percent_are_wrong()
    {
        Clusters right = Clusters.Make(1, classes: 1, perClass: 12), wrong = Clusters.Make(2, classes: 8, perClass: 1);
        var centroid = new float[Dim];
        var inCore = new bool[20];
        RobustCentroid.Fit([.. wrong.Embeddings, .. right.Embeddings], Dim, centroid, inCore);
        Assert.Equal(new bool[8], inCore[..8]);
        Assert.Equal(12, inCore.Count(core => core));
    }

    [Fact]
    public void Leave_one_out_equals_the_mean_of_the_others()
    {
        float[] x = Clusters.Make(3, classes: 2, perClass: 5).Embeddings;
        var centroid = new float[Dim];
        var inCore = new bool[10];
        RobustCentroid.Fit(x, Dim, centroid, inCore);
        var own = new float[10];
        RobustCentroid.LeaveOneOut(x, Dim, centroid, inCore, own);
        for (int i = 0; i < 10; i++)
        {
            float[] mean = Naive.MeanDirection(Enumerable.Range(0, 10).Where(j => inCore[j] && j != i).Select(j => Naive.Row(x, Dim, j)));
            Assert.Equal(Naive.Dot(Naive.Row(x, Dim, i), mean), own[i], 5);
        }
    }

    [Fact]
    public void A_single_sample_is_its_own_centroid()
    {
        float[] x = Clusters.Make(4, classes: 1, perClass: 1).Embeddings;
        var centroid = new float[Dim];
        var inCore = new bool[1];
        RobustCentroid.Fit(x, Dim, centroid, inCore);
        Assert.Equal(x.Select(v => MathF.Round(v, 5)), centroid.Select(v => MathF.Round(v, 5)));
        Assert.True(inCore[0]);
    }

    private static (float[] Centroid, bool[] Core) NaiveFit(float[] x)
    {
        int n = x.Length / Dim, h = (int)Math.Ceiling(0.6 * n);
        float[][] rows = [.. Enumerable.Range(0, n).Select(i => Naive.Row(x, Dim, i))];
        int start = Enumerable.Range(0, n).MaxBy(i => rows.Select(row => Naive.Dot(row, rows[i])).OrderDescending().Take(h).Sum());
        float[] centroid = rows[start];
        bool[] core = [];
        for (int step = 0; step < 10; step++)
        {
            HashSet<int> nearest = [.. Enumerable.Range(0, n).OrderByDescending(i => (float)Naive.Dot(rows[i], centroid)).ThenBy(i => i).Take(h)];
            core = [.. Enumerable.Range(0, n).Select(nearest.Contains)];
            centroid = Naive.MeanDirection(nearest.Select(i => rows[i]));
        }

        return (centroid, core);
    }
}
