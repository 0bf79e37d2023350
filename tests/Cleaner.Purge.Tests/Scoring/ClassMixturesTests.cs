using Cleaner.Purge.Scoring;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class ClassMixturesTests
{
    private const int Images = 700;

    private static readonly Skew Skew = new(1.8, 3);
    private static readonly float[] Random = [.. Draw.Normal(new Random(1), 16, 3, 4000)];

    [Fact]
    public void Wrong_labels_of_few_identities_are_counted_better_than_by_one_mixture_for_all()
    {
        // Half of two labels is wrong and lies near the right ones, which spread more widely there.
        float[] Identity(int c) => c < 2
            ? [.. Draw.Falling(new Random(c), 1.8, Images / 2).Select(s => s + 2), .. Draw.Normal(new Random(c + 50), 8.5, 2, Images / 2)]
            : [.. Draw.Falling(new Random(c), 1.4, Images)];
        float[] scores = [.. Enumerable.Range(0, 8).SelectMany(Identity)];
        var groups = new Grouping([.. scores.Select((_, i) => i / Images)], 8);

        double inAll = NoiseMixture.Fit(scores, Random, Skew).Called(scores), counted = ClassMixtures.Called(scores, groups, Nulls(8), Skew, seed: 0);
        Assert.Equal(0.125, counted, 0.01);
        Assert.NotInRange(inAll, 0.115, 0.135);
    }

    [Fact]
    public void Of_very_many_identities_some_are_drawn_and_small_ones_left_out()
    {
        const int Large = 2 * ClassMixtures.MostFitted, PerIdentity = 120;
        float[] Identity(int c) => [.. Draw.Falling(new Random(c), 1.4, PerIdentity - 30), .. Draw.Normal(new Random(c + 500), 15, 2, 30)];
        float[] scores = [.. Enumerable.Range(0, Large).SelectMany(Identity), .. Enumerable.Repeat(16f, 50)];
        var groups = new Grouping([.. scores.Select((_, i) => i / PerIdentity)], Large + 1);
        Assert.InRange(ClassMixtures.Called(scores, groups, Nulls(Large), Skew, seed: 0), 0.235, 0.265);
    }

    [Fact]
    public void Without_a_large_identity_none_is_called() =>
        Assert.Equal(0, ClassMixtures.Called([1, 2, 3], new Grouping([0, 0, 1], 2), Nulls(2), Skew, seed: 0));

    private static ClassNulls Nulls(int identities) => new(Random, [.. Random.Select((_, i) => new NullDraw(i, i % identities, false, 0))]);
}
