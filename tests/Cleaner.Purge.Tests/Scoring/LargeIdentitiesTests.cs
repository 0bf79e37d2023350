using Cleaner.Purge.Scoring;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class LargeIdentitiesTests
{
    private const int Identities = 8, Images = 600, Count = Identities * Images;

    private static readonly float[] Random = [.. Draw.Normal(new Random(1), 18, 3, 4000)];

    // Every identity: all right, and hard.
    private static readonly float[] Hard = [.. Enumerable.Range(0, Identities).SelectMany(c => Draw.Falling(new Random(c), 6, Images))];

    // A fifth of every other identity is wrong: a part lies near random labels, the rest among the right ones.
    private static readonly float[] Mistaken =
    [
        .. Enumerable.Range(0, Identities).SelectMany(c => c % 2 == 0
            ? [.. Draw.Falling(new Random(c), 1.4, 480), .. Draw.Normal(new Random(c + 50), 8, 2.5, 70), .. Draw.Normal(new Random(c + 90), 17, 2, 50)]
            : Draw.Falling(new Random(c), 1.4, Images)),
    ];

    [Fact]
    public void Proved_mistakes_are_counted_half_way_between_mixtures_of_every_identity_and_what_the_network_contradicts()
    {
        Assert.Equal(0.11, Look(Mistaken, contradicted: 0.12).Share!.Value, 0.015); // .10 are wrong
        Assert.Equal(0.16, Look(Mistaken, contradicted: 0.22).Share!.Value, 0.015);
    }

    [Fact]
    public void Mixtures_that_call_more_wrong_than_the_network_has_contradicted_do_not_count() =>
        Assert.Equal(0.045, Look(Mistaken, contradicted: 0.05, nearer: 0.04).Share!.Value, 0.001); // the finished network contradicts .04

    [Theory]
    [InlineData(0.1, 0.16, false)] // contradicted faintly, but for a tenth: learned
    [InlineData(0.5, 0.095, true)] // half as many surely as there would be: half-way to the sure ones, .03
    [InlineData(1, 0.06, true)] // as surely as the others are known
    public void As_far_as_a_set_was_left_unlearned_only_sure_contradictions_count(double surely, double expected, bool hardlyLearned)
    {
        // The network's centers know .94 of the labels by .01 to 1, and contradict .06 of them, a part of these by more than .75.
        int contradicted = Count * 6 / 100;
        float[] margins = [.. Enumerable.Range(0, Count).Select(i => i < surely * contradicted / 4 ? -0.9f : i < contradicted ? -0.001f : ((i % 100) + 1) / 100f)];
        LargeIdentities large = Large(Mistaken, contradicted: 0.22, margins: margins);
        Assert.Equal((true, hardlyLearned), (large.AreMistaken, large.IsHardlyLearned));
        Assert.Equal(expected, large.Mistaken(new Skew(1.8, 3), Signs(0, 1)), 0.015);
    }

    [Fact]
    public void Where_nothing_was_recorded_the_network_contradicts_what_lies_nearer_to_another_identity() =>
        Assert.Equal(Look(Mistaken, contradicted: 0.3).Share!.Value, Look(Mistaken, contradicted: 0, nearer: 0.3).Share!.Value, 6);

    [Theory]
    [InlineData(0, false, 0.005)]
    [InlineData(0.02, false, 0.02)] // as many as ranks prove beyond hard right ones
    [InlineData(0.04, true, 1)] // 24 images an identity make no heap that must be seen
    [InlineData(0.05, true, 0.005)] // 30 would
    public void Where_no_heap_is_seen_few_may_be_called_wrong(double least, bool even, double most)
    {
        var (mistaken, allowed, _) = Look(Hard, contradicted: 0.2, ranks: new RankShare(least, least, least, even ? 0.9 : 0.3, Identities - 1) { Floor = least });
        Assert.Equal((false, most), (mistaken, allowed));
    }

    [Fact]
    public void Wrong_labels_that_are_spread_evenly_over_the_ranks_are_left_to_them()
    {
        var (mistaken, most, _) = Look(Mistaken, contradicted: 0.12, ranks: new RankShare(0.1, 0.1, 0.1, Evenness: 0.9, Identities - 1));
        Assert.Equal((false, 1), (mistaken, most));
    }

    [Fact]
    public void Small_identities_have_no_say()
    {
        int[] classOf = [.. Enumerable.Range(0, Count).Select(i => i / 60)];
        var (mistaken, most, _) = Look(Hard, contradicted: 0.2, classOf: classOf);
        Assert.Equal((false, 1), (mistaken, most));
    }

    private static (bool AreMistaken, double Most, double? Share) Look(float[] scores, double contradicted, double nearer = 0, RankShare ranks = default, int[]? classOf = null)
    {
        LargeIdentities large = Large(scores, contradicted, ranks, classOf);
        return (large.AreMistaken, large.Most, large.AreMistaken ? large.Mistaken(new Skew(1.8, 3), Signs(nearer, 1)) : null);
    }

    private static float[] Signs(double share, float wrong) => [.. Enumerable.Range(0, Count).Select(i => i < share * Count ? wrong : -wrong)];

    private static LargeIdentities Large(float[] scores, double contradicted, RankShare ranks = default, int[]? classOf = null, float[]? margins = null)
    {
        classOf ??= [.. Enumerable.Range(0, Count).Select(i => i / Images)];
        var dynamics = contradicted == 0 ? null : Vectors.From(Signs(contradicted, -1).SelectMany(own => new[] { own, -9, -9 }).ToArray(), 3);
        int classes = classOf[^1] + 1;
        var evidence = new Evidence(Some.Ids(Count), classOf, Some.Identities(classes), Vectors.From(new float[Count], 1), ownCosines: margins is null ? null : Vectors.From(margins, 1), dynamicsFirst: dynamics)
        {
            OtherCosine = margins is null ? null : Vectors.From(new float[Count], 1),
        };
        var nulls = new ClassNulls(Random, [.. Random.Select((_, i) => new NullDraw(i, i % classes, false, 0))]);
        return new LargeIdentities(evidence, scores, nulls, ranks, seed: 0);
    }
}
