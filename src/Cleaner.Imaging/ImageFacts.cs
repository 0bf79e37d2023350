namespace Cleaner.Imaging;

/// <summary>Everything that ingest wants to know of the pixels of one picture.</summary>
/// <param name="Width">Columns, upright.</param>
/// <param name="Height">Rows, upright.</param>
/// <param name="PixelHash">See <see cref="PerceptualHash.PixelHash(Image)"/> and <see cref="PerceptualHash.PixelHash(YCbCrPlanes)"/>.</param>
/// <param name="PHash">See <see cref="PerceptualHash.Dct64(Image)"/>.</param>
/// <param name="Quality">See <see cref="QualityMeter"/>.</param>
/// <param name="Thumbnail">See <see cref="GreyThumbnail"/>.</param>
public sealed record ImageFacts(int Width, int Height, ulong PixelHash, ulong PHash, QualityFigures Quality, byte[] Thumbnail)
{
    /// <summary>Decodes an encoded picture as far as measuring it needs, which for most JPEGs is no further than their planes.</summary>
    /// <exception cref="ImageDecodeException">As <see cref="IImageCodec.Decode"/>.</exception>
    public static ImageFacts Read(ReadOnlySpan<byte> data, DecodeOptions options)
    {
        var codec = ImageCodec.Default;
        if (codec.DecodePlanes(data, options) is { } planes)
        {
            var stored = Measure(planes);
            planes.Recycle();
            return stored;
        }

        var image = codec.Decode(data, options);
        var facts = Measure(image);
        image.Recycle();
        return facts;
    }

    /// <summary>Measures a picture, sharing one grey plane.</summary>
    public static ImageFacts Measure(Image image) => GreyPlane.Read(image, grey =>
        Of(image.Width, image.Height, grey, PerceptualHash.PixelHash(image), Chroma.Mean(image.Pixels)));

    /// <summary>Measures a picture by its planes: the same figures but for the rounding of RGB and back.</summary>
    public static ImageFacts Measure(YCbCrPlanes planes) =>
        Of(planes.Width, planes.Height, planes.Luma, PerceptualHash.PixelHash(planes), Chroma.Mean(planes.Cb, planes.Cr));

    private static ImageFacts Of(int width, int height, ReadOnlySpan<byte> grey, ulong pixelHash, double chroma) => new(
        width,
        height,
        pixelHash,
        PerceptualHash.Dct64(grey, width, height),
        QualityMeter.Measure(grey, width, height, chroma),
        GreyThumbnail.Of(grey, width, height));
}
