using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Cleaner.EndToEnd.Tests.Support;
using Cleaner.Manifests.Arrays;

namespace Cleaner.EndToEnd.Tests;

/// <summary>The main job, each stage through the real executable.</summary>
[Collection(nameof(SmallDemo))]
public sealed class MainJobTests(SmallDemo demo)
{
    [Fact]
    public void Ingest_counts_what_was_planted()
    {
        var stats = JsonNode.Parse(Cli.Run(demo.Path, "stats", "manifest.db@1", "--json").Expect(0).Output)!.ToJsonString();
        Assert.Contains("duplicate", stats);
        Assert.Contains("damaged", stats);
    }

    [Fact]
    public void Purge_at_a_threshold_writes_a_revision_that_diff_shows_and_revert_takes_back()
    {
        using var folder = demo.Copy();
        var dry = JsonNode.Parse(Cli.Run(folder.Path, "purge", "manifest.db", "--run", "subcenter", "--threshold", "75", "--force", "--dry-run", "--json").Expect(0).Output)!;
        Cli.Run(folder.Path, "diff", "manifest.db@1", "manifest.db", "--exit-code").Expect(0);

        var purge = JsonNode.Parse(Cli.Run(folder.Path, "purge", "manifest.db", "--run", "subcenter", "--threshold", "75", "--force", "--json").Expect(0).Output)!;
        var dropped = purge["counts"]!["dropped"]!.GetValue<int>();
        Assert.True(dropped > 0);
        Assert.Equal(dropped, dry["counts"]!["dropped"]!.GetValue<int>());
        var lines = Cli.Run(folder.Path, "diff", "manifest.db@1", "manifest.db@2", "--format", "jsonl").Expect(0).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).Where(l => l["change"]?.GetValue<string>() == "dropped").ToList();
        Assert.Equal(dropped, lines.Count);
        Assert.All(lines, l => Assert.Contains("°", l["after"]!["reason"]!.GetValue<string>()));
        Cli.Run(folder.Path, "diff", "manifest.db@1", "manifest.db@2", "--exit-code").Expect(1);

