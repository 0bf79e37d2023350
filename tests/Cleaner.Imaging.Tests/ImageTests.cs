namespace Cleaner.Imaging.Tests;

public class ImageTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(4, -1)]
    public void A_picture_has_at_least_one_pixel(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Image(width, height));

    [Fact]
    public void Pixels_of_another_size_are_refused() => Assert.Throws<ArgumentException>(() => new Image(4, 4, new byte[47]));

    [Fact]
    public void A_size_beyond_one_array_is_refused() => Assert.Throws<OverflowException>(() => new Image(50_000, 50_000));
}
