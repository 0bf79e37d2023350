using Cleaner.Purge.Scoring;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class SecondHeapsTests
{
    private const int Identities = 10, Images = 600;

    private static readonly ClassNulls Nulls = new([.. Draw.Normal(new Random(1), 20, 4, 4000)], [.. Enumerable.Range(0, 4000).Select(i => new NullDraw(i, i % Identities, false, 0))]);

    [Theory]
    [InlineData(1.5)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(14)]
    public void Right_labels_have_none_however_far_they_reach(double scale)
    {
        SecondHeaps found = Find(c => Draw.Falling(new Random(c), scale, Images));
        Assert.InRange(found.Share, 0, 0.001);
        Assert.Equal((0, 1), (found.Identities, found.Seen));
    }

    [Fact]
    public void Wrong_labels_make_one_in_the_identities_that_have_them_though_others_fill_the_valley()
    {
        // A tenth of four identities is wrong; the others are hard.
        SecondHeaps found = Find(c => c < 4
            ? [.. Draw.Falling(new Random(c), 1.5, Images * 9 / 10), .. Draw.Normal(new Random(c + 50), 16, 2.5, Images / 10)]
            : Draw.Falling(new Random(c), 8, Images));
        Assert.Equal(0.4, found.Identities);
        Assert.InRange(found.Share, 0.02, 0.04);
    }

    [Fact]
    public void A_heap_of_every_identity_is_found_nearly_whole()
    {
        SecondHeaps found = Find(c => [.. Draw.Falling(new Random(c), 2, Images * 7 / 10), .. Draw.Normal(new Random(c + 50), 18, 3, Images * 3 / 10)]);
        Assert.Equal(1, found.Identities);
        Assert.InRange(found.Share, 0.2, 0.3);
    }

    [Fact]
    public void Small_identities_are_not_looked_at()
    {
        float[] scores = [.. Draw.Falling(new Random(1), 2, 300), .. Enumerable.Repeat(18f, SecondHeaps.LeastImages - 1)];
        int[] classOf = [.. scores.Select((_, i) => i < 300 ? 0 : 1)];
        SecondHeaps found = SecondHeaps.Find(scores, new Grouping(classOf, 2), Nulls);
        Assert.Equal((0, 0), (found.Share, found.Identities));
        Assert.Equal(300.0 / 399, found.Seen, 6);
        Assert.Equal(default, SecondHeaps.Find(scores.AsSpan(300), new Grouping(classOf.AsSpan(300), 2), Nulls));
    }

    [Fact]
    public void Scores_that_are_all_the_same_a_null_left_of_them_and_no_null_have_none()
    {
        Assert.Equal(0, SecondHeaps.Heaped([.. Enumerable.Repeat(3f, 500)], [10, 11, 12]));
        Assert.Equal(0, SecondHeaps.Heaped([.. Draw.Falling(new Random(1), 2, 500)], [-5, -4, -3]));
        Assert.Equal(0, SecondHeaps.Heaped([.. Draw.Falling(new Random(1), 2, 500)], []));
    }

    private static SecondHeaps Find(Func<int, IEnumerable<float>> scoresOf)
    {
        float[] scores = [.. Enumerable.Range(0, Identities).SelectMany(scoresOf)];
        return SecondHeaps.Find(scores, new Grouping([.. scores.Select((_, i) => i / Images)], Identities), Nulls);
    }
}
