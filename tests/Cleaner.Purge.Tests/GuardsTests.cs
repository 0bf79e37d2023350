namespace Cleaner.Purge.Tests;

public sealed class GuardsTests
{
    [Theory]
    [InlineData(50, 0, true)]
    [InlineData(61, 0, false)]
    [InlineData(20, 30, true)]
    [InlineData(20, 50, false)]
    public void What_a_rule_asks_for_counts_against_the_cap_also_where_last_images_stay(int dropped, int withheld, bool isBearable)
    {
        var counts = new PurgeCounts(100, 100 - dropped, dropped, 0, 0, withheld, 0, 0, 0, dropped);
        string? refusal = Guards.TooMuch(counts, new PurgeOptions());
        Assert.Equal(isBearable, refusal is null);
        Assert.True(isBearable || refusal!.Contains($"would drop {dropped + withheld} of 100", StringComparison.Ordinal), refusal);
    }
}
