using Cleaner.Imaging;

namespace Cleaner.Ingest.Deduplication;

/// <summary>A small grey picture, and the question whether two of them show the same photograph.</summary>
public static class Thumbnail
{
    /// <summary>Width and height in pixels. Proportions are not kept: a near duplicate has nearly the same.</summary>
    public const int Side = 32;

    /// <summary>Bytes of one thumbnail.</summary>
    public const int Pixels = Side * Side;

    /// <summary>Least normalised correlation of near duplicates.</summary>
    public const double MinCorrelation = 0.985;

    /// <summary>
    /// Largest difference that the worst of the 16 blocks of 8×8 pixels may have, after brightness and contrast are made equal, as a
    /// share of the picture's own standard deviation. Another expression or gaze changes little in all, but much in one place.
    /// </summary>
    public const double MaxBlockDifference = 0.35;

    private const int Block = 8, Blocks = Side / Block;

    /// <summary>Makes a thumbnail from the bytes of an image.</summary>
    /// <exception cref="ImageDecodeException">It does not decode.</exception>
    public static byte[] Make(ReadOnlySpan<byte> data, DecodeOptions options)
    {
        var image = ImageCodec.Default.Decode(data, options with { TargetSize = 2 * Side });
        return Grey(Resampler.Resize(image, Side, Side));
    }

    /// <summary>
    /// Whether two thumbnails show the same photograph but for compression, scale, brightness and contrast: correlation at least
    /// <see cref="MinCorrelation"/>, and no block off by more than <see cref="MaxBlockDifference"/>.
    /// </summary>
    public static bool AreNear(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        Correlation(a, b) >= MinCorrelation && WorstBlock(a, b) <= MaxBlockDifference;

    /// <summary>Pearson correlation of the grey levels, -1 to 1; 0 where one of them is flat.</summary>
    public static double Correlation(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var (meanA, deviationA) = Moments(a);
        var (meanB, deviationB) = Moments(b);
        if (deviationA == 0 || deviationB == 0)
            return 0;
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += (a[i] - meanA) * (b[i] - meanB);
        return sum / (a.Length * deviationA * deviationB);
    }

    /// <summary>Root mean square difference of the standardised grey levels in the worst block.</summary>
    public static double WorstBlock(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var (meanA, deviationA) = Moments(a);
        var (meanB, deviationB) = Moments(b);
        if (deviationA == 0 || deviationB == 0)
            return double.PositiveInfinity;
        Span<double> sums = stackalloc double[Blocks * Blocks];
        sums.Clear();
        for (var i = 0; i < a.Length; i++)
        {
            var difference = (a[i] - meanA) / deviationA - (b[i] - meanB) / deviationB;
            sums[i / Side / Block * Blocks + i % Side / Block] += difference * difference;
        }
        double worst = 0;
        foreach (var sum in sums)
            worst = Math.Max(worst, sum);
        return Math.Sqrt(worst / (Block * Block));
    }

    private static (double Mean, double Deviation) Moments(ReadOnlySpan<byte> levels)
    {
        double sum = 0, squares = 0;
        foreach (var level in levels)
        {
            sum += level;
            squares += level * level;
        }
        var mean = sum / levels.Length;
        return (mean, Math.Sqrt(Math.Max(0, squares / levels.Length - mean * mean)));
    }

    private static byte[] Grey(Image image)
    {
        var grey = new byte[Pixels];
        for (var i = 0; i < grey.Length; i++)
        {
            // ITU-R BT.601 luma
            grey[i] = (byte)((299 * image.Pixels[3 * i] + 587 * image.Pixels[3 * i + 1] + 114 * image.Pixels[3 * i + 2] + 500) / 1000);
        }
        return grey;
    }
}
