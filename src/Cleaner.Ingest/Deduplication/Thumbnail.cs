using Cleaner.Imaging;

namespace Cleaner.Ingest.Deduplication;

/// <summary>Compares near-duplicate candidates by their <see cref="GreyThumbnail"/>.</summary>
public static class Thumbnail
{
    /// <summary>Width and height in pixels.</summary>
    public const int Side = GreyThumbnail.Side;

    /// <summary>Bytes of one thumbnail.</summary>
    public const int Pixels = GreyThumbnail.Pixels;

    /// <summary>Least correlation of near duplicates, over the part that both show.</summary>
    public const double MinCorrelation = 0.99;

    /// <summary>
    /// Largest root mean square difference in the worst of the 16 blocks of 8×8 pixels, in standard deviations of the picture: another
    /// expression or gaze changes little in all, but much in one place.
    /// </summary>
    public const double MaxBlockDifference = 0.25;

    /// <summary>Makes a thumbnail from the bytes of an image: the one that <see cref="ImageFacts"/> holds too.</summary>
    /// <exception cref="ImageDecodeException">It does not decode.</exception>
    public static byte[] Make(ReadOnlySpan<byte> data, DecodeOptions options) => ImageFacts.Read(data, options).Thumbnail;

    /// <summary>
    /// Whether two thumbnails show the same photograph, but for compression, scale, brightness, contrast and a crop of a few per
    /// cent: the second is laid over the first (<see cref="Registration"/>), then both thresholds must hold.
    /// </summary>
    public static bool AreNear(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => Registration.Match(a, b).IsNear;
}
