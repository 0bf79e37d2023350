using Cleaner.Imaging;
using Cleaner.Manifests;

namespace Cleaner.Reports.Thumbnails;

/// <summary>Makes small JPEGs of samples, from files and archives alike. Thread safe.</summary>
internal sealed class ThumbnailMaker(SampleReader reader)
{
    private const int JpegQuality = 78;

    /// <summary>The picture of a sample; never enlarged, save that an aligned one is taken from the original at the size asked for.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="size">Longer side in pixels.</param>
    /// <param name="whole">The whole original even where landmarks say what part of it the model sees.</param>
    public Thumbnail Make(Sample sample, int size, bool whole = false)
    {
        try
        {
            float[]? align = whole || sample.AlignSize <= 0 ? null : sample.Align;
            var image = ImageCodec.Default.Decode(reader.Read(sample), new DecodeOptions { TargetSize = align is null ? size : 0 });
            var small = align is null ? Shrink(image, size) : Aligned(image, align, sample.AlignSize, size);
            return new Thumbnail(ImageCodec.Default.Encode(small, ImageFormat.Jpeg, JpegQuality), small.Width, small.Height, null);
        }
        catch (ImageDecodeException)
        {
            return new Thumbnail([], 0, 0, "does not decode");
        }
        catch (CleanerException)
        {
            return new Thumbnail([], 0, 0, "file is gone");
        }
    }

    /// <summary>The part that the model sees. The warp does not smooth, so it shrinks no further than to the template's own size.</summary>
    private static Image Aligned(Image image, float[] align, int alignSize, int size)
    {
        float scale = Math.Max(1f, (float)size / alignSize);
        int side = (int)Math.Round(alignSize * scale);
        return Shrink(Resampler.Warp(image, [.. align.Select(v => v * scale)], side, side), size);
    }

    private static Image Shrink(Image image, int size)
    {
        double scale = (double)size / Math.Max(image.Width, image.Height);
        return scale >= 1
            ? image
            : Resampler.Resize(image, Math.Max(1, (int)Math.Round(image.Width * scale)), Math.Max(1, (int)Math.Round(image.Height * scale)));
    }
}
