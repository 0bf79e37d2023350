using Cleaner.Imaging.Formats;
using Cleaner.Imaging.Tests.Support;

namespace Cleaner.Imaging.Tests;

public class OrientationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Each_orientation_of_a_Jpeg_is_turned_as_PIL_turns_it(int orientation)
    {
        var name = $"orientation{orientation}.jpg";
        var info = ImageCodec.Default.Identify(Fixture.Bytes(name));

        Assert.Equal(new ImageInfo(ImageFormat.Jpeg, 45, 30, orientation), info);
        Assert.InRange(Pictures.LargestDifference(Fixture.Decoded(name), Fixture.Pixels(name)), 0, ImageCodec.Default.Name == "system" ? 0 : 6);
    }

    [Theory]
    [InlineData("orientation6.png")]
    [InlineData("orientation6.webp")]
    public void Png_and_WebP_carry_an_orientation_too(string name) =>
        Assert.Equal(0, Pictures.LargestDifference(Fixture.Decoded(name), Fixture.Pixels("orientation6.png")));

    [Fact]
    public void Stored_pixels_can_be_had_instead()
    {
        var stored = ImageCodec.Default.Decode(Fixture.Bytes("orientation6.png"), new DecodeOptions { ApplyOrientation = false });

        Assert.Equal(0, Pictures.LargestDifference(stored, Fixture.Pixels("small")));
    }

    [Fact]
    public void Both_byte_orders_are_read()
    {
        byte[] big = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0];
        byte[] little = [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 5, 0, 0, 0];

        Assert.Equal(8, Exif.Orientation(big));
        Assert.Equal(5, Exif.Orientation(little));
    }

    [Fact]
    public void A_damaged_block_counts_as_upright_wherever_it_is_damaged()
    {
        byte[] whole = [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 5, 0, 0, 0];
        for (int length = 0; length < whole.Length - 2; length++)
        {
            Assert.Equal(1, Exif.Orientation(whole.AsSpan(0, length)));
        }

        for (int at = 0; at < whole.Length; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] = 0xFF;
            Assert.InRange(Exif.Orientation(damaged), 1, 8);
        }
    }
}
