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
    public void Proved_mistakes_are_taken_for_more_than_one_mixture_calls()
    {
        double? share = Share(Mistaken, called: 0.02, contradicted: 0.12);
        Assert.Equal(0.11, share!.Value, 0.015); // .10 wrong, .12 contradicted
    }

    [Fact]
    public void Where_nothing_was_recorded_the_network_contradicts_what_lies_nearer_to_another_identity()
    {
        double recorded = Share(Mistaken, called: 0.02, contradicted: 0.3)!.Value;
        double atTheEnd = Share(Mistaken, called: 0.02, contradicted: 0, nearer: 0.3)!.Value;
        Assert.Equal(recorded, atTheEnd, 6);
    }

    [Fact]
    public void What_is_called_already_is_not_lowered_where_mistakes_are_proved() => Assert.Null(Share(Mistaken, called: 0.3, contradicted: 0.12));

    [Theory]
    [InlineData(0.16, 0, LargeIdentities.Harmless)]
    [InlineData(0.16, 0.02, null)] // ranks prove some
    [InlineData(0.004, 0, null)]
    public void Where_nothing_is_proved_next_to_nothing_is_called(double called, double least, double? expected) =>
        Assert.Equal(expected, Share(Hard, called, contradicted: 0.2, least: least));

    [Fact]
    public void Small_identities_have_no_say()
    {
        int[] classOf = [.. Enumerable.Range(0, Count).Select(i => i / 60)];
        Assert.Null(Share(Hard, called: 0.16, contradicted: 0.2, classOf: classOf));
    }

    private static double? Share(float[] scores, double called, double contradicted, double nearer = 0, double least = 0, int[]? classOf = null)
    {
        classOf ??= [.. Enumerable.Range(0, Count).Select(i => i / Images)];
        float[] Signs(double share, float wrong) => [.. Enumerable.Range(0, Count).Select(i => i < share * Count ? wrong : -wrong)];
        var dynamics = contradicted == 0 ? null : Vectors.From(Signs(contradicted, -1).SelectMany(own => new[] { own, -9, -9 }).ToArray(), 3);
        int classes = classOf[^1] + 1;
        using var evidence = new Evidence(Some.Ids(Count), classOf, Some.Identities(classes), Vectors.From(new float[Count], 1), dynamicsFirst: dynamics);
        var nulls = new ClassNulls(Random, [.. Random.Select((_, i) => new NullDraw(i, i % classes, false, 0))]);
        return new LargeIdentities(scores, evidence, nulls, new Skew(1.8, 3), seed: 0).Share(called, least, Signs(nearer, 1));
    }
}
