namespace Cleaner.Training.Data;

/// <summary>The order of the rows in one epoch: a function of seed and epoch alone.</summary>
public static class Permutation
{
    private const long OrderStream = 0x5EED;

    /// <summary>The rows 0 to <paramref name="count"/> − 1, each once, in random order.</summary>
    public static int[] Shuffled(int count, long seed, int epoch)
    {
        var rows = new int[count];
        for (var i = 0; i < count; i++)
            rows[i] = i;
        Random(seed, epoch).Shuffle<int>(rows);
        return rows;
    }

    internal static CounterRandom Random(long seed, int epoch) => new(seed, OrderStream, epoch);
}
