using Cleaner.Imaging;

namespace Cleaner.Ingest.Deduplication;

/// <summary>Small grey pictures, by which near-duplicate candidates are compared.</summary>
public static class Thumbnail
{
    /// <summary>Width and height in pixels. Proportions are not kept: a near duplicate has nearly the same.</summary>
    public const int Side = 32;

    /// <summary>Bytes of one thumbnail.</summary>
    public const int Pixels = Side * Side;

    /// <summary>Least correlation of near duplicates, over the part that both show.</summary>
    public const double MinCorrelation = 0.99;

    /// <summary>
    /// Largest root mean square difference in the worst of the 16 blocks of 8×8 pixels, in standard deviations of the picture: another
    /// expression or gaze changes little in all, but much in one place.
    /// </summary>
    public const double MaxBlockDifference = 0.25;

    /// <summary>Makes a thumbnail from the bytes of an image.</summary>
    /// <exception cref="ImageDecodeException">It does not decode.</exception>
    public static byte[] Make(ReadOnlySpan<byte> data, DecodeOptions options)
    {
        // A JPEG is decoded at a fraction of its size where that is enough.
        var image = ImageCodec.Default.Decode(data, options with { TargetSize = 2 * Side });
        return Grey(Resampler.Resize(image, Side, Side));
    }

    /// <summary>
    /// Whether two thumbnails show the same photograph, but for compression, scale, brightness, contrast and a crop of a few per
    /// cent: the second is laid over the first (<see cref="Registration"/>), then both thresholds must hold.
    /// </summary>
    public static bool AreNear(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var match = Registration.Match(a, b);
        return match.Correlation >= MinCorrelation && match.WorstBlock <= MaxBlockDifference;
    }

    /// <summary>ITU-R BT.601 luma.</summary>
    private static byte[] Grey(Image image)
    {
        var grey = new byte[Pixels];
        for (var i = 0; i < grey.Length; i++)
            grey[i] = (byte)((299 * image.Pixels[3 * i] + 587 * image.Pixels[3 * i + 1] + 114 * image.Pixels[3 * i + 2] + 500) / 1000);
        return grey;
    }
}
