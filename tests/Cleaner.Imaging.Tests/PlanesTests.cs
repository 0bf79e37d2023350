using Cleaner.Imaging.Tests.Support;

namespace Cleaner.Imaging.Tests;

/// <summary>JPEGs measured by what they store. ImageSharp gives no planes: there the same pictures are measured by their pixels.</summary>
public class PlanesTests
{
    private static readonly IImageCodec Codec = ImageCodec.Default;

    private static bool HasPlanes => Codec.Name == "system";

    private static YCbCrPlanes? Planes(byte[] data, DecodeOptions? options = null) => Codec.DecodePlanes(data, options ?? DecodeOptions.Default);

    [Theory]
    [InlineData("baseline.jpg", 45, 30, 23 * 15)]
    [InlineData("422.jpg", 45, 30, 23 * 30)]
    [InlineData("progressive.jpg", 45, 30, 23 * 15)]
    [InlineData("odd.jpg", 33, 27, 17 * 14)]
    public void Luma_is_the_one_of_libjpeg_turbo_and_chroma_as_coarse_as_the_file(string name, int width, int height, int chroma)
    {
        if (Planes(Fixture.Bytes(name)) is not { } planes)
        {
            Assert.False(HasPlanes);
            return;
        }

        Assert.Equal((width, height), (planes.Width, planes.Height));
        Assert.Equal(Fixture.Grey(name), planes.Luma.ToArray());
        Assert.Equal((chroma, chroma), (planes.Cb.Length, planes.Cr.Length));
    }

    [Fact]
    public void Planes_are_those_that_the_pixels_come_from()
    {
        if (Planes(Fixture.Bytes("444.jpg")) is not { } planes)
        {
            Assert.False(HasPlanes);
            return;
        }

        // ITU-T T.871, where no chroma is to be spread.
        var pixels = Fixture.Decoded("444.jpg").Pixels;
        for (int i = 0; i < planes.Luma.Length; i++)
        {
            double y = planes.Luma[i], cb = planes.Cb[i] - 128, cr = planes.Cr[i] - 128;
            Assert.InRange(pixels[3 * i] - Math.Clamp(y + 1.402 * cr, 0, 255), -1, 1);
            Assert.InRange(pixels[3 * i + 1] - Math.Clamp(y - 0.344136 * cb - 0.714136 * cr, 0, 255), -1, 1);
            Assert.InRange(pixels[3 * i + 2] - Math.Clamp(y + 1.772 * cb, 0, 255), -1, 1);
        }
    }

