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
    /// <param name="crop">
    /// Transform from ArcFace's template to the input, where the network wants faces cut otherwise; null: the whole template. A picture without
    /// transform is taken for the template.
    /// </param>
    /// <param name="hwc">Destination, Height·Width·3 bytes.</param>
    public static void Prepare(
        ReadOnlySpan<byte> data, float[]? align, int alignSize, (int Width, int Height) fullSize, ImageShape shape, IReadOnlyList<float>? crop, Span<byte> hwc)
    {
        var aligned = align is { Length: 6 } && alignSize > 0;
        float[]? toInput = aligned ? FaceAlignment.Compose(ToInput(alignSize, shape, crop), align!) : null;
        var target = toInput is null ? Math.Max(shape.Height, shape.Width) : AlignedTarget(toInput, fullSize);
        var image = ImageCodec.Default.Decode(data, new DecodeOptions { TargetSize = target });
        if (toInput is not null)
            toInput = Adapted(toInput, fullSize, image);
        else if (crop is not null)
            toInput = Adapted([.. crop], (FaceAlignment.TemplateSize, FaceAlignment.TemplateSize), image);
        image = toInput is not null ? Resampler.Warp(image, toInput, shape.Width, shape.Height) : Resampler.Resize(image, shape.Width, shape.Height);
        image.Pixels.CopyTo(hwc);
    }

    /// <summary>From an aligned square to the input.</summary>
    private static float[] ToInput(int alignSize, ImageShape shape, IReadOnlyList<float>? crop) =>
        crop is null ? [(float)shape.Width / alignSize, 0, 0, 0, (float)shape.Height / alignSize, 0] : FaceAlignment.Compose(crop, FaceAlignment.ToTemplate(alignSize));

    /// <summary>The shorter side that the picture may be reduced to while decoding without losing detail in the aligned crop.</summary>
    private static int AlignedTarget(float[] toInput, (int Width, int Height) fullSize)
    {
        var scale = Math.Max(Math.Sqrt(toInput[0] * toInput[0] + toInput[1] * toInput[1]), Math.Sqrt(toInput[3] * toInput[3] + toInput[4] * toInput[4]));
        return (int)Math.Ceiling(Math.Min(fullSize.Width, fullSize.Height) * Math.Min(1, scale));
    }

    /// <summary>The transform for a picture that was decoded smaller than it is.</summary>
    private static float[] Adapted(float[] toInput, (int Width, int Height) fullSize, Image decoded)
    {
        var (fromX, fromY) = ((float)fullSize.Width / decoded.Width, (float)fullSize.Height / decoded.Height);
        return [toInput[0] * fromX, toInput[1] * fromY, toInput[2], toInput[3] * fromX, toInput[4] * fromY, toInput[5]];
    }
}
