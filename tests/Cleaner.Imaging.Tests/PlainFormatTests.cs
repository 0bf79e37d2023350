using System.Text;
using Cleaner.Imaging.Tests.Support;

namespace Cleaner.Imaging.Tests;

/// <summary>Netpbm and Windows bitmaps, read without a library, so the same with both providers.</summary>
public class PlainFormatTests
{
    [Theory]
    [InlineData("rgb.ppm", "small")]
    [InlineData("rgb.text.ppm", "small")]
    [InlineData("grey.pgm", "grey.png")]
    [InlineData("grey.text.pgm", "grey.png")]
    [InlineData("grey16.pgm", "grey.png")]
    [InlineData("fifteen.pgm", "fifteen.pgm")]
    [InlineData("rgb.bmp", "small")]
    [InlineData("rgb32.bmp", "small")]
    [InlineData("grey.bmp", "grey.png")]
    [InlineData("palette.bmp", "palette.png")]
    [InlineData("onebit.bmp", "onebit.png")]
    public void A_picture_decodes_to_the_pixels_that_PIL_wrote(string name, string pixels) =>
        Assert.Equal(Fixture.Pixels(pixels).Pixels, Fixture.Decoded(name).Pixels);

    [Fact]
    public void A_bitmap_of_565_bits_stored_from_the_top_decodes_as_PIL_does_but_for_rounding() =>
        Assert.InRange(Pictures.LargestDifference(Fixture.Pixels("top-down-565.bmp"), Fixture.Decoded("top-down-565.bmp")), 0, 1);

    [Theory]
    [InlineData("grey.pgm", ImageFormat.Pnm)]
    [InlineData("rgb.text.ppm", ImageFormat.Pnm)]
    [InlineData("rgb.bmp", ImageFormat.Bmp)]
    [InlineData("top-down-565.bmp", ImageFormat.Bmp)]
    public void The_header_tells_format_and_size(string name, ImageFormat format) =>
        Assert.Equal(new ImageInfo(format, 45, 30, 1), ImageCodec.Default.Identify(Fixture.Bytes(name)));

    [Theory]
    [InlineData("grey.pgm")]
    [InlineData("grey16.pgm")]
    [InlineData("rgb.text.ppm")]
    [InlineData("rgb.bmp")]
    [InlineData("palette.bmp")]
    public void Every_cut_ends_in_a_decode_failure(string name)
    {
        var data = Fixture.Bytes(name);
        for (int length = 1; length < data.Length - 8; length += length < 80 ? 1 : 97)
        {
            Assert.Throws<ImageDecodeException>(() => ImageCodec.Default.Decode(data.AsSpan(0, length), DecodeOptions.Default));
        }

        Assert.Equal(DecodeFailure.Truncated, Kind(data[..(data.Length / 2)]));
    }

    [Theory]
    [InlineData("P5\n0 10\n255\n", DecodeFailure.Corrupt)]
    [InlineData("P5\n10 10\n70000\n", DecodeFailure.Corrupt)]
    [InlineData("P5\n99999999 99999999\n255\n", DecodeFailure.TooLarge)]
    [InlineData("P2\n2 1\n255\n1 x", DecodeFailure.Corrupt)]
    [InlineData("P5 is a group of people", DecodeFailure.NotAnImage)]
    [InlineData("P2 # a comment without end", DecodeFailure.Truncated)]
    public void Headers_that_make_no_sense_are_refused_by_kind(string text, DecodeFailure kind) => Assert.Equal(kind, Kind(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_palette_index_beyond_the_palette_is_corrupt()
    {
        var data = Fixture.Bytes("palette.bmp");
        data[^10] = 0xFF;
        BitConverter.TryWriteBytes(data.AsSpan(46), 16);

        Assert.Equal(DecodeFailure.Corrupt, Kind(data));
    }

    private static DecodeFailure Kind(byte[] data) => Assert.Throws<ImageDecodeException>(() => ImageCodec.Default.Decode(data, DecodeOptions.Default)).Kind;
}
