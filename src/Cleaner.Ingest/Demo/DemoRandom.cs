using System.Numerics;

namespace Cleaner.Ingest.Demo;

/// <summary>
/// Random numbers that depend on a seed and a path of names alone, so that pictures can be drawn in any order and on any number of threads and still
/// come out the same. SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
/// </summary>
internal sealed class DemoRandom
{
    private ulong state;

    private DemoRandom(ulong state) => this.state = state;

    /// <summary>A stream of its own for a part of a set.</summary>
    public static DemoRandom For(int seed, string part, int index = 0)
    {
        ulong hash = Mix((uint)seed + 0x9E3779B97F4A7C15);
        foreach (char c in part)
        {
            hash = Mix(hash ^ c);
        }

        return new DemoRandom(Mix(hash ^ ((ulong)(uint)index << 20)));
    }

    /// <summary>Uniform in [0, 1).</summary>
    public float Unit() => (Next() >> 40) * (1f / (1 << 24));

    /// <summary>Uniform in [low, high).</summary>
    public float Range(float low, float high) => low + (high - low) * Unit();

    /// <summary>Uniform in 0 … count − 1.</summary>
    public int Below(int count) => (int)(((UInt128)Next() * (uint)count) >> 64);

    /// <summary>True with this probability.</summary>
    public bool Chance(float probability) => Unit() < probability;

    /// <summary>Standard normal (Box–Muller).</summary>
    public float Normal() => MathF.Sqrt(-2 * MathF.Log(1 - Unit())) * MathF.Cos(2 * MathF.PI * Unit());

    /// <summary>Normal around a centre, cut at two and a half deviations.</summary>
    public float Around(float center, float deviation) => center + deviation * Math.Clamp(Normal(), -2.5f, 2.5f);

    /// <summary>One of the given.</summary>
    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    /// <summary>A colour with each channel uniform between the bounds.</summary>
    public Vector3 Color(float low, float high) => new(Range(low, high), Range(low, high), Range(low, high));

    /// <summary>Fisher–Yates.</summary>
    public void Shuffle<T>(IList<T> items)
    {
        for (int i = items.Count - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private ulong Next() => Mix(state += 0x9E3779B97F4A7C15);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
