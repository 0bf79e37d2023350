using Cleaner.Imaging;
using Cleaner.Imaging.Faces;
using Cleaner.Imaging.Tests.Support;
using Cleaner.Ingest.Tests.Support;

namespace Cleaner.Ingest.Tests.Pipeline;

/// <summary>A detector gives landmarks to images whose source gives none.</summary>
public sealed class FaceDetectionTests : IDisposable
{
    private const int Side = RedFaceNetwork.Side, Cell = 8;

    private readonly TemporaryFolder _folder = new();
    private readonly Ingested _ingested;
    private readonly FaceDetector _detector;

    public FaceDetectionTests()
    {
        _ingested = new Ingested(_folder);
        RedFaceNetwork.WriteYuNet(_folder.At("detector.onnx"));
        _detector = FaceDetector.Open(_folder.At("detector.onnx"));
    }

    public void Dispose()
    {
        _detector.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Landmarks_and_transform_are_those_of_the_main_face()
    {
        _folder.Write("data/anna/one.ppm", Picture((24, 16)));
        _folder.Write("data/anna/two.ppm", Picture((0, 0), (32, 24)));
        _folder.Write("data/bert/none.ppm", Picture());

        var summary = _ingested.Run(options => options with { Detector = _detector, Align = 112, NearDistance = -1 });

        Assert.Equal((1, 1), (summary.WithoutFace, summary.WithSeveralFaces));
        AssertFace("anna/one.ppm", 24, 16);
        AssertFace("anna/two.ppm", 32, 24);    // nearer to the middle
        var none = _ingested["bert/none.ppm"].Sample;
        Assert.Equal((null, null, null), (none.Landmarks, none.Box, none.Align));
        Assert.True(Flags("bert/none.ppm").HasFlag(QualityFlags.NoFace));
        Assert.True(Flags("anna/two.ppm").HasFlag(QualityFlags.SeveralFaces));
        Assert.False(Flags("anna/one.ppm").HasFlag(QualityFlags.SeveralFaces) || Flags("anna/one.ppm").HasFlag(QualityFlags.NoFace));
    }

    [Fact]
    public void What_the_source_says_of_the_face_stands()
    {
        _folder.Write("data/a.ppm", Picture((8, 8), (40, 40)));
        _folder.Write("data/b.ppm", Picture((8, 8), (40, 40)));
        _folder.Write("data/c.ppm", Picture((8, 8), (40, 40)));
        // a: points; b: a box around the face that is farther from the middle; c: a box where no face is.
        _folder.Write("data/list.csv", "file,label,x0,y0,x1,y1,p1x,p1y,p2x,p2y,p3x,p3y,p4x,p4y,p5x,p5y\na.ppm,x,,,,,1,2,30,4,15,20,5,30,28,31\nb.ppm,x,0,0,25,28,,,,,,,,,,\nc.ppm,x,50,0,60,9,,,,,,,,,,\n");

        _ingested.Run(options => options with { Path = _folder.At("data/list.csv"), Detector = _detector, Align = 112, NearDistance = -1 });

        Assert.Equal([1, 2, 30, 4, 15, 20, 5, 30, 28, 31], _ingested["a.ppm"].Sample.Landmarks!);
        AssertFace("b.ppm", 8, 8);
        Assert.Equal([0, 0, 25, 28], _ingested["b.ppm"].Sample.Box!);
        Assert.Null(_ingested["c.ppm"].Sample.Landmarks);
        Assert.True(Flags("c.ppm").HasFlag(QualityFlags.NoFace));
        Assert.NotNull(_ingested["c.ppm"].Sample.Align);    // by its box
    }

    [Fact]
    public void Images_that_were_read_without_a_detector_stay_and_the_ingest_says_so()
    {
        _folder.Write("data/anna/one.ppm", Picture((24, 16)));
        Assert.Null(_ingested.Run().WithoutFace);
        _folder.Write("data/anna/two.ppm", Picture((32, 24)));

        var second = _ingested.Run(options => options with { Detector = _detector, Align = 112 });
        Assert.Contains(second.Warnings, warning => warning.StartsWith("1 images were read before without this face detector", StringComparison.Ordinal));
        Assert.Null(_ingested["anna/one.ppm"].Sample.Landmarks);
        AssertFace("anna/two.ppm", 32, 24);

        Assert.DoesNotContain(_ingested.Run(options => options with { Detector = _detector, Align = 112 }).Warnings, warning => warning.Contains("face detector"));
    }

    private QualityFlags Flags(string locator) => (QualityFlags)_ingested[locator].Sample.Quality!.Flags;

    private void AssertFace(string locator, int x, int y)
    {
        var sample = _ingested[locator].Sample;
        float[] expected = [.. RedFaceNetwork.Points.Select((cells, i) => cells * Cell + (i % 2 == 0 ? x : y))];
        Assert.Equal(expected, sample.Landmarks!, (a, b) => Math.Abs(a - b) < 1e-3);
        Assert.Equal(FaceAlignment.Similarity(sample.Landmarks!, 112), sample.Align!);
    }

    /// <summary>Black, with faces as the network knows them.</summary>
    private static byte[] Picture(params (int X, int Y)[] faces)
    {
        var pixels = new byte[3 * Side * Side];
        foreach (var (left, top) in faces)
            for (var y = top; y < top + Cell; y++)
                for (var x = left; x < left + Cell; x++)
                    pixels[3 * (y * Side + x)] = 255;
        return [.. System.Text.Encoding.ASCII.GetBytes($"P6\n{Side} {Side}\n255\n"), .. pixels];
    }
}
