using System.Text.Json.Nodes;
using Cleaner.EndToEnd.Tests.Support;

namespace Cleaner.EndToEnd.Tests;

/// <summary>cleaner identify on drawn faces: registered people are found in images the gallery does not hold, others are unknown.</summary>
public sealed class IdentifyTests : IClassFixture<IdentifyTests.Faces>
{
    private readonly Faces _faces;

    public IdentifyTests(Faces faces) => _faces = faces;

    [Fact]
    public void Registered_people_are_named_in_other_images_and_strangers_are_not()
    {
        var known = Answers("known", "--strangers", "calibration");
        var strangers = Answers("strangers", "--strangers", "calibration");

        Assert.Equal(30, known["identities"]!.GetValue<int>());
        Assert.Equal("strangers", known["calibration"]!["by"]!.GetValue<string>());
        Assert.InRange(known["calibration"]!["measured_fpir"]!.GetValue<double>(), 0.04, 0.05);
        double nearest = Share(known, (answer, person) => answer["candidates"]![0]!["identity"]!.GetValue<string>() == person);
        double named = Share(known, (answer, person) => answer["identity"]?.GetValue<string>() == person);
        double falselyNamed = Share(strangers, (answer, _) => answer["identity"] is not null);
        Assert.True(nearest > 0.3, $"rank-1 {nearest}: a guess is right in 0.03 of all cases");
        Assert.True(named > 1.5 * falselyNamed, $"named {named}, strangers named {falselyNamed}");
        Assert.InRange(falselyNamed, 0, 0.15);
    }

    [Fact]
    public void The_gallerys_own_images_calibrate_too_with_a_note_where_the_model_learnt_from_them()
    {
        string[] identify = ["identify", _faces.AnyImage("known"), "--model", "run", "--fpir", "0.05", "--json", "--gallery"];
        var manifest = Cli.Run(_faces.Path, [.. identify, "gallery.db"]).Expect(0);
        Assert.Contains("real strangers will be named more often", manifest.Error);
        var found = JsonNode.Parse(manifest.Output)!;
        Assert.Equal("gallery", found["calibration"]!["by"]!.GetValue<string>());
        Assert.Equal(found["images"]!.GetValue<int>(), found["calibration"]!["strangers"]!.GetValue<int>());

        // The run folder's own embeddings, those of 'cleaner embed', and those of the folder itself are the same.
        Cli.Run(_faces.Path, "embed", "gallery.db", "--model", "run", "--out", "again").Expect(0);
        foreach (string[] other in (string[][])[["gallery.db", "--embeddings", "again"], ["gallery"]])
        {
            var again = JsonNode.Parse(Cli.Run(_faces.Path, [.. identify, .. other]).Expect(0).Output)!;
            Assert.Equal(found["threshold"]!.GetValue<double>(), again["threshold"]!.GetValue<double>(), 4);
        }
    }

    [Fact]
    public void A_manifest_can_hold_the_probes_and_every_format_tells_all()
    {
        string[] identify = ["identify", "gallery.db@1", "--gallery", "gallery.db", "--model", "run", "--fpir", "0.1"];
        var answers = JsonNode.Parse(Cli.Run(_faces.Path, [.. identify, "--json"]).Expect(0).Output)!["answers"]!.AsArray();
        Assert.Equal(270, answers.Count);
        // Every image is part of the template that it is filed under.
        Assert.InRange(answers.Average(a => a!["filed_under"]!.GetValue<string>() == a["candidates"]![0]!["identity"]!.GetValue<string>() ? 1.0 : 0.0), 0.8, 1);
        string table = Cli.Run(_faces.Path, [.. identify, "--limit", "3"]).Expect(0).Output;
        Assert.Contains("filed under", table);
        Assert.Contains("270 images: ", table);
        string[] csv = Cli.Run(_faces.Path, [.. identify, "--format", "csv", "--candidates", "3"]).Expect(0).Output.TrimEnd().Split('\n');
        Assert.Equal("probe,identity,filed_under,candidate_1,score_1,candidate_2,score_2,candidate_3,score_3", csv[0]);
        Assert.Equal(271, csv.Length);
    }

