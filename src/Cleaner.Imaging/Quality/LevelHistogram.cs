using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cleaner.Imaging;

/// <summary>Counts of the 256 grey levels, and what follows from them alone.</summary>
internal static class LevelHistogram
{
    // c·log2 c of the counts that occur in small pictures, where the logarithms would take longer than the counting.
    private static readonly double[] WeighedLog = Enumerable.Range(0, 1024).Select(c => c == 0 ? 0 : c * Math.Log2(c)).ToArray();

    /// <summary>Counts into <paramref name="histogram"/> (256 entries, overwritten).</summary>
    public static void Count(ReadOnlySpan<byte> grey, Span<int> histogram)
    {
        // Four tables: neighbours are often equal, and an increment would wait for the one before it.
        Span<int> tables = stackalloc int[4 * 256];
        tables.Clear();
        ref int table = ref MemoryMarshal.GetReference(tables);
        var quads = MemoryMarshal.Cast<byte, uint>(grey);
        foreach (uint quad in quads)
        {
            Unsafe.Add(ref table, quad & 255)++;
            Unsafe.Add(ref table, 256 + ((quad >> 8) & 255))++;
            Unsafe.Add(ref table, 512 + ((quad >> 16) & 255))++;
            Unsafe.Add(ref table, 768 + (quad >> 24))++;
        }

        for (int i = 4 * quads.Length; i < grey.Length; i++)
        {
            tables[grey[i]]++;
        }

        for (int level = 0; level < 256; level += 8)
        {
            var sum = Vector256<int>.Zero;
            for (int t = level; t < tables.Length; t += 256)
            {
                sum += Vector256.Create<int>(tables[t..]);
            }

            sum.CopyTo(histogram[level..]);
        }
    }

    /// <summary>Mean and standard deviation (of the population), in levels.</summary>
    public static (double Mean, double Deviation) Moments(ReadOnlySpan<int> histogram, int total)
    {
        long sum = 0, squares = 0;
        for (int level = 0; level < 256; level++)
        {
            sum += (long)level * histogram[level];
            squares += (long)level * level * histogram[level];
        }

        double mean = (double)sum / total;
        return (mean, Math.Sqrt(Math.Max(0, (double)squares / total - mean * mean)));
    }

    /// <summary>Shannon entropy in bits.</summary>
    public static double Entropy(ReadOnlySpan<int> histogram, int total)
    {
        // H = log2 n − (1/n) Σ c·log2 c
        double even = 0, odd = 0;    // two sums: each addition waits for the one before it
        for (int level = 0; level < 256; level += 2)
        {
            even += Weighed(histogram[level]);
            odd += Weighed(histogram[level + 1]);
        }

        return Math.Max(0, Math.Log2(total) - (even + odd) / total);

        static double Weighed(int count) => count < WeighedLog.Length ? WeighedLog[count] : count * Math.Log2(count);
    }

    /// <summary>The smallest level that at least <paramref name="share"/> of the pixels do not exceed.</summary>
    public static int Percentile(ReadOnlySpan<int> histogram, int total, double share)
    {
        double needed = share * total;
        long below = 0;
        for (int level = 0; level < 256; level++)
        {
            below += histogram[level];
            if (below >= needed)
            {
                return level;
            }
        }

        return 255;
    }
}