    [Theory]
    [InlineData("baseline.jpg")]
    [InlineData("444.jpg")]
    [InlineData("422.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("odd.jpg")]
    [InlineData("large.jpg")]
    [InlineData("grey.jpg")]
    [InlineData("cmyk.jpg")]
    [InlineData("orientation6.jpg")]
    [InlineData("rgb.png")]
    [InlineData("lossy.webp")]
    public void Figures_are_those_of_the_pixels_but_for_rounding(string name)
    {
        var image = Fixture.Decoded(name);
        var (facts, expected) = (ImageFacts.Read(Fixture.Bytes(name), DecodeOptions.Default), ImageFacts.Measure(image));

        Assert.Equal((image.Width, image.Height), (facts.Width, facts.Height));
        Assert.InRange(PerceptualHash.Distance(expected.PHash, facts.PHash), 0, 2);
        Assert.Equal(expected.Quality.Flags, facts.Quality.Flags);
        Assert.Equal(expected.Quality.Brightness, facts.Quality.Brightness, 0.005f);
        Assert.Equal(expected.Quality.Contrast, facts.Quality.Contrast, 0.005f);
        Assert.Equal(expected.Quality.Entropy, facts.Quality.Entropy, 0.1f);
        Assert.All(expected.Thumbnail.Zip(facts.Thumbnail), pair => Assert.InRange(pair.First - pair.Second, -3, 3));
    }

    [Fact]
    public void A_comment_changes_the_bytes_and_not_the_hash_of_the_pixels()
    {
        var data = Fixture.Bytes("baseline.jpg");
        byte[] commented = [.. data[..2], 0xFF, 0xFE, 0, 6, .. "same"u8, .. data[2..]];

        Assert.Equal(ImageFacts.Read(data, DecodeOptions.Default).PixelHash, ImageFacts.Read(commented, DecodeOptions.Default).PixelHash);
        Assert.NotEqual(ImageFacts.Read(data, DecodeOptions.Default).PixelHash, ImageFacts.Read(Fixture.Bytes("progressive.jpg"), DecodeOptions.Default).PixelHash);
    }

    [Fact]
    public void One_level_of_either_chroma_changes_the_hash()
    {
        static ulong Hash(int at, byte by)
        {
            byte[] samples = [10, 20, 30, 40, 128, 128];
            samples[at] += by;
            return PerceptualHash.PixelHash(new YCbCrPlanes(2, 2, samples, 4));
        }

        Assert.Equal(6, Enumerable.Range(0, 6).Select(at => Hash(at, 1)).Append(Hash(0, 0)).Distinct().Count() - 1);
        Assert.NotEqual(
            PerceptualHash.PixelHash(new YCbCrPlanes(4, 1, [10, 20, 30, 40, 128, 128], 4)),
            PerceptualHash.PixelHash(new YCbCrPlanes(2, 2, [10, 20, 30, 40, 128, 128], 4)));
    }

    [Theory]
    [InlineData("grey.jpg")]
    [InlineData("cmyk.jpg")]
    [InlineData("orientation6.jpg")]
    [InlineData("rgb.png")]
    [InlineData("lossy.webp")]
    public void What_is_not_stored_as_YCbCr_or_is_to_be_turned_has_no_planes(string name) => Assert.Null(Planes(Fixture.Bytes(name)));

    [Fact]
    public void A_reduced_picture_has_no_planes() => Assert.Null(Planes(Fixture.Bytes("large.jpg"), new DecodeOptions { TargetSize = 100 }));

    [Fact]
    public void A_turned_picture_has_planes_when_it_is_not_to_be_turned() =>
        Assert.Equal(HasPlanes, Planes(Fixture.Bytes("orientation6.jpg"), new DecodeOptions { ApplyOrientation = false }) is not null);

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void An_Adobe_header_says_whether_the_planes_are_YCbCr(byte transform, bool isYCbCr)
    {
        // Without its JFIF header, of 18 bytes with the marker.
        var data = Fixture.Bytes("444.jpg");
        Assert.Equal(0xE0, data[3]);
        byte[] adobe = [.. data[..2], 0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, transform, .. data[20..]];

        Assert.Equal(HasPlanes && isYCbCr, Planes(adobe) is not null);
        Assert.Equal(isYCbCr, Pictures.MeanDifference(Codec.Decode(adobe, DecodeOptions.Default), Fixture.Decoded("444.jpg")) < 1);
    }

    [Fact]
    public void Components_named_R_G_and_B_are_no_planes()
    {
        var data = Fixture.Bytes("444.jpg");
        byte[] bare = [.. data[..2], .. data[20..]];
        Assert.Equal(HasPlanes, Planes(bare) is not null);

        Name(bare.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]) + 10, 3);   // the frame's
        Name(bare.AsSpan().IndexOf([(byte)0xFF, (byte)0xDA]) + 5, 2);    // the scan's
        Assert.Null(Planes(bare));

        void Name(int at, int step)
        {
            for (int i = 0; i < 3; i++)
            {
                bare[at + step * i] = (byte)"RGB"[i];
            }
        }
    }

    [Theory]
    [InlineData("baseline.jpg")]
    [InlineData("progressive.jpg")]
    public void Damage_is_told_as_when_the_pixels_are_decoded(string name)
    {
        var data = Fixture.Bytes(name);
        int told = 0;
        for (int at = data.Length / 2; at < data.Length - 30; at += 17)
        {
            var damaged = data.ToArray();
            damaged.AsSpan(at, 20).Fill(0xFF);
            told += Same(damaged, DecodeOptions.Default) + Same(data[..at], DecodeOptions.Default);
        }

        Assert.True(told > 10);
        Assert.Equal(1, Same(data, new DecodeOptions { MaxPixels = 100 }));
        Assert.Equal(1, Same(data, new DecodeOptions { MaxBytes = 100 }));

        static int Same(byte[] bytes, DecodeOptions options)
        {
            var expected = Record.Exception(() => Codec.Decode(bytes, options)) as ImageDecodeException;
            var error = Record.Exception(() => ImageFacts.Read(bytes, options)) as ImageDecodeException;
            Assert.Equal((expected?.Kind, expected?.Message), (error?.Kind, error?.Message));
            return error is null ? 0 : 1;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(100)]
    public void Chroma_of_planes_is_the_difference_of_the_colours(int length)
    {
        var random = new Random(length);
        byte[] cb = new byte[length], cr = new byte[length];
        random.NextBytes(cb);
        random.NextBytes(cr);

        double expected = cb.Zip(cr, (b, r) =>
        {
            double blue = b - 128, red = r - 128;
            double redPart = 1.402 * red, greenPart = -0.344136 * blue - 0.714136 * red, bluePart = 1.772 * blue;
            return Math.Abs(redPart - greenPart) + Math.Abs(greenPart - bluePart);
        }).Average();
        Assert.Equal(expected, Chroma.Mean(cb, cr), expected / 100);
    }

    [Fact]
    public void Chroma_of_a_large_glaring_picture_does_not_overflow()
    {
        var cb = new byte[3_000_000];
        Assert.Equal((2.116 + 0.344 + 2.116 + 0.714) * 128, Chroma.Mean(cb, cb), 5.0);
    }
}
