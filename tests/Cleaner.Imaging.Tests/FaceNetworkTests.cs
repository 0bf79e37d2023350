using System.Text.Json;
using Cleaner.Imaging.Faces;
using Cleaner.Imaging.Faces.FaceApi;
using Cleaner.Imaging.Onnx;
using Cleaner.Imaging.Tests.Support;
using Microsoft.ML.OnnxRuntime;

namespace Cleaner.Imaging.Tests;

/// <summary>face-api's networks give what PyTorch gives with the same weights (Fixtures/make_face_networks.py).</summary>
public sealed class FaceNetworkTests : IClassFixture<FaceNetworkTests.Networks>
{
    private readonly string _folder;

    public FaceNetworkTests(Networks networks) => _folder = networks.Folder;

    [Fact]
    public void The_detector_gives_pytorchs_faces()
    {
        using var detector = FaceDetector.Open(_folder);

        var faces = detector.Detect(FaceApiSketch.Picture(128, 96), 128);

        var expected = Expected("faces").EnumerateArray().ToArray();
        Assert.Equal(expected.Length, faces.Count);
        foreach (var (face, wanted) in faces.Zip(expected))
        {
            Assert.Equal(wanted.GetProperty("score").GetDouble(), face.Score, 1e-4);
            AssertClose(Numbers(wanted.GetProperty("box")), face.Box, 1e-3);
        }
    }

    [Fact]
    public void Faces_come_with_their_points()
    {
        using var detector = FaceDetector.Open(_folder);
        using var points = new LandmarkNetwork(LandmarkNetwork.Build(_folder));
        var picture = FaceApiSketch.Picture(128, 96);

        var faces = detector.Detect(picture);

        Assert.NotEmpty(faces);
        Assert.All(faces, face => Assert.Equal(points.Find(picture, face), face.Landmarks));
    }

    [Fact]
    public void The_points_are_pytorchs()
    {
        using var network = new LandmarkNetwork(LandmarkNetwork.Build(_folder));

        var points = network.Find(FaceApiSketch.Picture(112, 112), new Face(1, [0, 0, 112, 112], []));

        AssertClose(Numbers(Expected("points")), points, 1e-3);
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(-20, -30)]   // of a box that leaves the picture only the part within is looked at
    public void Points_are_told_in_pixels_of_the_picture(int left, int top)
    {
        using var network = new LandmarkNetwork(LandmarkNetwork.Build(_folder));
        var small = FaceApiSketch.Picture(56, 28);
        var large = new Image(100, 100);
        for (var y = 0; y < 28; y++)
            small.Pixels.AsSpan(3 * 56 * y, 3 * 56).CopyTo(large.Pixels.AsSpan(3 * (100 * (y + Math.Max(0, top)) + Math.Max(0, left))));

        var alone = network.Find(small, new Face(1, [0, 0, 56, 28], []));
        var within = network.Find(large, new Face(1, [left, top, Math.Max(0, left) + 56, Math.Max(0, top) + 28], []));

        AssertClose([.. alone.Select((value, i) => value + Math.Max(0, i % 2 == 0 ? left : top))], within, 1e-3);
    }

    [Fact]
    public void A_box_outside_the_picture_has_no_points()
    {
        using var network = new LandmarkNetwork(LandmarkNetwork.Build(_folder));
        Assert.Empty(network.Find(new Image(40, 40), new Face(1, [60, 5, 90, 35], [])));
    }

    [Fact]
    public void The_embedding_is_pytorchs()
    {
        using var session = OnnxSession.Open(RecognitionNetwork.Build(_folder), "test", threads: 1);
        var picture = FaceApiSketch.Picture(RecognitionNetwork.Side, RecognitionNetwork.Side);
        var planes = new float[3 * RecognitionNetwork.Side * RecognitionNetwork.Side];
        for (var i = 0; i < planes.Length; i++)
            planes[i % 3 * (planes.Length / 3) + i / 3] = picture.Pixels[i];
        using var input = OrtValue.CreateTensorValueFromMemory(planes, [1, 3, RecognitionNetwork.Side, RecognitionNetwork.Side]);
        using var run = new RunOptions();
        using var results = session.Run(run, ["images"], [input], ["embedding"]);

        AssertClose(Numbers(Expected("embedding")), results[0].GetTensorDataAsSpan<float>().ToArray(), 1e-4);
    }

    [Fact]
    public void ArcFaces_eyes_come_three_pixels_above_dlibs()
    {
        // dlib's mean_face_shape of its five-point predictor: the corners of the eyes; padding 0.25, 150 pixels (get_face_chip_details).
        double[] cornersX = [0.8595674595992, 0.6460604764104, 0.1205750620789, 0.3340850613712];
        double[] cornersY = [0.2134981538014, 0.2289674387677, 0.2137274526848, 0.2290642403242];
        double Chip(double a, double b) => (0.25 + (a + b) / 2) / 1.5 * RecognitionNetwork.Side;
        var crop = RecognitionNetwork.Crop;
        (double X, double Y) At(double x, double y) => (crop[0] * x + crop[1] * y + crop[2], crop[3] * x + crop[4] * y + crop[5]);

        var (left, right) = (At(38.2946, 51.6963), At(73.5318, 51.5014));

        Assert.Equal(Chip(cornersX[2], cornersX[3]), left.X, 0.2);
        Assert.Equal(Chip(cornersX[0], cornersX[1]), right.X, 0.2);
        Assert.Equal(Chip(cornersY[2], cornersY[3]) - 3, left.Y, 0.3);
        Assert.Equal(Chip(cornersY[0], cornersY[1]) - 3, right.Y, 0.3);
    }

