using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Cleaner.EndToEnd.Tests.Support;

namespace Cleaner.EndToEnd.Tests;

/// <summary>cleaner evaluate on the layouts of the field's protocols, made of the drawn held-out faces.</summary>
[Collection(nameof(SmallDemo))]
public sealed class EvaluateTests : IDisposable
{
    private const int Folds = 10, Each = 3, People = 6;

    private readonly TemporaryFolder _folder;
    private readonly string[][] _faces;     // [person][image]

    public EvaluateTests(SmallDemo demo)
    {
        _folder = demo.Copy();
        _faces = [.. Directory.GetDirectories(_folder.At("demo", "heldout")).Order(StringComparer.Ordinal).Take(People).Select(p => Directory.GetFiles(p).Order(StringComparer.Ordinal).ToArray())];
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pairs_txt_and_packs_of_the_same_pairs_give_the_same_figures()
    {
        WritePairs();
        var result = Evaluate("--model", "subcenter", "--pairs", "pairs.txt", "drawn.bin", "--images", "lfw", "--far", "1e-1", "--plots", "plots");
        var (list, pack) = (result["verification"]![0]!, result["verification"]![1]!);
        Assert.Equal(("lfw", "drawn"), (list["set"]!.GetValue<string>(), pack["set"]!.GetValue<string>()));
        Assert.Equal(Folds * Each, list["genuine_pairs"]!.GetValue<int>());
        Assert.Equal(Folds, list["accuracy"]!["fold_accuracy"]!.AsArray().Count);
        Assert.InRange(list["auc"]!.GetValue<double>(), 0.5, 1);
        Assert.Equal(list["auc"]!.GetValue<double>(), pack["auc"]!.GetValue<double>(), 1e-9);
        Assert.Equal(list["accuracy"]!["accuracy"]!.GetValue<double>(), pack["accuracy"]!["accuracy"]!.GetValue<double>(), 1e-9);
        Assert.Equal(["roc-drawn.svg", "roc-lfw.svg"], Directory.GetFiles(_folder.At("plots")).Select(Path.GetFileName).Order());
        Assert.Contains("no such file", Cli.Run(_folder.Path, "evaluate", "--model", "subcenter", "--pairs", "nothere.bin").Expect(1).Error);
    }

    [Fact]
    public void Templates_are_compared_and_two_models_stand_beside_each_other()
    {
        WriteTemplates();
        var result = Evaluate("--model", "subcenter", "subcenter/model.safetensors", "--ijb", "meta", "--images", "crops", "--far", "1e-2,1e-1", "--bootstrap", "20");
        var first = result["verification"]![0]!;
        Assert.Equal("ijbx", first["set"]!.GetValue<string>());
        Assert.Equal((People, People * (People - 1) * 2), (first["genuine_pairs"]!.GetValue<int>(), first["impostor_pairs"]!.GetValue<int>()));
        var comparison = result["comparison"]![0]!;
        Assert.Equal(("subjects", People), (comparison["unit"]!.GetValue<string>(), comparison["units"]!.GetValue<int>()));
        // The same network twice: no change, and no interval around it.
        Assert.All(comparison["models"]![1]!["figures"]!.AsArray(), f => Assert.Equal(0, f!["change"]!["high"]!.GetValue<double>()));

        var weighed = Evaluate("--model", "subcenter", "--ijb", "meta", "--images", "crops", "--detector-scores", "--far", "1e-1");
        Assert.NotEqual(first["auc"]!.GetValue<double>(), weighed["verification"]![0]!["auc"]!.GetValue<double>());
        Assert.Contains("1.jpg", Cli.Run(_folder.Path, "evaluate", "--model", "subcenter", "--ijb", "meta", "--images", "demo").Expect(1).Error);
    }

    [Fact]
    public void Held_out_images_come_from_a_folder_or_a_manifest_alike()
    {
        Cli.Run(_folder.Path, "ingest", "demo/heldout", "--out", "heldout.db").Expect(0);
        var folder = Evaluate("--model", "subcenter", "--folder", "demo/heldout", "--identification");
        var manifest = Evaluate("--model", "subcenter", "--folder", "heldout.db@1");
        Assert.Equal(folder["verification"]![0]!["auc"]!.GetValue<double>(), manifest["verification"]![0]!["auc"]!.GetValue<double>(), 1e-9);
        double[] cmc = [.. folder["identification"]![0]!["cmc"]!.AsArray().Select(v => v!.GetValue<double>())];
        Assert.Equal(1, cmc[^1]);
        Assert.Equal(cmc.Order(), cmc);
    }

    private JsonNode Evaluate(params string[] arguments) => JsonNode.Parse(Cli.Run(_folder.Path, ["evaluate", .. arguments, "--json"]).Expect(0).Output)!;

    /// <summary>The held-out faces as LFW's tree with pairs.txt, and the same pairs as insightface's pack.</summary>
    private void WritePairs()
    {
        for (int p = 0; p < People; p++)
        {
            Directory.CreateDirectory(_folder.At("lfw", $"P{p}"));
            for (int i = 0; i < _faces[p].Length; i++)
            {
                File.Copy(_faces[p][i], _folder.At("lfw", $"P{p}", $"P{p}_{i + 1:0000}.jpg"));
            }
        }

        var lines = new List<string> { $"{Folds}\t{Each}" };
        var images = new List<string>();
        var same = new List<bool>();
        for (int pair = 0; pair < 2 * Folds * Each; pair++)
        {
            bool genuine = pair / Each % 2 == 0;
            int a = pair % People, b = genuine ? a : (a + 1 + (pair % (People - 1))) % People, i = pair % 4, j = 4 + (pair / People % 4);
            lines.Add(genuine ? $"P{a}\t{i + 1}\t{j + 1}" : $"P{a}\t{i + 1}\tP{b}\t{j + 1}");
            images.AddRange([_faces[a][i], _faces[b][j]]);
            same.Add(genuine);
        }

        File.WriteAllLines(_folder.At("pairs.txt"), lines);
        File.WriteAllBytes(_folder.At("drawn.bin"), Pickle(images.Select(File.ReadAllBytes), same));
    }

    /// <summary>What Python's pickle.dump((images, same)) writes with protocol 3: lists of bytes and of booleans.</summary>
    private static byte[] Pickle(IEnumerable<byte[]> images, IEnumerable<bool> same)
    {
        var pickle = new List<byte>([0x80, 3, (byte)']', (byte)'(']);
        foreach (byte[] image in images)
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(length, image.Length);
            pickle.AddRange([(byte)'B', .. length, .. image]);
        }

        pickle.AddRange([(byte)'e', (byte)']', (byte)'(', .. same.Select(s => (byte)(s ? 0x88 : 0x89)), (byte)'e', 0x86, (byte)'.']);
        return [.. pickle];
    }

