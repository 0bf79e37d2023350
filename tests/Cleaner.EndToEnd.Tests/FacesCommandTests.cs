using Cleaner.EndToEnd.Tests.Support;
using Cleaner.Imaging.Tests.Support;
using Cleaner.Manifests.Arrays;

namespace Cleaner.EndToEnd.Tests;

/// <summary><c>run --faces</c>, and <c>tools/face-networks.sh</c> that brings what it needs. The networks here hold made-up weights.</summary>
[Collection(nameof(SmallDemo))]
public sealed class FacesCommandTests(SmallDemo demo)
{
    [Fact]
    public void The_public_networks_find_align_and_judge()
    {
        using var folder = demo.Copy();
        FaceApiSketch.Write(folder.At("data", "cleaner", "faces"));
        const string Short = "--epochs 2 --input-size 32 --device cpu";

        var result = Cli.Shell(folder.Path, $"XDG_DATA_HOME=\"$PWD/data\" dotnet \"$CLEANER\" run demo/images --out work --faces --heldout demo/heldout --no-baseline --rounds 1 --force {Short}").Expect(3);

        Assert.Contains("pictures without one", result.Output + result.Error);
        Assert.Matches(@"\$ cleaner embed \S+manifest\.db@1 --model \S+/data/cleaner/faces --out \S+pretrained", result.Error);
        Assert.Matches("deviations above right ones to the pretrained network", result.Error);
        // What the networks see of the held-out pictures are their faces, too.
        Assert.Matches(@"\$ cleaner ingest demo/heldout --out \S+heldout\.db --align 112 --detect \S+/data/cleaner/faces --near-distance -1", result.Error);
        Assert.Matches(@"\$ cleaner embed \S+heldout\.db --model", result.Error);
        using var embeddings = NpyArray<float>.Open(folder.At("work", "pretrained", "embeddings.npy"));
        Assert.Equal(128, embeddings.Columns);
        Assert.True(File.Exists(folder.At("work", "report.html")));
        // The same by hand.
        Cli.Shell(folder.Path, "XDG_DATA_HOME=\"$PWD/data\" dotnet \"$CLEANER\" ingest demo/images --out aligned.db --faces").Expect(3);
        Cli.Run(folder.Path, "diff", "work/manifest.db@1", "aligned.db", "--exit-code").Expect(0);
        Assert.Matches("face networks +/.*/data/cleaner/faces ", Cli.Shell(folder.Path, "XDG_DATA_HOME=\"$PWD/data\" dotnet \"$CLEANER\" doctor").Expect(0).Output);
    }

    [Fact]
    public void Cleaning_alone_trains_nothing_and_can_go_on()
    {
        using var folder = demo.Copy();
        FaceApiSketch.Write(folder.At("faces"));
        string[] run = ["run", "demo/images", "--out", "work", "--pretrained", "faces", "--rounds", "1", "--force", "--epochs", "2", "--input-size", "32", "--device", "cpu"];

        var cleaned = Cli.Run(folder.Path, [.. run, "--no-retrain"]).Expect(3);
        Assert.DoesNotContain("$ cleaner train", cleaned.Error);
        Assert.True(File.Exists(folder.At("work", "report.html")));

        // What it says can be done next, can.
        Assert.Contains("cleaner review work/manifest.db ", cleaned.Error);
        Assert.Contains("cleaner export work/manifest.db clean/ ", cleaned.Error);
        Cli.Run(folder.Path, "export", "work/manifest.db", "clean/").Expect(0);

        var trained = Cli.Run(folder.Path, run).Expect(3);
        Assert.DoesNotContain("$ cleaner purge", trained.Error);
        Assert.Matches(@"\$ cleaner train \S+manifest\.db@2 --out \S+cleaned", trained.Error);
        Assert.Matches("^cleaner: --heldout measures [^\n]+\n$", Cli.Run(folder.Path, [.. run, "--no-retrain", "--heldout", "demo/heldout"]).Expect(2).Error);
    }

    [Fact]
    public void Without_them_it_says_what_brings_them()
    {
        using var folder = demo.Copy();
        var result = Cli.Shell(folder.Path, "XDG_DATA_HOME=\"$PWD/data\" dotnet \"$CLEANER\" run demo/images --out work --faces").Expect(1);
        Assert.Matches("^cleaner: --faces: '[^']*data/cleaner/faces/tiny_face_detector_model-weights_manifest.json' does not exist; tools/face-networks.sh brings the networks [^\n]+\n$", result.Error);
        Assert.Equal(result.Error, Cli.Shell(folder.Path, "XDG_DATA_HOME=\"$PWD/data\" dotnet \"$CLEANER\" ingest demo/images --out none.db --faces").Expect(1).Error);
        Assert.False(Directory.Exists(folder.At("work")) || File.Exists(folder.At("none.db")));
        Assert.Matches("face networks +none; tools/face-networks.sh brings them", Cli.Shell(folder.Path, "XDG_DATA_HOME=\"$PWD/data\" dotnet \"$CLEANER\" doctor").Expect(0).Output);
    }

    [Fact]
    public void Broken_networks_are_one_line()
    {
        using var folder = demo.Copy();
        FaceApiSketch.Write(folder.At("faces"));
        File.WriteAllBytes(folder.At("faces", "face_recognition_model.bin"), [1, 2, 3]);
        File.WriteAllBytes(folder.At("faces", "face_landmark_68_model.bin"), [1, 2, 3]);

        Assert.Matches("^cleaner: 'faces' is no face-api network that embeds images: face_recognition_model-weights_manifest.json: conv32_down/conv/filters ends at byte 4704 of 3\n$",
            Cli.Run(folder.Path, "embed", "manifest.db", "--model", "faces", "--out", "none").Expect(1).Error);
        Assert.Matches("^cleaner: --detect faces: no face detector that can be used: face_landmark_68_model-weights_manifest.json: [^\n]+\n$",
            Cli.Run(folder.Path, "ingest", "demo/images", "--out", "none.db", "--detect", "faces").Expect(1).Error);
        Assert.Contains("--detect demo: no face detector that can be used: Could not find file", Cli.Run(folder.Path, "ingest", "demo/images", "--out", "none.db", "--detect", "demo").Expect(1).Error);
        Assert.False(Directory.Exists(folder.At("none")) || File.Exists(folder.At("none.db")));
    }

    [Fact]
    public void What_is_brought_is_checked()
    {
        using var folder = new TemporaryFolder();
        var script = Path.Combine(Repository.Root, "tools", "face-networks.sh");
        // A registry that serves something else, and no other way.
        Directory.CreateDirectory(folder.At("bin"));
        File.WriteAllText(folder.At("bin", "npm"), "#!/bin/sh\nmkdir -p package/model && echo else > package/model/face_recognition_model.bin && tar czf vladmandic-face-api-0.tgz package\n");
        File.WriteAllText(folder.At("bin", "curl"), "#!/bin/sh\nexit 22\n");

        var result = Cli.Shell(folder.Path, $"chmod +x bin/* && PATH=\"$PWD/bin:$PATH\" bash '{script}' networks").Expect(1);

        Assert.Contains("neither npm nor curl brought them whole", result.Error);
        Assert.False(Directory.Exists(folder.At("networks")));
    }
}
