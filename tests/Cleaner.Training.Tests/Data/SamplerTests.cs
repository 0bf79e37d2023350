using Cleaner.Training.Data;

namespace Cleaner.Training.Tests.Data;

public sealed class SamplerTests
{
    private static readonly int[] Labels = [.. Enumerable.Repeat(0, 50), .. Enumerable.Repeat(1, 5), .. Enumerable.Repeat(2, 2), 3];

    [Fact]
    public void A_shuffled_epoch_shows_every_row_once()
    {
        var rows = Samplers.Shuffle(Labels, seed: 4, epoch: 2);
        Assert.Equal(Enumerable.Range(0, Labels.Length), rows.Order());
        Assert.NotEqual(Enumerable.Range(0, Labels.Length), rows);
    }

    [Fact]
    public void Another_epoch_has_another_order_and_the_same_seed_the_same()
    {
        Assert.NotEqual(Samplers.Shuffle(Labels, 4, 0), Samplers.Shuffle(Labels, 4, 1));
        Assert.NotEqual(Samplers.Shuffle(Labels, 4, 0), Samplers.Shuffle(Labels, 5, 0));
        Assert.Equal(Samplers.Shuffle(Labels, 4, 3), Samplers.Shuffle(Labels, 4, 3));
    }

    [Fact]
    public void First_rows_of_many_epochs_are_spread_evenly()
    {
        var counts = new int[10];
        for (var epoch = 0; epoch < 2000; epoch++)
            counts[Permutation.Shuffled(10, 1, epoch)[0]]++;
        Assert.All(counts, c => Assert.InRange(c, 140, 260));
    }

    [Fact]
    public void A_balanced_epoch_shows_each_identity_about_as_often()
    {
        var rows = Samplers.Balanced(Labels, 4, seed: 1, epoch: 0);
        Assert.Equal(Labels.Length, rows.Length);
        var counts = rows.CountBy(r => Labels[r]).ToDictionary();
        Assert.All(Enumerable.Range(0, 4), c => Assert.InRange(counts[c], 14, 15));
        // No image is shown a second time before the others of its identity.
        Assert.Equal(2, rows.Where(r => Labels[r] == 2).Take(2).Distinct().Count());
    }

    [Fact]
    public void A_pk_batch_holds_K_images_of_each_of_its_P_identities()
    {
        var labels = Enumerable.Range(0, 60).Select(i => i % 12).ToArray();
        var rows = Samplers.IdentitiesByImages(labels, 12, batchSize: 20, imagesPerIdentity: 4, seed: 3, epoch: 1);
        Assert.Equal(60, rows.Length);
        foreach (var batch in rows.Chunk(20))
            Assert.All(batch.GroupBy(r => labels[r]), g => Assert.Equal((4, 4), (g.Count(), g.Distinct().Count())));
        Assert.All(rows.Chunk(20), batch => Assert.Equal(5, batch.Select(r => labels[r]).Distinct().Count()));
    }

    [Fact]
    public void An_identity_with_fewer_than_K_images_repeats_them()
    {
        var rows = Samplers.IdentitiesByImages(Labels, 4, batchSize: 16, imagesPerIdentity: 4, seed: 3, epoch: 0);
        Assert.Equal(4, rows.Take(16).Count(r => r == Labels.Length - 1));
    }
}
