using System.Numerics;
using Cleaner.Ingest.Deduplication;

namespace Cleaner.Ingest.Tests.Deduplication;

public sealed class HammingJoinTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(11)]
    public void Every_pair_within_the_distance_is_found_once(int distance)
    {
        var codes = WithNeighbours(Uniform, 3000, distance + 3);
        Assert.Equal(BruteForce(codes, distance), HammingJoin.SelfJoin(codes, distance, threads: 2));
    }

    [Fact]
    public void Skewed_codes_give_the_same_pairs_as_a_plain_scan()
    {
        var codes = WithNeighbours(r => Biased(r, 0.05), 2000, 9);
        var expected = BruteForce(codes, 6);
        Assert.True(expected.Count > 100_000, "the codes must be crowded to test anything");
        Assert.Equal(expected, HammingJoin.SelfJoin(codes, 6, threads: 2));
    }

    [Fact]
    public void Codes_that_crowd_one_bucket_are_indexed_by_the_other_chunks()
    {
        // Twelve thousand codes of which three chunks are constant or nearly so.
        var random = new Random(5);
        var codes = Enumerable.Range(0, 12_000).Select(_ =>
            0x00FF_00FF_0000_0000UL | (uint)random.Next(1 << 16) << 16 | (1UL << random.Next(16))).ToArray();
        Assert.Equal(BruteForce(codes, 3), HammingJoin.SelfJoin(codes, 3, threads: 2));
    }

    [Fact]
    public void The_result_does_not_depend_on_the_number_of_threads()
    {
        var codes = WithNeighbours(Uniform, 5000, 6);
        Assert.Equal(HammingJoin.SelfJoin(codes, 6, threads: 1), HammingJoin.SelfJoin(codes, 6, threads: 7));
    }

    [Fact]
    public void Equal_codes_are_pairs_at_distance_zero() =>
        Assert.Equal([new CodePair(0, 2, 0)], HammingJoin.SelfJoin([7, 1UL << 60, 7], 1));

    [Fact]
    public void No_codes_give_no_pairs() => Assert.Empty(HammingJoin.SelfJoin([], 6));

    [Theory]
    [InlineData(3, 4)]
    [InlineData(4, 20)]
    [InlineData(6, 52)]
    [InlineData(8, 188)]
    public void The_refined_pigeonhole_probes_as_few_buckets_as_published(int distance, int probes) =>
        Assert.Equal(probes, HammingJoin.Radii(distance).Where(r => r >= 0).Sum(r => HammingJoin.Masks(r).Length));

    private static ulong Uniform(Random random) => (ulong)random.NextInt64(long.MinValue, long.MaxValue);

    private static ulong Biased(Random random, double share)
    {
        ulong code = 0;
        for (var bit = 0; bit < 64; bit++)
            code |= random.NextDouble() < share ? 1UL << bit : 0;
        return code;
    }

    private static ulong[] WithNeighbours(Func<Random, ulong> make, int count, int maxFlips)
    {
        var random = new Random(3);
        var codes = new List<ulong>();
        while (codes.Count < count)
        {
            var code = make(random);
            codes.Add(code);
            for (var flips = random.Next(maxFlips); flips > 0; flips--)
                code ^= 1UL << random.Next(64);
            codes.Add(code);
        }
        return [.. codes];
    }

    private static List<CodePair> BruteForce(ulong[] codes, int distance)
    {
        var pairs = new List<CodePair>();
        for (var a = 0; a < codes.Length; a++)
        {
            for (var b = a + 1; b < codes.Length; b++)
            {
                var bits = BitOperations.PopCount(codes[a] ^ codes[b]);
                if (bits <= distance)
                    pairs.Add(new CodePair(a, b, bits));
            }
        }
        return pairs;
    }
}
