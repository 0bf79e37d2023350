using Cleaner.Training.Data;

namespace Cleaner.Training.Tests.Data;

public sealed class BatchLoaderTests
{
    private static readonly ImageShape Shape = new(16, 16);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Batches_are_the_same_whatever_the_number_of_workers(int workers)
    {
        Assert.Equal(Pixels(1), Pixels(workers));

        static List<byte[]> Pixels(int workers)
        {
            var plan = new EpochBatches(epoch => Permutation.Shuffled(50, 3, epoch), 50, 8, 3, Augmentation.Parse("flip,crop,color,erase"), seed: 3);
            using var loader = new BatchLoader(new Synthetic(50), plan, 0, workers);
            var all = new List<byte[]>();
            while (loader.Next(CancellationToken.None) is { } batch)
            {
                Assert.Equal(all.Count, batch.Number);
                all.Add(batch.Pixels[..(8 * Shape.Bytes)]);
                loader.Recycle(batch);
            }
            Assert.Equal(21, all.Count);
            return all;
        }
    }

    [Fact]
    public void Going_on_in_the_middle_gives_the_rest()
    {
        var plan = new EpochBatches(epoch => Permutation.Shuffled(20, 3, epoch), 20, 4, 2, null, seed: 3);
        using var loader = new BatchLoader(new Synthetic(20), plan, 7, 2);
        var batch = loader.Next(CancellationToken.None)!;
        Assert.Equal(7, batch.Number);
        Assert.Equal(plan.Rows(7).ToArray(), batch.Rows);
    }

    [Fact]
    public void An_unreadable_image_is_named_and_a_neighbour_stands_in()
    {
        using var loader = new BatchLoader(new Synthetic(6, bad: 2), new SequentialPlan(6, 4), 0, 2);
        var first = loader.Next(CancellationToken.None)!;
        Assert.Equal([0, 1, 2, 3], first.Rows);
        Assert.Equal([0, 1, 0, 3], first.Shown);
        Assert.Equal(2, Assert.Single(first.Bad).SampleId);
        Assert.Equal(first.Pixels[..Shape.Bytes], first.Pixels[(2 * Shape.Bytes)..(3 * Shape.Bytes)]);
        Assert.Equal(2, loader.Next(CancellationToken.None)!.Rows.Length);
        Assert.Null(loader.Next(CancellationToken.None));
    }

    [Fact]
    public void What_a_worker_throws_reaches_the_caller()
    {
        using var loader = new BatchLoader(new Synthetic(6, failing: 5), new SequentialPlan(6, 3), 0, 1);
        Assert.NotNull(loader.Next(CancellationToken.None));
        Assert.Throws<InvalidDataException>(() => loader.Next(CancellationToken.None));
    }

    [Fact]
    public void A_source_that_cannot_be_opened_reaches_the_caller()
    {
        using var loader = new BatchLoader(new Synthetic(6, opens: false), new SequentialPlan(6, 3), 0, 2);
        Assert.Throws<InvalidDataException>(() => loader.Next(CancellationToken.None));
    }

    [Fact]
    public void Disposing_early_ends_the_workers()
    {
        var loader = new BatchLoader(new Synthetic(10_000), new SequentialPlan(10_000, 4), 0, 3);
        loader.Next(CancellationToken.None);
        loader.Dispose();
    }

    private sealed class Synthetic(int count, int bad = -1, int failing = -1, bool opens = true) : IPixelSource
    {
        public int Count => count;

        public ImageShape Shape => BatchLoaderTests.Shape;

        public IPixelReader Open() => opens ? new Reader(bad, failing) : throw new InvalidDataException("closed");

        public void Dispose()
        {
        }

        private sealed class Reader(int bad, int failing) : IPixelReader
        {
            public UnreadableSample? Read(int row, Span<byte> hwc)
            {
                if (row == failing)
                    throw new InvalidDataException("broken");
                if (row == bad)
                    return new UnreadableSample(row, $"row {row}", "bad");
                for (var i = 0; i < hwc.Length; i++)
                    hwc[i] = (byte)(i * 31 + row * 17);
                return null;
            }

            public void Dispose()
            {
            }
        }
    }
}