    [Fact]
    public void A_threshold_that_is_given_decides_alone()
    {
        string[] identify = ["identify", _faces.AnyImage("strangers"), "--gallery", "gallery", "--model", "run", "--threshold"];
        Assert.Contains("1 named, 0 unknown", Cli.Run(_faces.Path, [.. identify, "-1"]).Expect(0).Output);
        Assert.Contains("0 named, 1 unknown", Cli.Run(_faces.Path, [.. identify, "1"]).Expect(0).Output);
        Assert.Contains("between -1 and 1", Cli.Run(_faces.Path, [.. identify, "1.5"]).Expect(2).Error);
        Assert.Contains("one of the two", Cli.Run(_faces.Path, [.. identify, "0.5", "--strangers", "calibration"]).Expect(2).Error);
    }

    [Fact]
    public void What_cannot_be_read_is_named_and_the_rest_is_answered()
    {
        using var folder = new TemporaryFolder();
        string good = _faces.AnyImage("known");
        File.Copy(good, folder.At("good" + Path.GetExtension(good)));
        File.WriteAllText(folder.At("bad.jpg"), "no image");
        var found = JsonNode.Parse(Cli.Run(_faces.Path, "identify", folder.Path, "--gallery", "gallery", "--model", "run", "--json").Expect(3).Output)!;
        Assert.Single(found["answers"]!.AsArray());
        Assert.EndsWith("bad.jpg", found["unreadable"]![0]!["probe"]!.GetValue<string>());
        Assert.Contains("nothere.jpg", Cli.Run(_faces.Path, "identify", "nothere.jpg", "--gallery", "gallery", "--model", "run").Expect(1).Error);

        Cli.Run(_faces.Path, "embed", "--folder", "calibration", "--model", "run", "--out", folder.At("others")).Expect(0);
        Assert.Contains("not embeddings of", Cli.Run(_faces.Path, "identify", good, "--gallery", "gallery.db", "--model", "run", "--embeddings", folder.At("others")).Expect(1).Error);
    }

    private JsonNode Answers(string probes, params string[] more) => JsonNode.Parse(
        Cli.Run(_faces.Path, ["identify", probes, "--gallery", "gallery", "--model", "run", "--fpir", "0.05", "--json", .. more]).Expect(0).Output)!;

    private static double Share(JsonNode found, Func<JsonNode, string, bool> holds) => found["answers"]!.AsArray()
        .Average(a => holds(a!, Path.GetFileName(Path.GetDirectoryName(a!["probe"]!.GetValue<string>())!)) ? 1.0 : 0.0);

    /// <summary>A network trained on a few images of 30 drawn people; further images of them, and of people it never saw.</summary>
    public sealed class Faces : IDisposable
    {
        private const int Registered = 30, Calibration = 20, Registering = 9;
        private readonly TemporaryFolder _folder = new();

        public Faces()
        {
            Cli.Run(Path, "demo-data", "demo", "--identities", "8", "--images", "4", "--size", "32", "--noise", "0", "--heldout-identities", "70", "--seed", "4").Expect(0);
            foreach (var (person, number) in Directory.GetDirectories(File("demo", "heldout")).Order(StringComparer.Ordinal).Select((folder, i) => (folder, i)))
            {
                foreach (var (image, i) in Directory.GetFiles(person).Order(StringComparer.Ordinal).Select((file, i) => (file, i)))
                {
                    string part = number >= Registered + Calibration ? "strangers" : number >= Registered ? "calibration" : i < Registering ? "gallery" : "known";
                    string target = File(part, System.IO.Path.GetFileName(person), System.IO.Path.GetFileName(image));
                    Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
                    System.IO.File.Move(image, target);
                }
            }

            Cli.Run(Path, "ingest", "gallery", "--out", "gallery.db").Expect(0);
            Cli.Run(Path, "train", "gallery.db", "--out", "run", "--epochs", "24", "--input-size", "32", "--seed", "1", "--device", "cpu").Expect(0);
        }

        public string Path => _folder.Path;

        public string File(params string[] parts) => _folder.At(parts);

        public string AnyImage(string part) => Directory.GetFiles(File(part), "*.*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();

        public void Dispose() => _folder.Dispose();
    }
}
