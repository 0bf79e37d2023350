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
    public void A_recycled_array_is_used_once_and_only_for_its_own_length()
    {
        var first = Image.Uninitialized(7, 5);
        first.Recycle();
        var shorter = Image.Uninitialized(5, 5);
        var second = Image.Uninitialized(5, 7);
        var third = Image.Uninitialized(7, 5);

        Assert.NotSame(first.Pixels, shorter.Pixels);
        Assert.Same(first.Pixels, second.Pixels);
        Assert.NotSame(first.Pixels, third.Pixels);
    }

    [Fact]
    public void What_is_decoded_into_a_recycled_array_has_nothing_of_the_one_before()
    {
        byte[] data = ImageCodec.Default.Encode(new Image(40, 24), ImageFormat.Jpeg, 90);
        byte[] expected = [.. ImageCodec.Default.Decode(data, DecodeOptions.Default).Pixels];
        var before = new Image(40, 24);
        before.Pixels.AsSpan().Fill(200);
        before.Recycle();

        Assert.Equal(expected, ImageCodec.Default.Decode(data, DecodeOptions.Default).Pixels);
    }

    [Fact]
    public void A_size_beyond_one_array_is_refused() => Assert.Throws<OverflowException>(() => new Image(50_000, 50_000));
}
