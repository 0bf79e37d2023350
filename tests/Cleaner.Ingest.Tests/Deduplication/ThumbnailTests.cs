using Cleaner.Imaging;
using Cleaner.Ingest.Deduplication;
using Cleaner.Ingest.Tests.Support;

namespace Cleaner.Ingest.Tests.Deduplication;

public sealed class ThumbnailTests
{
    private static readonly byte[] Original = Pictures.Jpeg(1, 95, 112);

    [Theory]
    [InlineData(30)]
    [InlineData(60)]
    [InlineData(90)]
    public void The_same_picture_compressed_again_is_near(int quality) =>
        Assert.True(AreNear(Pictures.Reencode(Original, ImageFormat.Jpeg, quality)));

    [Theory]
    [InlineData(56)]
    [InlineData(224)]
    public void The_same_picture_at_another_size_is_near(int size) =>
        Assert.True(AreNear(Encode(Resampler.Resize(Pictures.Decode(Original), size, size))));

    [Theory]
    [InlineData(0.8, 10)]
    [InlineData(1.2, -30)]
    public void The_same_picture_brighter_or_with_less_contrast_is_near(double gain, double offset) =>
        Assert.True(AreNear(Encode(Change(Pictures.Decode(Original), (level, _, _) => level * gain + offset))));

    [Fact]
    public void The_same_picture_cut_out_two_pixels_further_in_is_near() =>
        Assert.True(AreNear(Encode(Resampler.Crop(Pictures.Decode(Original), 2, 2, 108, 108))));

    [Fact]
    public void Another_picture_is_not_near() => Assert.False(AreNear(Pictures.Jpeg(2, 95, 112)));

    [Fact]
    public void A_picture_that_differs_in_one_place_only_is_not_near() =>
        Assert.False(AreNear(Encode(Change(Pictures.Decode(Original), (level, x, y) => x is > 40 and < 64 && y is > 40 and < 64 ? 255 - level : level))));

    [Fact]
    public void The_mirrored_picture_is_not_near()
    {
        var image = Pictures.Decode(Original);
        var mirrored = new Image(image.Width, image.Height);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            int x = i / 3 % image.Width, y = i / 3 / image.Width;
            mirrored.Pixels[3 * (y * image.Width + image.Width - 1 - x) + i % 3] = image.Pixels[i];
        }
        Assert.False(AreNear(Encode(mirrored)));
    }

    [Fact]
    public void Flat_pictures_are_never_near()
    {
        var flat = Thumbnail.Make(Encode(new Image(64, 64)), DecodeOptions.Default);
        Assert.False(Thumbnail.AreNear(flat, flat));
    }

    [Fact]
    public void Registration_undoes_a_shift()
    {
        var image = Pictures.Make(4, 128, 128);
        var left = Thumbnail.Make(Encode(Resampler.Crop(image, 0, 0, 112, 112)), DecodeOptions.Default);
        var right = Thumbnail.Make(Encode(Resampler.Crop(image, 5, 3, 112, 112)), DecodeOptions.Default);
        Assert.True(Registration.Match(left, right).Correlation > 0.995);
    }

    private static bool AreNear(byte[] other) => Thumbnail.AreNear(
        Thumbnail.Make(Original, DecodeOptions.Default), Thumbnail.Make(other, DecodeOptions.Default));

    private static byte[] Encode(Image image) => ImageCodec.Default.Encode(image, ImageFormat.Jpeg, 92);

    private static Image Change(Image image, Func<double, int, int, double> level)
    {
        var changed = new Image(image.Width, image.Height);
        for (var i = 0; i < image.Pixels.Length; i++)
            changed.Pixels[i] = (byte)Math.Clamp(level(image.Pixels[i], i / 3 % image.Width, i / 3 / image.Width), 0, 255);
        return changed;
    }
}
