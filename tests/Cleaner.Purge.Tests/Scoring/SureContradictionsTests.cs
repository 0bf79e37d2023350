using Cleaner.Purge.Scoring;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class SureContradictionsTests
{
    // Known by .01, .02, …, 1; a quarter of them by .75 and more: 26 with the bar's own.
    private static readonly float[] Known = [.. Enumerable.Range(1, 100).Select(i => i / 100f)];

    [Fact]
    public void Wrong_labels_contradicted_as_surely_as_right_ones_are_known_are_counted_rightly()
    {
        SureContradictions found = SureContradictions.Of([.. Known, .. Known.Where((_, i) => i % 4 == 0).Select(margin => -margin)]);
        Assert.Equal(0.2, found.All, 6);
        Assert.Equal(0.2, found.Sure, 0.02);
        Assert.Equal(1, found.Unlearned);
    }

    [Fact]
    public void Labels_that_are_contradicted_faintly_do_not_count()
    {
        SureContradictions found = SureContradictions.Of([.. Known, .. Known.Where((_, i) => i % 4 == 0).Select(margin => -margin / 2)]);
        Assert.Equal((0.2, 0, 0), (Math.Round(found.All, 6), found.Sure, found.Unlearned));
    }

    [Theory]
    [InlineData(0.3, 0.12, 0)]
    [InlineData(0.3, 0.15, 0.5)]
    [InlineData(0.3, 0.18, 1)]
    [InlineData(0.3, 0.35, 1)]
    [InlineData(0, 0, 0)]
    public void The_surer_of_the_contradictions_the_less_was_learned(double all, double sure, double unlearned) =>
        Assert.Equal(unlearned, new SureContradictions(all, sure).Unlearned, 6);

    [Fact]
    public void A_network_without_centers_or_that_knows_nothing_contradicts_nothing()
    {
        Assert.Equal(default, SureContradictions.Of(null));
        Assert.Equal(default, SureContradictions.Of([-0.5f, -0.1f]));
    }
}
