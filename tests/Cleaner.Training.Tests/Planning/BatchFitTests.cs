using Cleaner.Training.Planning;

namespace Cleaner.Training.Tests.Planning;

public sealed class BatchFitTests
{
    private const long Gib = 1L << 30;

    [Theory]
    [InlineData(24, 1, 3, 64, 1024, 672)]   // (24·0.92 − 1) / (2 / 64) = 674
    [InlineData(24, 1, 3, 64, 512, 504)]    // below the one that failed
    [InlineData(8, 4, 5, 2, 64, 6)]         // 3.36 / 0.5, too few for whole eights
    [InlineData(8, 7, 9, 2, 64, 0)]         // 0.36 for 1 an image
    [InlineData(8, 9, 9, 2, 64, 0)]         // the weights alone are too many
    public void The_largest_batch_follows_from_one_smaller_step(long total, long fixedPart, long peak, int probe, int failed, int fits) =>
        Assert.Equal(fits, BatchFit.Largest(total * Gib, fixedPart * Gib, peak * Gib, probe, failed));

    [Fact]
    public void The_message_says_which_batch_would_fit()
    {
        Assert.Equal("a batch of 512 images does not fit into the 23.7 GiB of cuda:0: 160 would: --batch-size 160, with --accumulate 3 for the same step, or --precision bf16",
            BatchFit.Message(512, "cuda:0", (long)(23.7 * Gib), 160, smaller: false));
        Assert.Equal("a batch of 512 images does not fit into the 8.0 GiB of cuda:0: 504 would: --batch-size 504",
            BatchFit.Message(512, "cuda:0", 8 * Gib, 504, smaller: true));
        Assert.Equal("a batch of 512 images does not fit into the 8.0 GiB of cuda:0: not even two images do: use a smaller --backbone or --input-size",
            BatchFit.Message(512, "cuda:0", 8 * Gib, 0, smaller: false));
        Assert.Equal("a batch of 512 images does not fit into the memory of cpu: try --batch-size 256 --accumulate 2",
            BatchFit.Message(512, "cpu", null, null, smaller: true));
    }
}
