namespace Cleaner.Training.Data;

/// <summary>
/// Random numbers as a pure function of a key: the same (seed, epoch, position) gives the same numbers on every machine, whichever
/// thread asks, and a resumed run needs no stored state. SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
/// Generators, OOPSLA 2014).
/// </summary>
public struct CounterRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <summary>A stream of its own for each combination of the three keys.</summary>
    public CounterRandom(long seed, long stream, long position = 0)
    {
        _state = Mix(Mix(Mix((ulong)seed + Golden) ^ (ulong)stream) + Golden * (ulong)position);
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        _state += Golden;
        return Mix(_state);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [least, most).</summary>
    public double Between(double least, double most) => least + (most - least) * NextDouble();

    /// <summary>Uniform in [0, bound).</summary>
    public int Below(int bound) => (int)BigMul(Next(), (ulong)bound);

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>Puts the items into random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong BigMul(ulong a, ulong b) => Math.BigMul(a, b, out _);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
