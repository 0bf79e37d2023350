using Cleaner.Imaging;

namespace Cleaner.Training.Data;

/// <summary>The deterministic way from the bytes of a file to the network's input.</summary>
public static class ImagePreparation
{
    /// <summary>Decodes, aligns where a transform is given, resizes, and copies into <paramref name="hwc"/>.</summary>
    /// <param name="data">The bytes of the file.</param>
    /// <param name="align">2x3 similarity transform onto a square template, or null.</param>
    /// <param name="alignSize">Side of that template in pixels.</param>
    /// <param name="fullSize">Width and height of the picture after EXIF orientation, for which <paramref name="align"/> holds.</param>
    /// <param name="shape">Size wanted.</param>
    /// <param name="hwc">Destination, Height·Width·3 bytes.</param>
    public static void Prepare(
        ReadOnlySpan<byte> data, float[]? align, int alignSize, (int Width, int Height) fullSize, ImageShape shape, Span<byte> hwc)
    {
        var aligned = align is { Length: 6 } && alignSize > 0;
        var target = aligned ? AlignedTarget(align!, alignSize, fullSize, shape) : Math.Max(shape.Height, shape.Width);
        var image = ImageCodec.Default.Decode(data, new DecodeOptions { TargetSize = target });
        image = aligned
            ? Resampler.Warp(image, Adapted(align!, alignSize, fullSize, (image.Width, image.Height), shape), shape.Width, shape.Height)
            : Resampler.Resize(image, shape.Width, shape.Height);
        image.Pixels.CopyTo(hwc);
    }

    /// <summary>The shorter side that the picture may be reduced to while decoding without losing detail in the aligned crop.</summary>
    private static int AlignedTarget(float[] align, int alignSize, (int Width, int Height) fullSize, ImageShape shape)
    {
        var scale = Math.Sqrt(align[0] * align[0] + align[3] * align[3]) * Math.Max(shape.Width, shape.Height) / alignSize;
        return (int)Math.Ceiling(Math.Min(fullSize.Width, fullSize.Height) * Math.Min(1, scale));
    }

    /// <summary>The transform for a picture that was decoded smaller than it is, onto an input of another size than the template.</summary>
    private static float[] Adapted(float[] align, int alignSize, (int Width, int Height) fullSize, (int Width, int Height) decoded, ImageShape shape)
    {
        var (toX, toY) = ((float)shape.Width / alignSize, (float)shape.Height / alignSize);
        var (fromX, fromY) = ((float)fullSize.Width / decoded.Width, (float)fullSize.Height / decoded.Height);
        return
        [
            align[0] * toX * fromX, align[1] * toX * fromY, align[2] * toX,
            align[3] * toY * fromX, align[4] * toY * fromY, align[5] * toY,
        ];
    }
}
