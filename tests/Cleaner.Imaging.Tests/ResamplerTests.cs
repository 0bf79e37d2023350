using Cleaner.Imaging.Tests.Support;

namespace Cleaner.Imaging.Tests;

public class ResamplerTests
{
    [Theory]
    [InlineData(48, 32)]
    [InlineData(32, 32)]
    [InlineData(97, 20)]
    [InlineData(13, 64)]
    [InlineData(112, 112)]
    [InlineData(200, 30)]
    [InlineData(1, 1)]
    [InlineData(64, 64)]
    public void Resize_equals_PIL_bilinear_within_one_level(int width, int height)
    {
        var resized = Resampler.Resize(Fixture.Decoded("scene.png"), width, height);

        Assert.InRange(Pictures.LargestDifference(resized, Fixture.Pixels($"resize-{width}x{height}")), 0, 1);
    }

    [Theory]
    [InlineData(48, 32)]
    [InlineData(13, 64)]
    [InlineData(112, 112)]
    [InlineData(200, 30)]
    [InlineData(1, 1)]
    public void A_thumbnail_equals_that_of_PIL_within_one_level(int width, int height)
    {
        var thumbnail = GreyThumbnail.Of(Fixture.Pixels($"resize-{width}x{height}"));
        var expected = Fixture.Grey($"thumbnail-{width}x{height}");

        Assert.Equal(GreyThumbnail.Pixels, expected.Length);
        Assert.All(thumbnail.Zip(expected), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
    }

    [Theory]
    [InlineData(40, 30)]
    [InlineData(7, 90)]
    [InlineData(1, 1)]
    public void A_flat_picture_stays_as_it_is_at_any_size(int width, int height)
    {
        var resized = Resampler.Resize(Pictures.Flat(33, 21, 255, 128, 0), width, height);

        Assert.Equal(Pictures.Flat(width, height, 255, 128, 0).Pixels, resized.Pixels);
    }

    [Fact]
    public void Resize_to_the_same_size_copies()
    {
        var image = Pictures.Noise(20, 10);
        var same = Resampler.Resize(image, 20, 10);

        Assert.Equal(image.Pixels, same.Pixels);
        Assert.NotSame(image.Pixels, same.Pixels);
    }

    [Theory]
    [InlineData(9, 4, 2)]
    [InlineData(4, 9, 0)]
    public void CenterSquare_keeps_the_middle(int width, int height, int left)
    {
        var image = Pictures.Noise(width, height);
        var square = Resampler.CenterSquare(image);

        Assert.Equal((4, 4), (square.Width, square.Height));
        int top = (height - 4) / 2;
        Assert.Equal(image.Pixels[3 * (top * width + left)], square.Pixels[0]);
    }

    [Fact]
    public void Crop_refuses_what_is_not_inside() =>
        Assert.Throws<ArgumentException>(() => Resampler.Crop(Pictures.Noise(8, 8), 5, 0, 4, 4));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Aligned_faces_equal_norm_crop_of_insightface_within_one_level(int index)
    {
        var landmarks = AlignmentTests.Case(index).Landmarks;
        var warped = Resampler.Warp(Fixture.Decoded("face.png"), FaceAlignment.Similarity(landmarks), 112, 112);

        Assert.InRange(Pictures.LargestDifference(warped, Fixture.Pixels($"warp-{index}")), 0, 1);
    }

    [Fact]
    public void Warp_by_whole_pixels_moves_and_fills_with_black()
    {
        var image = Pictures.Noise(6, 5);
        var moved = Resampler.Warp(image, [1, 0, 2, 0, 1, -1], 6, 5);

        for (int y = 0; y < 5; y++)
        {
            for (int x = 0; x < 6; x++)
            {
                byte expected = x >= 2 && y < 4 ? image.Pixels[3 * ((y + 1) * 6 + x - 2)] : (byte)0;
                Assert.Equal(expected, moved.Pixels[3 * (y * 6 + x)]);
            }
        }
    }

    [Theory]
    [InlineData(new float[] { 0, 0, 1, 0, 0, 1 })]
    [InlineData(new float[] { 1, 2, 0, 2, 4, 0 })]
    [InlineData(new float[] { float.NaN, 0, 0, 0, 1, 0 })]
    [InlineData(new float[] { 1, 0 })]
    public void Warp_refuses_transforms_that_cannot_be_inverted(float[] matrix) =>
        Assert.Throws<ArgumentException>(() => Resampler.Warp(Pictures.Noise(4, 4), matrix, 4, 4));

    [Fact]
    public void Warp_far_outside_is_black_without_overflow() =>
        Assert.All(Resampler.Warp(Pictures.Noise(4, 4), [1e-6f, 0, 3e9f, 0, 1e-6f, -3e9f], 8, 8).Pixels, v => Assert.Equal(0, v));
}
