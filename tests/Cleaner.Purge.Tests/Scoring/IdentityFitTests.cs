using Cleaner.Purge.Scoring;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class IdentityFitTests
{
    [Fact]
    public void The_fit_is_what_plain_loops_find()
    {
        Clusters set = Clusters.Make(41, classes: 6, perClass: 12, closed: 0.3, spread: 1.2);
        int n = set.Labels.Length;
        // Every third row is dropped, and would get one of two classes; the last class keeps one row alone.
        int[] kept = [.. Enumerable.Range(0, n).Select(i => i % 3 == 0 || (set.Labels[i] == 5 && i < n - 1) ? -1 : set.Labels[i])];
        int[] to = [.. Enumerable.Range(0, n).Select(i => i % 3 == 0 ? i % 2 : -1)];
        var fit = new IdentityFit(Vectors.From(set.Embeddings, set.Dim), new Grouping(kept, 6), new Grouping(to, 6));
        int[] rows = [.. Enumerable.Range(0, n)];
        foreach (int c in new[] { 0, 1, 4, 5 })
        {
            int[] classes = [.. rows.Select(_ => c)];
            float[] cosine = [.. rows.Select(i => i / 100f)];
            float[] found = fit.Of(rows, classes, cosine);
            Assert.All(rows, row => Assert.Equal(Plain(set, kept, to, row, c, cosine[row]), found[row], 1e-5));
        }
    }

    [Fact]
    public void A_strangers_other_pictures_count_against_it()
    {
        // Two kept samples of the identity at 0°, a stranger's four at 40° and a lonely one's at −40°.
        float[][] all = [At(-1), At(1), At(40), At(41), At(42), At(43), At(-40)];
        var vectors = Vectors.From(all.SelectMany(v => v).ToArray(), 2);
        var fit = new IdentityFit(vectors, new Grouping([0, 0, -1, -1, -1, -1, -1], 1), new Grouping([-1, -1, 0, 0, 0, 0, 0], 1));
        float[] found = fit.Of([2, 6], [0, 0], [MathF.Cos(40 * MathF.PI / 180), MathF.Cos(40 * MathF.PI / 180)]);
        Assert.True(found[0] < found[1] - 0.3, $"{found[0]} {found[1]}");
    }

    private static double Plain(Clusters set, int[] kept, int[] to, int row, int c, double cosine)
    {
        double Mean(int[] of) => Naive.MeanOfTop(
            Enumerable.Range(0, of.Length).Where(i => of[i] == c && i != row).Select(i => Naive.Dot(Naive.Row(set.Embeddings, set.Dim, row), Naive.Row(set.Embeddings, set.Dim, i))),
            LocalSimilarity.Neighbours);
        bool Any(int[] of) => Enumerable.Range(0, of.Length).Any(i => of[i] == c && i != row);
        return !Any(kept) ? double.NegativeInfinity
            : cosine + Mean(kept) - (2 * (Any(to) ? Math.Max(0, Mean(to) - Mean(kept)) : 0));
    }

    private static float[] At(double degrees) => [(float)Math.Cos(degrees * Math.PI / 180), (float)Math.Sin(degrees * Math.PI / 180)];
}
