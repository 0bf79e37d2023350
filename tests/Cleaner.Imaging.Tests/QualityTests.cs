using Cleaner.Imaging.Tests.Support;

namespace Cleaner.Imaging.Tests;

public class QualityTests
{
    public static TheoryData<int> Figures => new(Enumerable.Range(0, Fixture.Expected.GetProperty("figures").GetArrayLength()));

    [Theory]
    [MemberData(nameof(Figures))]
    public void Figures_equal_those_of_OpenCV_and_NumPy(int index)
    {
        var expected = Fixture.Expected.GetProperty("figures")[index];
        var measured = QualityMeter.Measure(Fixture.Decoded(expected.GetProperty("file").GetString()!));

        AssertNear("brightness", measured.Brightness);
        AssertNear("contrast", measured.Contrast);
        AssertNear("entropy", measured.Entropy);
        AssertNear("aspect", measured.Aspect);
        if (expected.GetProperty("blur").ValueKind == System.Text.Json.JsonValueKind.Number)
        {
            AssertNear("blur", measured.Blur);
        }

        void AssertNear(string name, float value)
        {
            double want = expected.GetProperty(name).GetDouble();
            Assert.True(Math.Abs(value - want) <= 2e-5 * Math.Max(1, Math.Abs(want)), $"{name}: {value} for {want}");
        }
    }

    [Theory]
    [MemberData(nameof(Figures))]
    public void Grey_plane_and_chroma_equal_those_of_PIL_and_NumPy(int index)
    {
        var expected = Fixture.Expected.GetProperty("figures")[index];
        var image = Fixture.Decoded(expected.GetProperty("file").GetString()!);
        var grey = new byte[image.Width * image.Height];
        GreyPlane.Fill(image, grey);

        Assert.Equal(expected.GetProperty("grey").GetInt64(), grey.Sum(v => (long)v));
        Assert.Equal(expected.GetProperty("chroma").GetInt64(), Chroma.Sum(image.Pixels));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 50)]
    [InlineData(50, 1)]
    [InlineData(2, 2)]
    [InlineData(17, 3)]
    [InlineData(18, 9)]
    [InlineData(33, 31)]
    [InlineData(64, 64)]
    [InlineData(1201, 7)]
    public void Vector_code_equals_a_naive_loop_at_every_width(int width, int height)
    {
        var image = Pictures.Noise(width, height, seed: width);
        var grey = new byte[width * height];
        GreyPlane.Fill(image, grey);
        for (int i = 0; i < grey.Length; i++)
        {
            Assert.Equal((19595 * image.Pixels[3 * i] + 38470 * image.Pixels[3 * i + 1] + 7471 * image.Pixels[3 * i + 2] + 32768) >> 16, grey[i]);
        }

        double sum = 0, squares = 0;
        long chroma = 0;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int At(int dx, int dy) => grey[Reflect(y + dy, height) * width + Reflect(x + dx, width)];
                double value = At(-1, 0) + At(1, 0) + At(0, -1) + At(0, 1) - 4 * At(0, 0);
                sum += value;
                squares += value * value;
                var p = image.Pixels.AsSpan(3 * (y * width + x), 3);
                chroma += Math.Abs(p[0] - p[1]) + Math.Abs(p[1] - p[2]);
            }
        }

        double n = width * height;
        Assert.Equal(squares / n - sum / n * (sum / n), Laplacian.Variance(grey, width, height), 6);
        Assert.Equal(chroma, Chroma.Sum(image.Pixels));

        static int Reflect(int i, int length) => length == 1 ? 0 : i < 0 ? -i : i >= length ? 2 * length - 2 - i : i;
    }

    [Theory]
    [InlineData(30, QualityFlags.Dark | QualityFlags.LowInformation | QualityFlags.Greyscale)]
    [InlineData(128, QualityFlags.LowInformation | QualityFlags.Greyscale)]
    [InlineData(250, QualityFlags.Light | QualityFlags.LowInformation | QualityFlags.Greyscale)]
    public void Flat_pictures_are_flagged_for_level_and_emptiness(byte level, QualityFlags flags) =>
        Assert.Equal(flags, QualityMeter.Measure(Pictures.Flat(64, 64, level, level, level)).Flags);

    [Fact]
    public void An_ordinary_picture_has_no_flag() => Assert.Equal(QualityFlags.None, QualityMeter.Measure(Fixture.Decoded("figures0.png")).Flags);

    [Fact]
    public void Smooth_pictures_are_blurry_and_sharp_ones_are_not()
    {
        Assert.Equal(QualityFlags.Blurry, QualityMeter.Measure(Pictures.Waves(128, 128)).Flags & QualityFlags.Blurry);
        Assert.Equal(QualityFlags.None, QualityMeter.Measure(Pictures.Noise(128, 128)).Flags & QualityFlags.Blurry);
    }

    [Theory]
    [InlineData(100, 34, true)]
    [InlineData(34, 100, true)]
    [InlineData(100, 36, false)]
    public void A_long_picture_is_odd(int width, int height, bool odd) =>
        Assert.Equal(odd, QualityMeter.Measure(Pictures.Noise(width, height)).Flags.HasFlag(QualityFlags.OddAspectRatio));

    [Fact]
    public void A_grey_picture_stays_near_grey_through_Jpeg()
    {
        Assert.True(QualityMeter.Measure(Fixture.Decoded("grey.jpg")).NearGrey);
        Assert.False(QualityMeter.Measure(Fixture.Decoded("baseline.jpg")).NearGrey);
    }
}