        Cli.Run(folder.Path, "revert", "manifest.db", "1").Expect(0);
        Cli.Run(folder.Path, "diff", "manifest.db@1", "manifest.db", "--exit-code").Expect(0);
        Assert.Contains("revert", Cli.Run(folder.Path, "log", "manifest.db").Expect(0).Output);
    }

    [Fact]
    public void A_dry_run_of_rule_auto_shows_what_each_probability_would_drop()
    {
        using var folder = demo.Copy();
        var dry = JsonNode.Parse(Cli.Run(folder.Path, "purge", "manifest.db", "--run", "subcenter", "--force", "--dry-run", "--json").Expect(0).Output)!;
        var rows = dry["probabilities"]!.AsArray();
        Assert.Equal([0.1, 0.25, 0.5, 0.75, 0.9, 0.95], rows.Select(row => row!["probability"]!.GetValue<double>()));
        Assert.Contains("--probability", Cli.Run(folder.Path, "purge", "manifest.db", "--run", "subcenter", "--force", "--dry-run").Expect(0).Output);
        var known = JsonNode.Parse(Cli.Run(folder.Path, "purge", "manifest.db", "--run", "subcenter", "--force", "--dry-run", "--json", "--noise", "0.1").Expect(0).Output)!;
        // A picture under two names may add one of its labels.
        int tenth = (int)(0.1 * known["counts"]!["samples"]!.GetValue<int>());
        Assert.InRange(known["counts"]!["dropped"]!.GetValue<int>(), tenth, tenth + 3);
        var refused = Cli.Run(folder.Path, "purge", "manifest.db", "--run", "subcenter", "--probability", "5").Expect(2);
        Assert.Equal("cleaner: --probability 5 is out of range: give a number above 0 and below 1 (default 0.5)", refused.Error.Trim());
    }

    [Fact]
    public void Scores_of_another_manifest_are_refused()
    {
        using var folder = demo.Copy();
        Cli.Run(folder.Path, "ingest", "demo/images", "--out", "other.db").Expect(3);
        var refused = Cli.Run(folder.Path, "purge", "other.db", "--run", "subcenter", "--threshold", "75").Expect(1);
        Assert.Contains("other.db", refused.Error);
    }

    [Fact]
    public void A_chain_on_identities_of_few_images_says_before_it_trains_that_they_may_not_be_learned_and_drops_nothing()
    {
        using var folder = demo.Copy();
        foreach (var identity in Directory.GetDirectories(folder.At("demo", "images")))
        {
            var few = Directory.CreateDirectory(folder.At("few", Path.GetFileName(identity)));
            foreach (var image in Directory.GetFiles(identity, "*.jpg").Order().Take(3))
                File.Copy(image, Path.Combine(few.FullName, Path.GetFileName(image)));
        }
        var run = Cli.Run(folder.Path, "run", "few", "--out", "work", "--no-retrain", "--folds", "0", "--epochs", "2", "--input-size", "32", "--device", "cpu").Expect(1);
        var said = run.Error.IndexOf("identities have fewer than 5 images: of photographs taken anywhere", StringComparison.Ordinal);
        Assert.InRange(said, 0, run.Error.IndexOf("$ cleaner subcenter-train", StringComparison.Ordinal));
        Assert.Contains("--force", run.Error);
        Cli.Run(folder.Path, "diff", "work/manifest.db@1", "work/manifest.db", "--exit-code").Expect(0);
    }

    [Fact]
    public void The_whole_chain_proves_its_gain_and_goes_on_where_it_was_stopped()
    {
        using var folder = demo.Copy();
        string[] run =
        [
            "run", "demo/images", "--out", "work", "--heldout", "demo/heldout", "--truth", "demo/truth.csv", "--threshold", "85",
            "--epochs", "3", "--input-size", "32", "--seed", "3", "--device", "cpu",
        ];
        var killed = Cli.KillWhen(folder.Path, () => File.Exists(folder.At("work", "subcenter", "config.json")), run);
        Assert.True(killed, "the chain ended before it could be killed");

        var result = Cli.Run(folder.Path, run).Expect(3);

        Assert.DoesNotContain("$ cleaner ingest", result.Error);
        var evaluation = JsonNode.Parse(File.ReadAllText(folder.At("work", "evaluation.json")))!;
        Assert.Equal(["everything", "cleaned"], evaluation["verification"]!.AsArray().Select(v => v!["name"]!.GetValue<string>()));
        Assert.InRange(evaluation["noise"]!["labels"]!["recall"]!.GetValue<double>(), 0.01, 1);
        Assert.Contains("<html", File.ReadAllText(folder.At("work", "report.html")));
    }

    [Fact]
    public void A_chain_whose_purge_is_refused_says_so_and_goes_on_with_force_through_both_rounds()
    {
        using var folder = demo.Copy();
        string[] run = ["run", "demo/images", "--out", "work", "--near-distance", "-1", "--probability", "0.3", "--epochs", "1", "--input-size", "32", "--seed", "3", "--device", "cpu"];
        var refused = Cli.Run(folder.Path, run).Expect(1);
        Assert.Contains("manifest.db --align 112 --near-distance -1", refused.Error);
        Assert.Contains("subcenter --probability 0.3", refused.Error);
        Assert.DoesNotContain("--relabel", refused.Error);
        Assert.Contains("too weak to judge labels", refused.Error);
        Assert.Contains("the chain ended at 'cleaner purge'", refused.Error);
        Assert.False(File.Exists(folder.At("work", "report.html")));

        var forced = Cli.Run(folder.Path, [.. run, "--force"]).Expect(3);
        Assert.DoesNotContain("$ cleaner subcenter-train", forced.Error);
        Assert.Matches(@"\$ cleaner purge \S+ --run \S+subcenter --run \S+evidence-2 .*--round 2 --relabel", forced.Error);
        Assert.Contains("<html", File.ReadAllText(folder.At("work", "report.html")));
    }

    [Fact]
    public void A_network_trained_elsewhere_judges_too()
    {
        using var folder = demo.Copy();
        string[] small = ["--epochs", "1", "--input-size", "32", "--seed", "3", "--device", "cpu"];
        Cli.Run(folder.Path, "ingest", "demo/heldout", "--out", "other.db").Expect(0);
        Cli.Run(folder.Path, ["train", "other.db", "--out", "other", .. small]).Expect(0);
        string[] run = ["run", "demo/images", "--out", "work", "--pretrained", "other", "--rounds", "1", "--force", .. small];

        var result = Cli.Run(folder.Path, run).Expect(3);

        Assert.Matches("deviations above right ones to the pretrained network, .* to the one trained here: (the pretrained one judges alone|both judge together)", result.Error);
        Assert.Matches(@"\$ cleaner purge \S+ (--run \S+subcenter --run \S+pretrained --force|--run \S+pretrained --relabel --force)\s", result.Error);
        Assert.Matches(@"\$ cleaner ingest \S+ --out \S+ --align 112\b", result.Error);
        Assert.Contains("<html", File.ReadAllText(folder.At("work", "report.html")));
        Assert.Contains("--pretrained nowhere: there is no such file", Cli.Run(folder.Path, "run", "demo/images", "--out", "none", "--pretrained", "nowhere").Expect(1).Error);
        Assert.Contains("--paths says which image each row", Cli.Run(folder.Path, "run", "demo/images", "--out", "none", "--pretrained", "other", "--paths", "x").Expect(2).Error);
        Assert.Contains("--relabel is of rule 'auto'", Cli.Run(folder.Path, "run", "demo/images", "--out", "none", "--relabel", "--threshold", "75").Expect(2).Error);
        Assert.Contains("leave --pretrained or --threshold out", Cli.Run(folder.Path, "run", "demo/images", "--out", "none", "--pretrained", "other", "--threshold", "75").Expect(2).Error);
    }

    [Fact]
    public void Embeddings_of_another_program_are_judged_by()
    {
        using var folder = demo.Copy();
        Cli.Run(folder.Path, "ingest", "demo/heldout", "--out", "faces.db", "--near-distance", "-1").Expect(0);
        Cli.Run(folder.Path, "subcenter-train", "faces.db", "--out", "model", "--epochs", "1", "--input-size", "32", "--device", "cpu").Expect(0);
        Cli.Run(folder.Path, "embed", "--folder", "demo/heldout", "--model", "model", "--out", "elsewhere").Expect(0);

        Cli.Run(folder.Path, "embed", "faces.db", "--import", "elsewhere/embeddings.npy", "--paths", "elsewhere/files.txt", "--out", "theirs").Expect(0);
        var plan = JsonNode.Parse(Cli.Run(folder.Path, "purge", "faces.db", "--run", "model", "--run", "theirs", "--dry-run", "--json", "--force").Expect(0).Output)!;

        Assert.Equal(File.ReadLines(folder.At("elsewhere", "files.txt")).Count(), plan["quality"]!["samples"]!.GetValue<int>());
        Assert.Contains("leave --folder, --flip and --raw out", Cli.Run(folder.Path, "embed", "faces.db", "--import", "elsewhere/embeddings.npy", "--flip", "--out", "none").Expect(2).Error);
        Assert.Contains("--paths goes with --import", Cli.Run(folder.Path, "embed", "faces.db", "--model", "model", "--paths", "x", "--out", "none").Expect(2).Error);
        Assert.Contains("give --model or --import", Cli.Run(folder.Path, "embed", "faces.db", "--out", "none").Expect(2).Error);
    }

    [Fact]
    public void Where_a_pretrained_network_is_sure_no_other_is_trained_to_judge()
    {
        using var folder = demo.Copy();
        string[][] truth = [.. File.ReadLines(folder.At("demo", "truth.csv")).Skip(1).Select(line => line.Split(',')).Where(row => row[3] != "damaged" && row[3] != "foreign")];
        WriteEmbeddingsByName(folder, [.. truth.Select(row => row[0])], [.. truth.Select(row => row[1])]);
        string[] run = ["run", "demo/images", "--out", "work", "--pretrained", "sure.npy", "--paths", "sure.txt", "--truth", "demo/truth.csv", "--epochs", "1", "--input-size", "32", "--device", "cpu"];

        var result = Cli.Run(folder.Path, run).Expect(3);

        Assert.Matches(@"deviations above right ones to the pretrained network: the pretrained one judges alone", result.Error);
        Assert.DoesNotContain("$ cleaner subcenter-train", result.Error);
        Assert.Matches(@"\$ cleaner purge \S+ --run \S+pretrained --relabel\s", result.Error);
        Assert.Matches(@"drop +\d+ \([\d.]+ %\), relabel [1-9]\d* \([\d.]+ %\), of an estimated", result.Output);
        Assert.Matches(@"\$ cleaner report \S+ --run \S+pretrained --out", result.Error);
        var found = JsonNode.Parse(File.ReadAllText(folder.At("work", "evaluation.json")))!["noise"]!["labels"]!;
        Assert.True(found["found"]!.GetValue<int>() >= 0.95 * found["noise"]!.GetValue<int>(), $"{found}");
    }

    [Fact]
    public void An_onnx_network_embeds_identifies_and_judges()
    {
        using var folder = demo.Copy();
        Cli.Run(folder.Path, "ingest", "demo/heldout", "--out", "faces.db", "--near-distance", "-1").Expect(0);
        Cli.Run(folder.Path, "train", "faces.db", "--out", "model", "--epochs", "1", "--input-size", "32", "--device", "cpu").Expect(0);
        Cli.Run(folder.Path, "export-onnx", "model", "--out", "model.onnx").Expect(0);

        Cli.Run(folder.Path, "embed", "faces.db", "--model", "model", "--out", "own").Expect(0);
        Cli.Run(folder.Path, "embed", "faces.db", "--model", "model.onnx", "--out", "onnx").Expect(0);
        float[] own = Floats(folder.At("own", "embeddings.npy")), onnx = Floats(folder.At("onnx", "embeddings.npy"));
        Assert.Equal(own.Length, onnx.Length);
        Assert.All(own.Zip(onnx), pair => Assert.Equal(pair.First, pair.Second, 1e-3));

        string[] identify = ["identify", "demo/heldout", "--gallery", "faces.db", "--format", "csv", "--model"];
        Assert.Equal(Cli.Run(folder.Path, [.. identify, "model"]).Expect(0).Output.Split('\n').Length, Cli.Run(folder.Path, [.. identify, "model.onnx"]).Expect(0).Output.Split('\n').Length);
        Cli.Run(folder.Path, "purge", "faces.db", "--run", "onnx", "--dry-run", "--force").Expect(0);
        Assert.Contains("is an ONNX network, which embeds", Cli.Run(folder.Path, "train", "faces.db", "--out", "none", "--init", "model.onnx").Expect(1).Error);
        File.WriteAllText(folder.At("torch.pth"), "");
        Assert.Contains("export any other network to ONNX", Cli.Run(folder.Path, "embed", "faces.db", "--model", "torch.pth", "--out", "none").Expect(1).Error);
        Assert.Contains("--onnx-bgr goes with --pretrained FILE.onnx", Cli.Run(folder.Path, "run", "demo/images", "--out", "none", "--pretrained", "model", "--onnx-bgr").Expect(2).Error);
    }

    /// <summary>sure.npy and sure.txt: images of one name lie close together, those of different names far apart.</summary>
    private static void WriteEmbeddingsByName(TemporaryFolder folder, string[] paths, string[] names)
    {
        const int dim = 64;
        var random = new Random(1);
        float[] Direction(float length) => [.. Enumerable.Range(0, dim).Select(_ => length * (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5))];
        var middles = names.Distinct().ToDictionary(name => name, _ => Direction(1));
        float[] rows = [.. names.SelectMany(name => middles[name].Zip(Direction(0.3f), (middle, noise) => middle + noise))];
        Npy.Write<float>(folder.At("sure.npy"), rows, names.Length, dim);
        File.WriteAllLines(folder.At("sure.txt"), paths);
    }

    /// <summary>The values of an .npy file of format 1: ten bytes, of which the last two say how long the text after them is.</summary>
    private static float[] Floats(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return MemoryMarshal.Cast<byte, float>(bytes.AsSpan(10 + BitConverter.ToUInt16(bytes, 8))).ToArray();
    }
}
