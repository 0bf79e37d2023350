using System.Globalization;
using Cleaner.Imaging.Tests.Support;

namespace Cleaner.Imaging.Tests;

public class HashTests
{
    public static TheoryData<int> Figures => new(Enumerable.Range(0, Fixture.Expected.GetProperty("figures").GetArrayLength()));

    [Theory]
    [MemberData(nameof(Figures))]
    public void Dct64_equals_phash_of_imagehash_but_for_near_ties(int index)
    {
        var figures = Fixture.Expected.GetProperty("figures")[index];
        ulong expected = ulong.Parse(figures.GetProperty("phash").GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        ulong hash = PerceptualHash.Dct64(Fixture.Decoded(figures.GetProperty("file").GetString()!));

        Assert.InRange(PerceptualHash.Distance(expected, hash), 0, 2);
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg, 60)]
    [InlineData(ImageFormat.WebP, 60)]
    public void Dct64_survives_recompression(ImageFormat format, int quality)
    {
        var image = Pictures.Waves(112, 112);
        var again = ImageCodec.Default.Decode(ImageCodec.Default.Encode(image, format, quality), DecodeOptions.Default);

        Assert.InRange(PerceptualHash.Distance(PerceptualHash.Dct64(image), PerceptualHash.Dct64(again)), 0, 4);
    }

    [Fact]
    public void Dct64_survives_resizing_and_tells_pictures_apart()
    {
        var image = Fixture.Decoded("scene.png");
        var small = Resampler.Resize(image, 64, 48);

        Assert.InRange(PerceptualHash.Distance(PerceptualHash.Dct64(image), PerceptualHash.Dct64(small)), 0, 4);
        Assert.InRange(PerceptualHash.Distance(PerceptualHash.Dct64(image), PerceptualHash.Dct64(Fixture.Decoded("face.png"))), 12, 64);
    }

    [Theory]
    [InlineData(112, 112, 200)]
    [InlineData(33, 77, 10)]
    [InlineData(1, 1, 255)]
    public void All_flat_pictures_share_one_hash(int width, int height, byte level) =>
        Assert.Equal(0x8000000000000000UL, PerceptualHash.Dct64(Pictures.Flat(width, height, level, level, level)));

    [Fact]
    public void A_black_picture_hashes_to_zero() => Assert.Equal(0UL, PerceptualHash.Dct64(Pictures.Flat(20, 20, 0, 0, 0)));

    [Fact]
    public void PixelHash_changes_with_one_level_of_one_channel_and_with_the_shape()
    {
        var image = Pictures.Noise(40, 20);
        ulong hash = PerceptualHash.PixelHash(image);
        Assert.Equal(hash, PerceptualHash.PixelHash(new Image(40, 20, [.. image.Pixels])));
        Assert.NotEqual(hash, PerceptualHash.PixelHash(new Image(20, 40, [.. image.Pixels])));

        image.Pixels[1234] ^= 1;
        Assert.NotEqual(hash, PerceptualHash.PixelHash(image));
    }

    [Fact]
    public void ImageFacts_are_the_same_as_each_figure_alone()
    {
        var image = Fixture.Decoded("figures4.png");
        var facts = ImageFacts.Measure(image);

        Assert.Equal(PerceptualHash.Dct64(image), facts.PHash);
        Assert.Equal(PerceptualHash.PixelHash(image), facts.PixelHash);
        Assert.Equal(QualityMeter.Measure(image), facts.Quality);
        Assert.Equal(GreyThumbnail.Of(image), facts.Thumbnail);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(ulong.MaxValue, 0, 64)]
    [InlineData(0b1010, 0b0110, 2)]
    public void Distance_counts_the_bits_that_differ(ulong a, ulong b, int distance) => Assert.Equal(distance, PerceptualHash.Distance(a, b));
}