    [Theory]
    [InlineData("""[{"weights":[{"name":"a","shape":[3],"dtype":"float32","quantization":{"dtype":"uint8","scale":0.5,"min":-1}}],"paths":["w"]}]""", new byte[] { 0, 2, 255 }, new[] { -1, 0, 126.5f })]
    [InlineData("""[{"weights":[{"name":"a","shape":[1,2],"dtype":"float32","quantization":{"dtype":"uint16","scale":2,"min":1}}],"paths":["w"]}]""", new byte[] { 1, 0, 0, 1 }, new[] { 3, 513f })]
    [InlineData("""[{"weights":[{"name":"a","shape":[1],"dtype":"float32"}],"paths":["w"]}]""", new byte[] { 0, 0, 128, 63 }, new[] { 1f })]
    public void Weights_are_read_as_they_were_quantised(string manifest, byte[] bytes, float[] expected)
    {
        using var folder = new Folder(manifest, bytes);
        Assert.Equal(expected, QuantizedWeights.Read(folder.Manifest).Get("a", manifest.Contains("[1,2]") ? [1, 2] : [expected.Length]));
    }

    [Fact]
    public void Filters_are_turned()
    {
        // [height 1, width 1, in 2, out 3] of 0 … 5
        using var folder = new Folder("""[{"weights":[{"name":"a","shape":[1,1,2,3],"dtype":"float32","quantization":{"dtype":"uint8","scale":1,"min":0}}],"paths":["w"]}]""", [0, 1, 2, 3, 4, 5]);
        Assert.Equal([0, 3, 1, 4, 2, 5], QuantizedWeights.Read(folder.Manifest).Filters("a", 1, 2, 3));
    }

    [Theory]
    [InlineData("""[{"weights":[{"name":"a","shape":[4],"dtype":"float32","quantization":{"dtype":"uint8","scale":1,"min":0}}],"paths":["w"]}]""", "a ends at byte 4 of 3")]
    [InlineData("""[{"weights":[{"name":"a","shape":[2],"dtype":"float32","quantization":{"dtype":"uint8","scale":1,"min":0}}],"paths":["w"]}]""", "describes 2 bytes of 3")]
    [InlineData("""[{"weights":[{"name":"a","shape":[3],"dtype":"string"}],"paths":["w"]}]""", "numbers of kind 'string' are not read")]
    [InlineData("""{"weights":1}""", "is no list of weights")]
    [InlineData("""[{"paths":["w"]}]""", "is no list of weights")]
    [InlineData("not JSON", "is no list of weights")]
    [InlineData("""[{"weights":[{"name":"a","shape":[65536,65536],"dtype":"float32"}],"paths":["w"]}]""", "is no list of weights")]
    [InlineData("""[{"weights":[{"name":"a","shape":[3],"dtype":"float32","quantization":{"dtype":"uint8","scale":1,"min":0}}],"paths":["w"]}]""", "a in manifest.json is [3] instead of [2]")]
    [InlineData("""[{"weights":[{"name":"b","shape":[3],"dtype":"float32","quantization":{"dtype":"uint8","scale":1,"min":0}}],"paths":["w"]}]""", "has no array a")]
    public void What_does_not_fit_is_told(string manifest, string message)
    {
        using var folder = new Folder(manifest, [1, 2, 3]);
        Assert.Contains(message, Assert.Throws<FormatException>(() => QuantizedWeights.Read(folder.Manifest).Get("a", 2)).Message);
    }

    [Fact]
    public void A_folder_that_lacks_a_network_is_told()
    {
        using var folder = new Folder("[]", []);
        Assert.Equal("tiny_face_detector_model-weights_manifest.json", FaceApiFiles.Missing(folder.Path));
        Assert.Null(FaceApiFiles.Missing(_folder));
        Assert.Throws<FileNotFoundException>(() => FaceDetector.Open(folder.Path));
    }

    private static JsonElement Expected(string name) => JsonDocument.Parse(File.ReadAllBytes("Fixtures/face_networks.json")).RootElement.GetProperty(name);

    private static float[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetSingle())];

    private static void AssertClose(float[] expected, float[] actual, double relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        var size = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= relative * size, $"[{i}] is {actual[i]} instead of {expected[i]}");
    }

    /// <summary>Written once for all tests.</summary>
    public sealed class Networks : IDisposable
    {
        public Networks() => FaceApiSketch.Write(Folder);

        public string Folder { get; } = Directory.CreateTempSubdirectory("cleaner-networks-").FullName;

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }

    private sealed class Folder : IDisposable
    {
        public Folder(string manifest, byte[] weights)
        {
            File.WriteAllText(Manifest, manifest);
            File.WriteAllBytes(System.IO.Path.Combine(Path, "w"), weights);
        }

        public string Path { get; } = Directory.CreateTempSubdirectory("cleaner-weights-").FullName;

        public string Manifest => System.IO.Path.Combine(Path, "manifest.json");

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
