namespace Cleaner.Purge.Tests.Support;

/// <summary>Random scores.</summary>
internal static class Draw
{
    public static IEnumerable<float> Normal(Random random, double mean, double deviation, int count) => Enumerable.Range(0, count)
        .Select(_ => (float)(mean + (deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))));

    /// <summary>One mode, at 0: left of it half a normal density of deviation 1, right of it an exponential one; as many on either side as keeps it smooth.</summary>
    public static IEnumerable<float> Falling(Random random, double scale, int count)
    {
        const double Left = 1.2533141373;
        for (int i = 0; i < count; i++)
        {
            yield return random.NextDouble() * (Left + scale) < Left
                ? -Math.Abs(Normal(random, 0, 1, 1).First())
                : (float)(-scale * Math.Log(1 - random.NextDouble()));
        }
    }
}
