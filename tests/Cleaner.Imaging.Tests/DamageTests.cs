using System.Buffers.Binary;
using System.Text;
using Cleaner.Imaging.Tests.Support;

namespace Cleaner.Imaging.Tests;

public class DamageTests
{
    private static readonly string[] Whole =
        ["baseline.jpg", "progressive.jpg", "cmyk.jpg", "orientation3.jpg", "rgb.png", "palette.png", "lossy.webp", "lossless.webp", "rgba.webp", "animated.webp"];

    public static TheoryData<string> Files => new(Whole);

    private static ImageDecodeException Fails(byte[] data, DecodeOptions? options = null) =>
        Assert.Throws<ImageDecodeException>(() => ImageCodec.Default.Decode(data, options ?? DecodeOptions.Default));

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_cut_anywhere_is_truncated(string name)
    {
        var data = Fixture.Bytes(name);
        for (int length = 4; length < data.Length; length += 1 + length / 16)
        {
            Assert.True(Fails(data[..length]).Kind == DecodeFailure.Truncated, $"cut at {length} of {data.Length}");
        }

        Assert.Equal(DecodeFailure.Truncated, Fails(data[..^1]).Kind);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_whose_tail_was_never_written_is_truncated(string name)
    {
        var data = Fixture.Bytes(name);
        foreach (double share in new[] { 0.5, 0.7, 0.9 })
        {
            var holed = data.ToArray();
            holed.AsSpan((int)(share * data.Length)).Clear();
            Assert.True(Fails(holed).Kind == DecodeFailure.Truncated, $"zeros from {share} on");
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Bytes_after_the_end_of_the_picture_do_no_harm(string name)
    {
        var data = Fixture.Bytes(name);
        var trailed = ImageCodec.Default.Decode([.. data, .. Encoding.ASCII.GetBytes("trailing words"), 0, 0, 0], DecodeOptions.Default);

        Assert.Equal(Fixture.Decoded(name).Pixels, trailed.Pixels);
    }

    [Fact]
    public void Damage_inside_a_Jpeg_is_noticed()
    {
        var data = Fixture.Bytes("large.jpg");
        int noticed = 0;
        for (int i = 1; i < 20; i++)
        {
            var damaged = data.ToArray();
            damaged.AsSpan(data.Length * i / 20, 40).Fill(0xFF);
            noticed += Record(damaged) is { Kind: DecodeFailure.Corrupt or DecodeFailure.Truncated } ? 1 : 0;
        }

        // ImageSharp decodes past some damage without a word.
        Assert.InRange(noticed, ImageCodec.Default.Name == "system" ? 19 : 14, 19);

        static ImageDecodeException? Record(byte[] bytes) => Xunit.Record.Exception(() => ImageCodec.Default.Decode(bytes, DecodeOptions.Default)) as ImageDecodeException;
    }

    [Fact]
    public void A_Png_with_a_wrong_checksum_is_corrupt()
    {
        var data = Fixture.Bytes("rgb.png");
        data[data.Length / 2] ^= 0x10;

        Assert.Equal(DecodeFailure.Corrupt, Fails(data).Kind);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>404 Not Found</body></html>", "HTML")]
    [InlineData("\n  <html>", "HTML")]
    [InlineData("<?xml version=\"1.0\"?><Error/>", "XML")]
    [InlineData("just some words\n", "text")]
    [InlineData("%PDF-1.7\n", "PDF")]
    [InlineData("BMW is a maker of cars", "text")]
    [InlineData("\0\0\0\u0020ftypavif", "AVIF")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:5a08\nsize 3552\n", "git lfs pull")]
    [InlineData("/annex/objects/MD5E-s1820--e26dedcc.jpg\n", "git annex get")]
    public void A_foreign_file_is_named_for_what_it_is(string content, string word)
    {
        var error = Fails(Encoding.UTF8.GetBytes(content));

        Assert.Equal(DecodeFailure.NotAnImage, error.Kind);
        Assert.Contains(word, error.Message);
        Assert.Throws<ImageDecodeException>(() => ImageCodec.Default.Identify(Encoding.UTF8.GetBytes(content)));
    }

    [Fact]
    public void Nothing_and_nothing_but_zeros_are_empty()
    {
        Assert.Equal(DecodeFailure.Empty, Fails([]).Kind);
        Assert.Equal(DecodeFailure.Empty, Fails(new byte[4096]).Kind);
    }

    [Fact]
    public void Random_bytes_behind_a_signature_fail_in_an_orderly_way()
    {
        var random = new Random(3);
        foreach (var name in Whole)
        {
            var head = Fixture.Bytes(name);
            for (int i = 0; i < 60; i++)
            {
                var data = head.ToArray();
                random.NextBytes(data.AsSpan(12 + random.Next(data.Length - 12)));
                var error = Record.Exception(() => ImageCodec.Default.Decode(data, new DecodeOptions { MaxPixels = 1_000_000 }));
                Assert.True(error is null or ImageDecodeException, $"{name}: {error}");
            }
        }
    }

    [Fact]
    public void Single_flipped_bits_never_bring_anything_but_a_decode_error()
    {
        var random = new Random(4);
        foreach (var name in Whole)
        {
            var whole = Fixture.Bytes(name);
            for (int i = 0; i < 100; i++)
            {
                var data = whole.ToArray();
                data[random.Next(data.Length)] ^= (byte)(1 << random.Next(8));
                var error = Record.Exception(() => ImageCodec.Default.Decode(data, new DecodeOptions { MaxPixels = 1_000_000 }));
                Assert.True(error is null or ImageDecodeException, $"{name}: {error}");
            }
        }
    }

    [Theory]
    [InlineData("large.jpg", 403 * 301)]
    [InlineData("rgb.png", 45 * 30)]
    [InlineData("lossy.webp", 45 * 30)]
    public void The_pixel_limit_is_exact(string name, int pixels)
    {
        Assert.Equal(pixels, ImageCodec.Default.Decode(Fixture.Bytes(name), new DecodeOptions { MaxPixels = pixels }) is var image ? image.Width * image.Height : 0);
        Assert.Equal(DecodeFailure.TooLarge, Fails(Fixture.Bytes(name), new DecodeOptions { MaxPixels = pixels - 1 }).Kind);
    }

    [Fact]
    public void A_decompression_bomb_is_refused_by_its_header()
    {
        var bomb = Fixture.Bytes("rgb.png");
        BinaryPrimitives.WriteUInt32BigEndian(bomb.AsSpan(16), 2_000_000_000);
        BinaryPrimitives.WriteUInt32BigEndian(bomb.AsSpan(20), 2_000_000_000);

        Assert.Equal(DecodeFailure.TooLarge, Fails(bomb).Kind);
        Assert.Equal(DecodeFailure.TooLarge, Fails(bomb, new DecodeOptions { MaxPixels = long.MaxValue }).Kind);
    }

    [Fact]
    public void The_byte_limit_comes_before_any_decoding()
    {
        var data = Fixture.Bytes("rgb.png");

        Assert.Equal(DecodeFailure.TooLarge, Fails(data, new DecodeOptions { MaxBytes = data.Length - 1 }).Kind);
    }

    [Theory]
    [InlineData("still.gif")]
    [InlineData("still.tif")]
    public void Other_formats_are_decoded_or_refused_by_name(string name)
    {
        var data = Fixture.Bytes(name);
        if (ImageCodec.Default.Name == "system")
        {
            var error = Fails(data);
            Assert.Equal(DecodeFailure.Unsupported, error.Kind);
            Assert.Contains(Path.GetExtension(name)[1..], error.Message, StringComparison.OrdinalIgnoreCase);
        }
        else
        {
            Assert.Equal((45, 30), ImageCodec.Default.Decode(data, DecodeOptions.Default) is var image ? (image.Width, image.Height) : default);
        }
    }
}
