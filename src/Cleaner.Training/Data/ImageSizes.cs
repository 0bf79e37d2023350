namespace Cleaner.Training.Data;

/// <summary>The sizes of the images of a set, counted without keeping them.</summary>
public sealed class ImageSizes
{
    /// <summary>Sides that differ by less are square enough.</summary>
    private const double Elongated = 1.2;

    private const int LargestMeasuredSide = 1024;
    private const int BinsAnOctave = 48, Octaves = 3; // of the ratio, either way

    private readonly int[] _sides = new int[LargestMeasuredSide + 1];
    private readonly int[] _ratios = new int[2 * Octaves * BinsAnOctave + 1];

    /// <summary>Median of the shorter sides, in pixels; sides above 1,024 count as that.</summary>
    public int MedianSide => At(_sides, 0.5);

    /// <summary>
    /// Median of height to width where the middle half of the images are alike taller, or alike wider, than a square by a fifth and more;
    /// 1 otherwise: what is upright here and lies there has no shape of its own.
    /// </summary>
    public double HeightToWidth => RatioAt(0.25) >= Elongated || RatioAt(0.75) <= 1 / Elongated ? RatioAt(0.5) : 1;

    /// <summary>Counts an image.</summary>
    public void Add(int width, int height)
    {
        _sides[Math.Clamp(Math.Min(width, height), 0, LargestMeasuredSide)]++;
        if (width > 0 && height > 0)
            _ratios[(int)Math.Round((Math.Clamp(Math.Log2((double)height / width), -Octaves, Octaves) + Octaves) * BinsAnOctave)]++;
    }

    private double RatioAt(double share) => _ratios.Any(c => c > 0) ? Math.Pow(2, (double)At(_ratios, share) / BinsAnOctave - Octaves) : 1;

    private static int At(int[] histogram, double share)
    {
        var wanted = (long)Math.Ceiling(share * histogram.Sum(c => (long)c));
        var at = 0;
        for (var seen = (long)histogram[0]; seen < wanted; seen += histogram[at])
            at++;
        return at;
    }
}
