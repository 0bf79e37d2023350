using Cleaner.Training.Data;

namespace Cleaner.Training.Tests.Data;

public sealed class ImageSizesTests
{
    [Fact]
    public void The_median_side_is_that_of_the_shorter_sides()
    {
        var sizes = Of((30, 90), (200, 50), (70, 70), (5000, 4000), (60, 61));
        Assert.Equal(60, sizes.MedianSide);
    }

    [Fact]
    public void Images_that_are_alike_taller_have_a_shape()
    {
        Assert.Equal(2, Of((64, 128), (64, 128), (64, 128), (50, 110), (100, 100)).HeightToWidth, 1);
        Assert.Equal(0.5, Of((128, 64), (128, 64), (128, 64)).HeightToWidth, 2);
    }

    [Fact]
    public void Squares_and_a_mixture_of_upright_and_lying_ones_have_none()
    {
        Assert.Equal(1, Of((100, 110), (100, 112), (100, 109)).HeightToWidth);
        Assert.Equal(1, Of((64, 128), (64, 128), (64, 128), (128, 64), (128, 64)).HeightToWidth);
        Assert.Equal(1, Of((0, 0)).HeightToWidth);
    }

    private static ImageSizes Of(params (int Width, int Height)[] images)
    {
        var sizes = new ImageSizes();
        foreach (var (width, height) in images)
            sizes.Add(width, height);
        return sizes;
    }
}