    /// <summary>Two templates a person in the lists of IJB-C: three photos, and a photo beside two frames of a video.</summary>
    private void WriteTemplates()
    {
        Directory.CreateDirectory(_folder.At("crops"));
        Directory.CreateDirectory(_folder.At("meta"));
        var (lists, points, pairs) = (new List<string>(), new List<string>(), new List<string>());
        for (int p = 0; p < People; p++)
        {
            for (int i = 0; i < 6; i++)
            {
                int number = lists.Count + 1;
                File.Copy(_faces[p][i], _folder.At("crops", $"{number}.jpg"));
                lists.Add($"{number}.jpg {(2 * p) + (i / 3)} {(i < 4 ? number : 1000 + p)}");
                points.Add($"{number}.jpg 10 12 20 12 15 16 11 22 19 22 0.{1 + (number % 9)}");
            }

            for (int other = 0; other < 2 * People; other++)
            {
                pairs.AddRange(other == (2 * p) + 1 ? [$"{2 * p} {other} 1"] : other / 2 != p ? [$"{2 * p} {other} 0"] : []);
            }
        }

        File.WriteAllLines(_folder.At("meta", "ijbx_face_tid_mid.txt"), lists);
        File.WriteAllLines(_folder.At("meta", "ijbx_name_5pts_score.txt"), points);
        File.WriteAllLines(_folder.At("meta", "ijbx_template_pair_label.txt"), pairs);
    }
}
