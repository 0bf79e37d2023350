namespace Cleaner.Imaging;

/// <summary>Measures how usable a picture is. A picture is judged alone; what is odd only within its set (size, for one) is judged elsewhere.</summary>
public static class QualityMeter
{
    /// <summary>Dark when the 99th percentile of the levels is below this share of white (CleanVision's rule and default).</summary>
    public const double DarkBelow = 0.32;

    /// <summary>Light when the 5th percentile of the levels is above this share of white (CleanVision's rule and default).</summary>
    public const double LightAbove = 0.95;

    /// <summary>
    /// Low in information when the entropy is below this many bits. CleanVision asks for 3 bits of the joint histogram of three channels, which for
    /// a grey picture is 3 − log2(3) = 1.4 bits of its grey histogram.
    /// </summary>
    public const double LowInformationBelow = 1.4;

    /// <summary>
    /// Blurry when the variance of the Laplacian is below this (squared levels) and the picture is not flat besides. A sharp photograph has hundreds
    /// to thousands at any size; a Gaussian blur of two pixels leaves a few.
    /// </summary>
    public const double BlurryBelow = 20;

    /// <summary>Odd when the shorter side is below this share of the longer one (CleanVision's rule and default).</summary>
    public const double OddAspectBelow = 0.35;

    /// <summary>Near grey when |R−G| + |G−B| is at most this many levels on average: what JPEG leaves of a grey picture stays below one.</summary>
    public const double GreyChromaAtMost = 2;

    /// <summary>Measures one picture in one pass over its grey plane and one over its pixels.</summary>
    public static QualityFigures Measure(Image image) =>
        GreyPlane.Read(image, grey => Measure(grey, image.Width, image.Height, Chroma.Mean(image.Pixels)));

    /// <summary>Measures a picture by its grey plane and its mean |R−G| + |G−B|.</summary>
    internal static QualityFigures Measure(ReadOnlySpan<byte> grey, int width, int height, double chroma)
    {
        Span<int> histogram = stackalloc int[256];
        LevelHistogram.Count(grey, histogram);
        var (mean, deviation) = LevelHistogram.Moments(histogram, grey.Length);
        double entropy = LevelHistogram.Entropy(histogram, grey.Length);
        double blur = Laplacian.Variance(grey, width, height);
        double aspect = (double)Math.Min(width, height) / Math.Max(width, height);
        bool nearGrey = chroma <= GreyChromaAtMost;

        var flags = QualityFlags.None;
        flags |= LevelHistogram.Percentile(histogram, grey.Length, 0.99) < DarkBelow * 255 ? QualityFlags.Dark : 0;
        flags |= LevelHistogram.Percentile(histogram, grey.Length, 0.05) > LightAbove * 255 ? QualityFlags.Light : 0;
        flags |= entropy < LowInformationBelow ? QualityFlags.LowInformation : 0;
        flags |= blur < BlurryBelow && entropy >= LowInformationBelow ? QualityFlags.Blurry : 0;
        flags |= aspect < OddAspectBelow ? QualityFlags.OddAspectRatio : 0;
        flags |= nearGrey ? QualityFlags.Greyscale : 0;
        return new QualityFigures((float)(mean / 255), (float)(deviation / 255), (float)blur, (float)entropy, (float)aspect, nearGrey, flags);
    }
}
