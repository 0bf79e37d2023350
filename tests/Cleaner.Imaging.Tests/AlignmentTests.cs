using Cleaner.Imaging.Tests.Support;

namespace Cleaner.Imaging.Tests;

public class AlignmentTests
{
    public static TheoryData<int> Cases => new(Enumerable.Range(0, Fixture.Expected.GetProperty("alignment").GetArrayLength()));

    internal static (int Size, float[] Landmarks, double[] Matrix) Case(int index)
    {
        var element = Fixture.Expected.GetProperty("alignment")[index];
        return (
            element.GetProperty("size").GetInt32(),
            element.GetProperty("landmarks").EnumerateArray().Select(v => v.GetSingle()).ToArray(),
            element.GetProperty("matrix").EnumerateArray().Select(v => v.GetDouble()).ToArray());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Similarity_equals_estimate_norm_of_insightface(int index)
    {
        var (size, landmarks, expected) = Case(index);
        var matrix = FaceAlignment.Similarity(landmarks, size);

        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(expected[i], matrix[i], 2e-6 * Math.Max(1, Math.Abs(expected[i])));
        }
    }

    [Fact]
    public void Mirrored_landmarks_get_a_rotation_and_never_a_reflection()
    {
        float[] mirrored = [73.7f, 51.7f, 38.5f, 51.5f, 56f, 71.7f, 70.5f, 92.4f, 41.3f, 92.2f];
        var m = FaceAlignment.Similarity(mirrored);

        Assert.True(m[0] * m[4] - m[1] * m[3] > 0);
        Assert.Equal(m[0], m[4]);
        Assert.Equal(m[1], -m[3]);
    }

    [Theory]
    [InlineData(new float[] { 5, 5, 5, 5, 5, 5, 5, 5, 5, 5 })]
    [InlineData(new float[] { 1, 2, 3, 4 })]
    [InlineData(new float[] { float.NaN, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    public void Unusable_landmarks_are_refused(float[] landmarks) =>
        Assert.Throws<ArgumentException>(() => FaceAlignment.Similarity(landmarks));

    [Fact]
    public void A_square_box_without_margin_comes_out_pixel_for_pixel()
    {
        var image = Pictures.Noise(40, 30);
        var crop = Resampler.Warp(image, FaceAlignment.BoxCrop(10, 5, 26, 21, 0, 16), 16, 16);

        Assert.Equal(Resampler.Crop(image, 10, 5, 16, 16).Pixels, crop.Pixels);
    }

    [Fact]
    public void A_margin_widens_the_square_on_each_side()
    {
        var image = Pictures.Noise(60, 60);
        var crop = Resampler.Warp(image, FaceAlignment.BoxCrop(20, 25, 40, 35, 0.5f, 40), 40, 40);

        Assert.Equal(Resampler.Crop(image, 10, 10, 40, 40).Pixels, crop.Pixels);
    }

    [Fact]
    public void An_empty_box_is_refused() => Assert.Throws<ArgumentException>(() => FaceAlignment.BoxCrop(5, 5, 5, 9, 0, 112));
}
