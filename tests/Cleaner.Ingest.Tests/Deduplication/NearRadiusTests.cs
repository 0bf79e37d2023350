using Cleaner.Ingest.Deduplication;

namespace Cleaner.Ingest.Tests.Deduplication;

public sealed class NearRadiusTests
{
    [Fact]
    public void Hashes_of_mixed_pictures_bear_the_distance_asked_for()
    {
        var random = new Random(1);
        var codes = Enumerable.Range(0, 100_000).Select(_ => (ulong)random.NextInt64()).ToArray();
        Assert.Equal(10, NearRadius.Bearable(codes, 10));
    }

    [Fact]
    public void Hashes_that_are_all_alike_are_searched_less_far()
    {
        // Only 24 bits differ at all: distances gather around 12, and 200,000 codes have billions of pairs below 10.
        var random = new Random(1);
        var codes = Enumerable.Range(0, 200_000).Select(_ => (ulong)random.Next(1 << 24)).ToArray();
        var distance = NearRadius.Bearable(codes, 10);
        Assert.InRange(distance, 0, 4);
    }

    [Fact]
    public void A_small_set_is_never_restricted() =>
        Assert.Equal(8, NearRadius.Bearable(new ulong[1000], 8));
}
