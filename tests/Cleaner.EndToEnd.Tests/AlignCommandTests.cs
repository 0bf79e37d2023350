using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Cleaner.EndToEnd.Tests.Support;
using Cleaner.Imaging.Tests.Support;
using Cleaner.Imaging;

namespace Cleaner.EndToEnd.Tests;

/// <summary>Aligned crops through the real executable, for each source of landmarks, against what OpenCV made of insightface's norm_crop.</summary>
public sealed class AlignCommandTests : IDisposable
{
    private const int Case = 1;

    private static readonly string Fixtures = Path.Combine(Repository.Root, "tests", "Cleaner.Imaging.Tests", "Fixtures");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_detector_finds_the_face_that_crops_are_cut_by()
    {
        RedFaceNetwork.WriteYuNet(_folder.At("detector.onnx"));
        Directory.CreateDirectory(_folder.At("set", "anna"));
        // A cell of red at (24, 16), as that detector knows faces.
        var pixels = new byte[3 * 64 * 64];
        for (var i = 0; i < 64; i++)
            pixels[3 * ((16 + i / 8) * 64 + 24 + i % 8)] = 255;
        byte[] picture = [.. "P6\n64 64\n255\n"u8, .. pixels];
        File.WriteAllBytes(_folder.At("set", "anna", "face.ppm"), picture);
        File.WriteAllBytes(_folder.At("set", "anna", "dark.ppm"), [.. "P6\n64 64\n255\n"u8, .. new byte[3 * 64 * 64]]);

        var ingested = Cli.Run(_folder.Path, "ingest", "set", "--out", "set.db", "--detect", "detector.onnx").Expect(0);
        Assert.Contains("faces        1 pictures without one, 0 with several", ingested.Output);
        Assert.Contains("no face was found in 1 of 2 pictures", ingested.Output + ingested.Error);
        Assert.Matches("NoFace +1", Cli.Run(_folder.Path, "stats", "set.db").Expect(0).Output);
        Assert.Contains("1 crops", Cli.Run(_folder.Path, "align", "set.db", "--write", "crops").Expect(0).Output);

        File.WriteAllText(_folder.At("other.onnx"), "none");
        Assert.Contains("--detect other.onnx: no face detector that can be used", Cli.Run(_folder.Path, "ingest", "set", "--out", "other.db", "--detect", "other.onnx").Expect(1).Error);
        Assert.False(File.Exists(_folder.At("other.db")));
    }

    [Fact]
    public void Landmarks_of_VGGFace2_align_as_norm_crop()
    {
        Face("set/train/n000002/0001_01.png");
        Write("set/bb_landmark/loose_landmark_train.csv", $"NAME_ID,P1X,P1Y,P2X,P2Y,P3X,P3Y,P4X,P4Y,P5X,P5Y\n\"n000002/0001_01\",{string.Join(',', Points())}\n");
        AssertAligned("set", "train/n000002/0001_01.png");
    }

    [Fact]
    public void Landmarks_of_CelebA_align_as_norm_crop()
    {
        Face("set/img_celeba/000001.png");
        Write("set/Anno/identity_CelebA.txt", "000001.png 2880\n");
        Write("set/Anno/list_landmarks_celeba.txt", $"1\nlefteye_x lefteye_y righteye_x righteye_y nose_x nose_y leftmouth_x leftmouth_y rightmouth_x rightmouth_y\n000001.png {string.Join("  ", Points())}\n");
        AssertAligned("set", "2880/000001.png");
    }

    [Fact]
    public void Landmarks_of_insightfaces_list_align_as_norm_crop()
    {
        Face("face.png");
        var points = Points();
        Write("train.lst", $"0\tface.png\t7\t0\t0\t200\t200\t{string.Join('\t', points.Where((_, i) => i % 2 == 0))}\t{string.Join('\t', points.Where((_, i) => i % 2 == 1))}\n");
        AssertAligned("train.lst", "7/face.png");
    }

    [Fact]
    public void Landmarks_of_named_columns_align_as_norm_crop()
    {
        Face("face.png");
        Write("list.csv", $"file,identity,left_eye_x,left_eye_y,right_eye_x,right_eye_y,nose_x,nose_y,left_mouth_x,left_mouth_y,right_mouth_x,right_mouth_y\nface.png,Ann,{string.Join(',', Points())}\n");
        AssertAligned("list.csv", "Ann/face.png");
    }

