using Cleaner.Imaging.Faces;
using Cleaner.Imaging.Tests.Support;

namespace Cleaner.Imaging.Tests;

/// <summary>A picture with grey around it, and what is found there told in pixels of the picture.</summary>
public sealed class LookTests
{
    [Fact]
    public void A_margin_goes_around_the_picture()
    {
        var picture = FaceApiSketch.Picture(10, 6);

        var (seen, pixels) = new Look(128, 0.4f).At(picture);

        Assert.Equal((18, 14, 4), (seen.Width, seen.Height, pixels));
        Assert.Equal(picture.Pixels, Resampler.Crop(seen, 4, 4, 10, 6).Pixels);
        var outside = Enumerable.Range(0, seen.Width * seen.Height).Where(i => i % 18 is < 4 or >= 14 || i / 18 is < 4 or >= 10).ToArray();
        Assert.Equal(18 * 14 - 60, outside.Length);
        Assert.All(outside, i => Assert.Equal((110, 110, 110), (seen.Pixels[3 * i], seen.Pixels[3 * i + 1], seen.Pixels[3 * i + 2])));
    }

    [Fact]
    public void Without_one_it_is_the_picture_itself()
    {
        var picture = new Image(10, 6);
        Assert.Same(picture, new Look(128).At(picture).Seen);
    }

    [Fact]
    public void A_face_moves_with_its_points()
    {
        var moved = new Face(0.7f, [1, 2, 3, 4], [5, 6, 7, 8, 9, 10, 11, 12, 13, 14]).Moved(-2);
        Assert.Equal([-1, 0, 1, 2], moved.Box);
        Assert.Equal([3, 4, 5, 6, 7, 8, 9, 10, 11, 12], moved.Landmarks);
    }
}
