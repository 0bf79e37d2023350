using Cleaner.Imaging.Faces;
using Cleaner.Imaging.Tests.Support;

namespace Cleaner.Imaging.Tests;

/// <summary>Both families of detectors are read as their own programs read them.</summary>
public sealed class FaceDetectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Network => _folder.At("detector.onnx");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void YuNet_gives_boxes_around_the_cell_and_points_from_its_corner()
    {
        RedFaceNetwork.WriteYuNet(Network);
        using var detector = FaceDetector.Open(Network);

        var face = Assert.Single(detector.Detect(Picture(64, 64, (24, 16, 8))));

        Assert.Equal(1, face.Score, 1e-5);
        // The cell (3, 2) has its middle at (28, 20).
        AssertClose([28 - 12, 20 - 16, 28 + 12, 20 + 16], face.Box);
        AssertClose([24 - 4, 16 - 2, 24 + 12, 16 - 2, 24 + 4, 16 + 4, 24 - 2, 16 + 10, 24 + 10, 16 + 10], face.Landmarks);
    }

    [Fact]
    public void Scrfd_gives_distances_from_the_corner_of_the_cell()
    {
        RedFaceNetwork.WriteScrfd(Network);
        using var detector = FaceDetector.Open(Network);

        var face = Assert.Single(detector.Detect(Picture(64, 64, (24, 16, 8))));

        Assert.Equal(127.5 / 128, face.Score, 1e-5);
        AssertClose([24 - 8, 16 - 12, 24 + 16, 16 + 20], face.Box);
        AssertClose([24 - 4, 16 - 2, 24 + 12, 16 - 2, 24 + 4, 16 + 4, 24 - 2, 16 + 10, 24 + 10, 16 + 10], face.Landmarks);
    }

    [Theory]
    [InlineData(128, 128, 2)]
    [InlineData(128, 64, 2)]   // fills half of the network's input
    [InlineData(32, 32, 0.5)]
    public void Faces_are_told_in_pixels_of_the_picture(int width, int height, double scale)
    {
        RedFaceNetwork.WriteYuNet(Network);
        using var detector = FaceDetector.Open(Network);

        var face = Assert.Single(detector.Detect(Picture(width, height, ((int)(24 * scale), (int)(16 * scale), (int)(8 * scale)))));

        // The resampling filter lets a little red into the cells around, which are suppressed.
        Assert.Equal(scale * (28 - 12), face.Box[0], 1e-3);
        Assert.Equal(scale * (20 + 16), face.Box[3], 1e-3);
        Assert.Equal(scale * (24 + 12), face.Landmarks[2], 1e-3);
    }

    [Fact]
    public void Each_face_is_told_once_the_surest_first()
    {
        RedFaceNetwork.WriteYuNet(Network);
        using var detector = FaceDetector.Open(Network);
        // Two faces far apart, of which the left has a weaker neighbour, and what is too weak for a face.
        var picture = Picture(64, 64, (8, 32, 8), (48, 32, 8));
        Paint(picture, 16, 32, 8, (200, 0, 0));
        Paint(picture, 8, 32, 8, (250, 0, 0));
        Paint(picture, 32, 0, 8, (120, 0, 0));

        var faces = detector.Detect(picture);

        Assert.Equal([52f, 12f], faces.Select(face => (face.Box[0] + face.Box[2]) / 2), (a, b) => Math.Abs(a - b) < 1e-3);
        Assert.Equal([1, 250 / 255f], faces.Select(face => face.Score), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Theory]
    [InlineData(0, 255, 0)]
    [InlineData(0, 0, 255)]
    [InlineData(0, 0, 0)]
    public void Channels_reach_the_network_in_its_order(byte red, byte green, byte blue)
    {
        foreach (var write in new Action<string>[] { RedFaceNetwork.WriteYuNet, RedFaceNetwork.WriteScrfd })
        {
            write(Network);
            using var detector = FaceDetector.Open(Network);
            var picture = new Image(64, 64);
            Paint(picture, 24, 16, 8, (red, green, blue));
            Assert.Empty(detector.Detect(picture));
        }
    }

    [Fact]
    public void The_main_face_is_large_and_near_the_middle()
    {
        Face small = At(40, 40, 10), large = At(55, 50, 30), farther = At(10, 10, 31), huge = At(20, 20, 80);
        Assert.Same(large, FaceChoice.Main([small, large, farther], 100, 100));
        Assert.Same(huge, FaceChoice.Main([small, large, huge], 100, 100));
        Assert.Null(FaceChoice.Main([], 100, 100));
    }

    [Fact]
    public void Overlap_is_intersection_over_union()
    {
        Assert.Equal(1, At(10, 10, 4).Overlap(At(10, 10, 4)), 1e-6);
        Assert.Equal(8.0 / 24, At(10, 10, 4).Overlap(At(12, 10, 4)), 1e-6);
        Assert.Equal(0, At(10, 10, 4).Overlap(At(14, 10, 4)));
    }

    [Fact]
    public void What_is_no_detector_is_refused()
    {
        RedFaceNetwork.WriteOther(Network);
        Assert.Contains("its outputs (red [.., 64]) are neither YuNet's nor SCRFD's with five points", Assert.Throws<FormatException>(() => FaceDetector.Open(Network)).Message);
        File.WriteAllText(Network, "no network");
        Assert.Throws<FormatException>(() => FaceDetector.Open(Network));
        Assert.Throws<FileNotFoundException>(() => FaceDetector.Open(_folder.At("none.onnx")));
    }

    private static Face At(float x, float y, float side) => new(1, [x - side / 2, y - side / 2, x + side / 2, y + side / 2], []);

    private static Image Picture(int width, int height, params (int X, int Y, int Side)[] red)
    {
        var picture = new Image(width, height);
        foreach (var (x, y, side) in red)
            Paint(picture, x, y, side, (255, 0, 0));
        return picture;
    }

    private static void Paint(Image picture, int left, int top, int side, (byte R, byte G, byte B) color)
    {
        for (var y = top; y < top + side; y++)
            for (var x = left; x < left + side; x++)
                (picture.Pixels[3 * (y * picture.Width + x)], picture.Pixels[3 * (y * picture.Width + x) + 1], picture.Pixels[3 * (y * picture.Width + x) + 2]) = color;
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-3);
    }
}
