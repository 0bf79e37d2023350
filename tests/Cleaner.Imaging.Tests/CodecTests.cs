using Cleaner.Imaging.Tests.Support;

namespace Cleaner.Imaging.Tests;

public class CodecTests
{
    private static readonly IImageCodec Codec = ImageCodec.Default;

    // libjpeg-turbo and libwebp against themselves are exact; ImageSharp does not smooth the chroma that it spreads.
    private static void AssertSameDecoding(string name, int levels = 0)
    {
        if (Codec.Name == "system")
        {
            Assert.InRange(Pictures.LargestDifference(Fixture.Decoded(name), Fixture.Pixels(name)), 0, levels);
        }
        else
        {
            Assert.InRange(Pictures.MeanDifference(Fixture.Decoded(name), Fixture.Pixels(name)), 0, 8);
        }
    }

    [Theory]
    [InlineData("baseline.jpg")]
    [InlineData("444.jpg")]
    [InlineData("422.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("optimised.jpg")]
    [InlineData("grey.jpg")]
    public void Jpeg_decodes_to_the_pixels_that_libjpeg_turbo_gives(string name) => AssertSameDecoding(name);

    [Fact]
    public void Adobe_CMYK_Jpeg_is_converted_with_ink_turned_to_light() => AssertSameDecoding("cmyk.jpg", levels: 2);

    [Theory]
    [InlineData("rgb.png", "small")]
    [InlineData("rgb16.png", "small")]
    [InlineData("grey.png", "grey.png")]
    [InlineData("grey16.png", "grey.png")]
    [InlineData("palette.png", "palette.png")]
    [InlineData("onebit.png", "onebit.png")]
    [InlineData("lossless.webp", "small")]
    [InlineData("animated.webp", "small")]
    public void Lossless_kinds_decode_exactly(string file, string pixels) =>
        Assert.Equal(0, Pictures.LargestDifference(Fixture.Decoded(file), Fixture.Pixels(pixels)));

    [Theory]
    [InlineData("rgba.png", "rgba.png")]
    [InlineData("rgba.webp", "rgba.png")]
    [InlineData("greyalpha.png", "greyalpha.png")]
    public void Transparency_is_laid_on_white(string file, string pixels) =>
        Assert.Equal(0, Pictures.LargestDifference(Fixture.Decoded(file), Fixture.Pixels(pixels)));

    [Fact]
    public void Lossy_WebP_decodes_to_the_pixels_that_libwebp_gives() => AssertSameDecoding("lossy.webp");

    [Theory]
    [InlineData("baseline.jpg", ImageFormat.Jpeg)]
    [InlineData("rgb.png", ImageFormat.Png)]
    [InlineData("lossy.webp", ImageFormat.WebP)]
    [InlineData("lossless.webp", ImageFormat.WebP)]
    [InlineData("rgba.webp", ImageFormat.WebP)]
    [InlineData("animated.webp", ImageFormat.WebP)]
    public void Identify_reads_format_and_size_from_the_header(string name, ImageFormat format) =>
        Assert.Equal(new ImageInfo(format, 45, 30, 1), Codec.Identify(Fixture.Bytes(name)));

    [Theory]
    [InlineData(0, 403, 301)]
    [InlineData(301, 403, 301)]
    [InlineData(152, 403, 301)]
    [InlineData(151, 202, 151)]
    [InlineData(112, 202, 151)]
    [InlineData(76, 101, 76)]
    [InlineData(30, 51, 38)]
    [InlineData(1, 51, 38)]
    public void A_target_size_halves_a_Jpeg_while_its_shorter_side_still_reaches_it(int target, int width, int height)
    {
        var image = Codec.Decode(Fixture.Bytes("large.jpg"), new DecodeOptions { TargetSize = target });

        Assert.Equal((width, height), (image.Width, image.Height));
    }

    [Fact]
    public void A_reduced_decode_shows_the_same_picture()
    {
        var half = Codec.Decode(Fixture.Bytes("large.jpg"), new DecodeOptions { TargetSize = 112 });
        var full = Resampler.Resize(Fixture.Decoded("large.jpg"), half.Width, half.Height);

        Assert.InRange(Pictures.MeanDifference(half, full), 0, 3);
    }

    [Fact]
    public void Png_round_trips_exactly()
    {
        var image = Pictures.Noise(61, 33);

        Assert.Equal(image.Pixels, Codec.Decode(Codec.Encode(image, ImageFormat.Png), DecodeOptions.Default).Pixels);
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.WebP)]
    public void Lossy_encoders_stay_near_the_picture_and_shrink_with_quality(ImageFormat format)
    {
        var image = Pictures.Waves(64, 48);
        var fine = Codec.Encode(image, format, 90);
        var coarse = Codec.Encode(image, format, 20);

        Assert.True(coarse.Length < fine.Length);
        Assert.InRange(Pictures.MeanDifference(image, Codec.Decode(fine, DecodeOptions.Default)), 0, 6);
    }

    [Fact]
    public void Encode_refuses_formats_that_it_cannot_write() =>
        Assert.Throws<ArgumentException>(() => Codec.Encode(Pictures.Flat(2, 2, 0, 0, 0), ImageFormat.Gif));

    [Fact]
    public void One_codec_serves_many_threads()
    {
        var names = new[] { "baseline.jpg", "progressive.jpg", "rgb.png", "lossless.webp", "large.jpg" };
        var alone = names.Select(n => PerceptualHash.PixelHash(Fixture.Decoded(n))).ToArray();

        Parallel.For(0, 200, i => Assert.Equal(alone[i % names.Length], PerceptualHash.PixelHash(Fixture.Decoded(names[i % names.Length]))));
    }

    [Fact]
    public void Describe_names_every_library_on_one_line()
    {
        var text = Codec.Describe();

        Assert.DoesNotContain('\n', text);
        Assert.Contains(Codec.Name == "system" ? "libturbojpeg" : "ImageSharp", text);
    }
}
