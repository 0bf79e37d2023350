using Cleaner.Training.Data;

namespace Cleaner.Training.Tests.Data;

public sealed class EpochBatchesTests
{
    [Fact]
    public void All_batches_have_one_size_and_every_row_is_seen_in_every_epoch()
    {
        var plan = new EpochBatches(epoch => Permutation.Shuffled(10, 1, epoch), 10, batchSize: 4, epochs: 3, null, seed: 1);
        Assert.Equal((9L, 3), (plan.Batches, plan.BatchesPerEpoch));
        for (var epoch = 0; epoch < 3; epoch++)
        {
            var rows = Enumerable.Range(epoch * 3, 3).SelectMany(b => plan.Rows(b).ToArray()).ToArray();
            Assert.Equal(12, rows.Length);
            Assert.Equal(Enumerable.Range(0, 10), rows.Distinct().Order());
            Assert.Equal(rows.Take(2), rows.Skip(10));
        }
    }

    [Fact]
    public void Rows_of_a_batch_do_not_depend_on_which_were_asked_for_before()
    {
        EpochBatches Plan() => new(epoch => Permutation.Shuffled(100, 1, epoch), 100, 32, 5, null, 1);
        var forward = Plan();
        var expected = Enumerable.Range(0, 20).Select(b => forward.Rows(b).ToArray()).ToArray();
        var backward = Plan();
        for (var b = 19; b >= 0; b--)
            Assert.Equal(expected[b], backward.Rows(b).ToArray());
    }
}