    [Fact]
    public void A_box_alone_gives_a_square_with_a_margin_and_nothing_at_all_leaves_the_image_out()
    {
        Face("face.png");
        Face("zeros.png");
        Face("plain.png");
        // Points in one place are what detectors write where they found no face.
        Write("list.csv", "file,label,x0,y0,x1,y1,landmarks\nface.png,Ann,10,20,42,44,\nzeros.png,Bob,10,20,42,44,0 0 0 0 0 0 0 0 0 0\nplain.png,Cid,,,,,\n");
        Cli.Run(_folder.Path, "ingest", "list.csv", "--out", "set.db", "--near-distance", "-1").Expect(0);

        var result = Cli.Run(_folder.Path, "align", "set.db", "--write", "crops", "--size", "40", "--margin", "0.125", "--image", "png").Expect(0);
        Assert.Contains("1 images have neither landmarks nor a box", result.Error);
        Assert.Equal(["crops/Ann/face.png", "crops/Bob/zeros.png"], Written("crops"));
        // 32 pixels and an eighth on each side: 40 pixels around the box's centre, so pixel for pixel.
        var whole = Decode(_folder.At("face.png"));
        Assert.Equal(Resampler.Crop(whole, 6, 12, 40, 40).Pixels, Decode(_folder.At("crops", "Ann", "face.png")).Pixels);
    }

    [Fact]
    public void Crops_are_the_same_bytes_each_time_come_back_as_a_set_and_an_occupied_folder_is_left_alone()
    {
        Face("a/face.png");
        Face("b/face.png");
        Write("list.csv", $"file,label,landmarks\na/face.png,Ann,{string.Join(' ', Points())}\nb/face.png,Bob,{string.Join(' ', Points(2))}\n");
        Cli.Run(_folder.Path, "ingest", "list.csv", "--out", "set.db", "--align", "112").Expect(0);
        Cli.Run(_folder.Path, "align", "set.db", "--write", "one", "--threads", "1").Expect(0);
        Cli.Run(_folder.Path, "align", "set.db", "--write", "two", "--threads", "2").Expect(0);

        Assert.Equal(["one/Ann/face.jpg", "one/Bob/face.jpg"], Written("one"));
        Assert.Equal(File.ReadAllBytes(_folder.At("one", "Bob", "face.jpg")), File.ReadAllBytes(_folder.At("two", "Bob", "face.jpg")));
        Assert.Contains("is not empty", Cli.Run(_folder.Path, "align", "set.db", "--write", "one").Expect(1).Error);
        Cli.Run(_folder.Path, "align", "set.db", "--write", "one", "--force").Expect(0);
        Cli.Run(_folder.Path, "ingest", "one", "--out", "again.db").Expect(0);
        Assert.Contains("--quality 1 to 100", Cli.Run(_folder.Path, "align", "set.db", "--write", "x", "--quality", "0").Expect(2).Error);
    }

    private void AssertAligned(string source, string crop)
    {
        Cli.Run(_folder.Path, "ingest", source, "--out", "set.db", "--align", "112").Expect(0);
        Cli.Run(_folder.Path, "align", "set.db", "--write", "crops", "--image", "png").Expect(0);

        var expected = File.ReadAllBytes(Path.Combine(Fixtures, "pixels", $"warp-{Case}.rgb"));
        Assert.Equal((112, 112), (BinaryPrimitives.ReadInt32LittleEndian(expected), BinaryPrimitives.ReadInt32LittleEndian(expected.AsSpan(4))));
        var pixels = Decode(_folder.At(["crops", .. crop.Split('/')])).Pixels;
        Assert.InRange(pixels.Zip(expected[8..], (a, b) => Math.Abs(a - b)).Max(), 0, 1);
    }

    private IEnumerable<string> Written(string folder) => Directory.EnumerateFiles(_folder.At(folder), "*.*g", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(_folder.Path, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private static string[] Points(int index = Case)
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Fixtures, "expected.json")));
        return [.. expected.RootElement.GetProperty("alignment")[index].GetProperty("landmarks").EnumerateArray().Select(v => v.GetSingle().ToString("R", CultureInfo.InvariantCulture))];
    }

    private static Image Decode(string path) => ImageCodec.Default.Decode(File.ReadAllBytes(path), DecodeOptions.Default);

    private void Face(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.At(name))!);
        File.Copy(Path.Combine(Fixtures, "codec", "face.png"), _folder.At(name));
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.At(name))!);
        File.WriteAllText(_folder.At(name), text);
    }
}
