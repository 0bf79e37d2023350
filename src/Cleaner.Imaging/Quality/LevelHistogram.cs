namespace Cleaner.Imaging;

/// <summary>Counts of the 256 grey levels, and what follows from them alone.</summary>
internal static class LevelHistogram
{
    /// <summary>Counts into <paramref name="histogram"/> (256 entries, overwritten).</summary>
    public static void Count(ReadOnlySpan<byte> grey, Span<int> histogram)
    {
        // Four tables: neighbours are often equal, and an increment would wait for the one before it.
        Span<int> others = stackalloc int[3 * 256];
        others.Clear();
        histogram.Clear();
        var second = others[..256];
        var third = others.Slice(256, 256);
        var fourth = others.Slice(512, 256);
        int i = 0;
        for (; i + 4 <= grey.Length; i += 4)
        {
            histogram[grey[i]]++;
            second[grey[i + 1]]++;
            third[grey[i + 2]]++;
            fourth[grey[i + 3]]++;
        }

        for (; i < grey.Length; i++)
        {
            histogram[grey[i]]++;
        }

        for (int level = 0; level < 256; level++)
        {
            histogram[level] += second[level] + third[level] + fourth[level];
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
        double sum = 0;
        foreach (int count in histogram)
        {
            sum += count > 0 ? count * Math.Log2(count) : 0;
        }

        return Math.Max(0, Math.Log2(total) - sum / total);
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
