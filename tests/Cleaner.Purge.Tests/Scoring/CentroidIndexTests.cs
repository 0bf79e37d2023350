using Cleaner.Manifests.Arrays;
using Cleaner.Purge.Scoring;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class CentroidIndexTests
{
    [Theory]
    [InlineData(1, 16, 5)]
    [InlineData(7, 48, 33)]
    [InlineData(200, 64, 300)]
    public void Packed_product_equals_the_naive_one(int chosenCount, int rows, int dim)
    {
        float[] a = Clusters.Make(1, 250, 1, dim: dim).Embeddings, b = Clusters.Make(2, rows, 1, dim: dim).Embeddings;
        using var packed = new PackedRows(rows, dim);
        for (int i = 0; i < rows; i++)
        {
            packed.Set(i, b.AsSpan(i * dim, dim));
        }

        int[] chosen = [.. Enumerable.Range(0, chosenCount).Select(i => (i * 7) % 250)];
        int first = rows > 16 ? 16 : 0, count = rows - first;
        var c = new float[chosenCount * count];
        packed.Multiply(a, chosen, first, count, c);
        for (int i = 0; i < chosenCount; i += 3)
        {
            for (int j = 0; j < count; j++)
            {
                Assert.Equal(Naive.Dot(Naive.Row(a, dim, chosen[i]), Naive.Row(b, dim, first + j)), c[(i * count) + j], 1e-4);
            }
        }
    }

    [Fact]
    public void Probing_groups_finds_nearly_every_other_identity_that_is_nearer_than_chance()
    {
        const int classes = 2500;
        Clusters set = Clusters.Make(3, classes, 3, closed: 0.2, dim: 128);
        Vectors rows = Vectors.From(set.Embeddings, set.Dim);
        ClassCentroids centroids = ClassCentroids.Fit(rows, new Grouping(set.Labels, classes));
        NearClasses near = NearClasses.Find(centroids);
        using CentroidIndex all = CentroidIndex.Build(centroids, rows.Rows), probed = CentroidIndex.Build(centroids, rows.Rows, exactProducts: 0);
        Assert.True(all.IsExact);
        Assert.False(probed.IsExact);
        NearestOther exact = NearestOther.Scan(rows, set.Labels, all, near), found = NearestOther.Scan(rows, set.Labels, probed, near);
        int[] close = [.. Enumerable.Range(0, rows.Rows).Where(i => exact.Cosine[i] > 0.7)];
        Assert.True(close.Length > 500);
        Assert.InRange(close.Count(i => found.Class[i] == exact.Class[i]), 0.97 * close.Length, close.Length);
        Assert.All(Enumerable.Range(0, rows.Rows), i => Assert.True(found.Cosine[i] <= exact.Cosine[i] + 1e-5));
    }

    [Fact]
    public void Classes_without_a_centroid_are_never_the_nearest()
    {
        Clusters set = Clusters.Make(4, classes: 6, perClass: 4);
        bool[] kept = [.. set.Labels.Select(label => label != 2)];
        ClassCentroids centroids = ClassCentroids.Fit(Vectors.From(set.Embeddings, set.Dim), new Grouping(set.Labels, 6), kept);
        NearestOther other = NearestOther.Scan(Vectors.From(set.Embeddings, set.Dim), set.Labels, centroids, NearClasses.Find(centroids));
        Assert.DoesNotContain(2, other.Class);
    }
}
