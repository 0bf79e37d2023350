using System.Text;
using Cleaner.Training.Data;

namespace Cleaner.Training.Tests.Data;

/// <summary>Where a point of a face comes to lie for a network that wants faces cut otherwise than ArcFace's template.</summary>
public sealed class ImagePreparationTests
{
    private const int Side = 150;

    // (40, 30) of the template to (65, 45): twice as large, moved by (−15, −15).
    private static readonly float[] Crop = [2, 0, -15, 0, 2, -15];

    [Theory]
    [InlineData(1, null, 0)]
    [InlineData(1, 112, 1)]
    [InlineData(2, 112, 0.5f)]      // a larger picture that a transform takes to the template
    [InlineData(2, 224, 1)]         // the template, larger
    [InlineData(2, null, 0)]        // a picture without transform is taken for the template
    public void A_point_of_the_template_comes_where_the_crop_says(int times, int? alignSize, float scale)
    {
        float[]? align = alignSize is null ? null : [scale, 0, 0, 0, scale, 0];

        var seen = Prepared(Dot(112 * times, 112 * times, 40 * times, 30 * times, 2 * times), align, alignSize ?? 0, (112 * times, 112 * times), Crop);

        AssertNear((65, 45), Middle(seen), 1.5);
    }

    [Fact]
    public void The_template_of_128_pixels_is_moved_by_8()
    {
        var seen = Prepared(Dot(128, 128, 48, 30, 2), [1, 0, 0, 0, 1, 0], 128, (128, 128), Crop);
        AssertNear((65, 45), Middle(seen), 1.5);
    }

    [Fact]
    public void Without_a_crop_the_whole_template_is_seen()
    {
        var seen = Prepared(Dot(112, 112, 40, 30, 2), [1, 0, 0, 0, 1, 0], 112, (112, 112), null);
        AssertNear((40 * Side / 112.0, 30 * Side / 112.0), Middle(seen), 1.5);
    }

    private static byte[] Prepared(byte[] picture, float[]? align, int alignSize, (int, int) size, float[]? crop)
    {
        var hwc = new byte[3 * Side * Side];
        ImagePreparation.Prepare(picture, align, alignSize, size, new ImageShape(Side, Side), crop, hwc);
        return hwc;
    }

    /// <summary>A PPM file: black, with a white square around a point.</summary>
    private static byte[] Dot(int width, int height, int x, int y, int radius)
    {
        var pixels = new byte[3 * width * height];
        for (var row = y - radius; row <= y + radius; row++)
            pixels.AsSpan(3 * (row * width + x - radius), 3 * (2 * radius + 1)).Fill(255);
        return [.. Encoding.ASCII.GetBytes($"P6\n{width} {height}\n255\n"), .. pixels];
    }

    private static (double X, double Y) Middle(byte[] hwc)
    {
        double sum = 0, x = 0, y = 0;
        for (var i = 0; i < Side * Side; i++)
        {
            sum += hwc[3 * i];
            x += hwc[3 * i] * (i % Side);
            y += hwc[3 * i] * (double)(i / Side);
        }
        Assert.True(sum > 0, "the dot is not seen");
        return (x / sum, y / sum);
    }

    private static void AssertNear((double X, double Y) expected, (double X, double Y) actual, double within)
    {
        Assert.Equal(expected.X, actual.X, within);
        Assert.Equal(expected.Y, actual.Y, within);
    }
}
