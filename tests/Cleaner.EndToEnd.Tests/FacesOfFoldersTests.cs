using System.Text.Json.Nodes;
using Cleaner.EndToEnd.Tests.Support;
using Cleaner.Imaging.Tests.Support;
using Cleaner.Manifests.Arrays;

namespace Cleaner.EndToEnd.Tests;

/// <summary>Commands that embed find the faces of pictures that no manifest describes as ingest does with those of a manifest.</summary>
public sealed class FacesOfFoldersTests : IDisposable
{
    private const int People = 3, Pictures = 4;

    private readonly TemporaryFolder _folder = new();

    public FacesOfFoldersTests()
    {
        RedFaceNetwork.WriteYuNet(_folder.At("detector.onnx"));
        FaceApiSketch.Write(_folder.At("data", "cleaner", "faces"));
        for (var person = 0; person < People; person++)
            for (var picture = 0; picture < Pictures; picture++)
                Write(["set", $"person {person}", $"{picture}.ppm"], Face(person, picture));
        // Nothing red.
        Write(["set", "person 1", "dark.pgm"], [.. "P5\n64 64\n255\n"u8, .. new byte[64 * 64]]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_is_embedded_as_the_manifest_of_it_is()
    {
        var ingested = Cleaner("ingest set --out set.db --detect detector.onnx --near-distance -1").Expect(0);
        Assert.DoesNotContain("no face was found", ingested.Output + ingested.Error);
        Cleaner("embed set.db --faces --out of-manifest").Expect(0);
        var found = Cleaner("embed --folder set --faces --detect detector.onnx --out of-folder").Expect(0);
        Cleaner("embed --folder set --model data/cleaner/faces --out whole").Expect(0);

        Assert.Contains($"in 1 of {People * Pictures + 1} pictures no face was found: they are taken as they are", found.Error);
        Assert.Contains("13 images of 3 identities", found.Output);
        // The manifest leaves them in the order of the folder, too.
        var expected = Embeddings("of-manifest");
        Assert.Equal(expected, Embeddings("of-folder"));
        Assert.Equal(People * Pictures, expected.Chunk(128).Zip(Embeddings("whole").Chunk(128)).Count(pair => !pair.First.SequenceEqual(pair.Second)));
        Assert.Matches("\"detector_hash\": \"[0-9a-f]{16}\"", File.ReadAllText(_folder.At("of-folder", "config.json")));
    }

    [Fact]
    public void Who_is_named_has_a_face()
    {
        Cleaner("ingest set --out set.db --detect detector.onnx --near-distance -1").Expect(0);
        var found = Cleaner("identify set --gallery set.db --faces --detect detector.onnx --threshold 0.5 --json").Expect(3);
        var document = JsonNode.Parse(found.Output)!;
        // Each picture is a part of what it is compared with, aligned alike.
        Assert.Equal(People * Pictures, document["answers"]!.AsArray().Count);
        Assert.EndsWith("dark.pgm", document["unreadable"]![0]!["probe"]!.GetValue<string>());
        Assert.Equal("no face was found", document["unreadable"]![0]!["reason"]!.GetValue<string>());
        Assert.DoesNotContain("aligned to the faces", found.Error);

        // A gallery and probes that are cut differently are told.
        const string Whole = "what is to be named is taken as it is: give --faces or --detect";
        Assert.Contains(Whole, Cleaner("identify set --gallery set.db --model data/cleaner/faces --threshold 0.5").Expect(0).Error);
        Assert.DoesNotContain(Whole, Cleaner("identify set.db --gallery set.db --model data/cleaner/faces --threshold 0.5").Expect(0).Error);
        Cleaner("ingest set --out whole.db --near-distance -1").Expect(0);
        Assert.Contains("'cleaner ingest --detect' aligns those of a new manifest", Cleaner("identify set --gallery whole.db --faces --detect detector.onnx --threshold 0.5").Expect(3).Error);
    }

    [Fact]
    public void Held_out_pictures_are_evaluated_by_their_faces()
    {
        Cleaner("embed --folder set --faces --detect detector.onnx --out embedded").Expect(0);
        var expected = Figures("--embeddings embedded");
        Assert.Equal(expected, Figures("--folder set --faces --detect detector.onnx"));
        Assert.NotEqual(expected, Figures("--folder set --model data/cleaner/faces"));
    }

    [Fact]
    public void What_is_missing_or_does_not_belong_is_one_line()
    {
        Assert.Matches("^cleaner: give --model, [^\n]+ or --faces for the public one\n$", Cleaner("identify set --gallery set").Expect(2).Error);
        Assert.Matches("^cleaner: --detect goes with --folder: [^\n]+\n$", Cleaner("embed set.db --model m --detect detector.onnx --out x").Expect(2).Error);
        Assert.Matches("^cleaner: --detect none.onnx: no face detector that can be used: [^\n]+\n$", Cleaner("identify set --gallery set --model m --detect none.onnx").Expect(1).Error);
        Assert.Matches("^cleaner: give --model or --import, one of the two\n$", Cleaner("embed set.db --import a.npy --faces --out x").Expect(2).Error);
        Directory.Delete(_folder.At("data"), recursive: true);
        Assert.Matches("^cleaner: --faces: '[^']+' does not exist; tools/face-networks.sh brings the networks [^\n]+\n$", Cleaner("identify set --gallery set --faces").Expect(1).Error);
    }

    private double[] Figures(string what)
    {
        var figures = JsonNode.Parse(Cleaner($"evaluate {what} --json").Expect(0).Output)!["verification"]![0]!;
        return [.. ((string[])["auc", "eer", "rank1"]).Select(name => figures[name]!.GetValue<double>())];
    }

    private float[] Embeddings(string folder)
    {
        using var array = NpyArray<float>.Open(_folder.At(folder, "embeddings.npy"));
        return array.ToArray();
    }

    private CliResult Cleaner(string arguments) => Cli.Shell(_folder.Path, $"XDG_DATA_HOME=\"$PWD/data\" dotnet \"$CLEANER\" {arguments}");

    /// <summary>A cell of 8 x 8 pixels of red, which is what the detector takes for a face, on a ground of the person's own.</summary>
    private static byte[] Face(int person, int picture)
    {
        var pixels = new byte[3 * 64 * 64];
        for (var y = 0; y < 64; y++)
            for (var x = 0; x < 64; x++)
                (pixels[3 * (64 * y + x) + 1], pixels[3 * (64 * y + x) + 2]) = ((byte)((x * (person + 1) + y * picture) % 256), (byte)((x * y * (person + 2)) % 256));
        var (left, top) = (16 + 8 * (picture % 2), 16 + 8 * (picture / 2));
        for (var i = 0; i < 64; i++)
            pixels[3 * ((top + i / 8) * 64 + left + i % 8)] = 255;
        return [.. "P6\n64 64\n255\n"u8, .. pixels];
    }

    private void Write(string[] path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.At(path))!);
        File.WriteAllBytes(_folder.At(path), content);
    }
}
