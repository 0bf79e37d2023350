namespace Cleaner.Imaging;

/// <summary>Everything that ingest wants to know of the pixels of one picture.</summary>
/// <param name="PixelHash">See <see cref="PerceptualHash.PixelHash"/>.</param>
/// <param name="PHash">See <see cref="PerceptualHash.Dct64(Image)"/>.</param>
/// <param name="Quality">See <see cref="QualityMeter"/>.</param>
/// <param name="Thumbnail">See <see cref="GreyThumbnail"/>.</param>
public sealed record ImageFacts(ulong PixelHash, ulong PHash, QualityFigures Quality, byte[] Thumbnail)
{
    /// <summary>Measures them all, sharing one grey plane.</summary>
    public static ImageFacts Measure(Image image) => GreyPlane.Read(image, plane => new ImageFacts(
        PerceptualHash.PixelHash(image),
        PerceptualHash.Dct64(plane, image.Width, image.Height),
        QualityMeter.Measure(image, plane),
        GreyThumbnail.Of(plane, image.Width, image.Height)));
}
