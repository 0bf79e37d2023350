using System.Text.Json;
using Cleaner.EndToEnd.Tests.Support;
using Cleaner.Imaging;
using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;

namespace Cleaner.EndToEnd.Tests;

/// <summary>Names against embeddings through the real executable, with a run folder whose embeddings are known.</summary>
public sealed class ReconcileByEmbeddingsTests : IDisposable
{
    private const int Images = 12, Dim = 32;

    /// <summary>Label and the person that its images show.</summary>
    private static readonly (string Label, int Person)[] People =
    [
        ("Ann Lee", 0), ("ann_lee", 0), ("Bob Ray", 1), ("BOB RAY", 2), ("Eve", 3), ("Zoe", 3),
        .. Enumerable.Range(4, 14).Select(person => ($"Person{(char)('A' + person)} {person}", person)),
    ];

    private readonly TemporaryFolder _folder = new();

    public ReconcileByEmbeddingsTests()
    {
        var random = new Random(7);
        foreach (var (label, _) in People)
        {
            Directory.CreateDirectory(_folder.At("set", label));
            for (var i = 0; i < Images; i++)
            {
                var image = new Image(16, 16);
                random.NextBytes(image.Pixels);
                File.WriteAllBytes(_folder.At("set", label, $"{i:D2}.png"), ImageCodec.Default.Encode(image, ImageFormat.Png));
            }
        }

        Cli.Run(_folder.Path, "ingest", "set", "--out", "set.db", "--near-distance", "-1").Expect(0);
        WriteRun();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_person_is_merged_and_namesakes_stay_two()
    {
        using var json = JsonDocument.Parse(Cli.Run(_folder.Path, "reconcile", "set.db", "--embeddings", "run", "--merge", "apply", "--json").Expect(0).Output);
        var decisions = json.RootElement.GetProperty("candidates").EnumerateArray()
            .ToDictionary(c => c.GetProperty("name").GetString()!, c => (c.GetProperty("decision").GetString(), string.Join('+', c.GetProperty("evidence").EnumerateArray().Select(e => e.GetProperty("rule").GetString()))));

        Assert.Equal(("applied", "punctuation+embeddings"), decisions["ann_lee"]);
        Assert.Equal(("applied", "embeddings"), decisions["Zoe"]);
        // The folder that sorts first is the older identity, and takes up the other where both have as many images.
        Assert.Equal(("held-back", "case"), decisions["Bob Ray"]);
        Assert.Equal(3, decisions.Count);

        using var manifest = Manifest.Open(_folder.At("set.db"));
        Assert.Equal(People.Length - 2, manifest.Beliefs().Select(b => b.IdentityId).Distinct().Count());
        Assert.Equal(2, manifest.Findings().Count(f => f.Kind == "merged"));
    }

    [Fact]
    public void Names_alone_would_have_merged_the_namesakes_and_a_run_of_another_manifest_is_refused()
    {
        var byName = Cli.Run(_folder.Path, "reconcile", "set.db", "--merge", "apply", "--dry-run").Expect(0).Output;
        Assert.Contains("2 pairs merged, 0 suggested, 0 held back", byName);

        Cli.Run(_folder.Path, "ingest", "set", "--out", "other.db", "--near-distance", "-1").Expect(0);
        Assert.Contains("trained on manifest", Cli.Run(_folder.Path, "reconcile", "other.db", "--embeddings", "run").Expect(1).Error);
        Assert.Contains("no such run folder", Cli.Run(_folder.Path, "reconcile", "set.db", "--embeddings", "nowhere").Expect(1).Error);
    }

    private void WriteRun()
    {
        using var manifest = Manifest.Open(_folder.At("set.db"));
        var personOf = manifest.Identities().ToDictionary(i => i.Id, i => People.Single(p => p.Label == i.Name).Person);
        var random = new Random(3);
        var directions = Enumerable.Range(0, 18).Select(_ => Direction(random)).ToArray();
        var samples = manifest.Samples().ToList();
        var embeddings = samples.SelectMany(s => Near(directions[personOf[s.GivenIdentityId]], random)).ToArray();
        Directory.CreateDirectory(_folder.At("run"));
        var run = new RunFolder(_folder.At("run"));
        Npy.Write<long>(run.Ids, samples.Select(s => s.Sample.Id).ToArray(), samples.Count);
        Npy.Write<long>(run.Labels, samples.Select(s => s.GivenIdentityId).ToArray(), samples.Count);
        Npy.Write<float>(run.Embeddings, embeddings, samples.Count, Dim);
        new RunConfig { ManifestUid = manifest.Uid.ToString(), ManifestPath = manifest.Path, ManifestRevision = manifest.Head, EmbeddingDim = Dim }.Write(run.Config);
    }

    private static float[] Near(float[] direction, Random random) => Normalized([.. direction.Zip(Direction(random), (d, jitter) => d + (0.7f * jitter))]);

    private static float[] Direction(Random random) =>
        Normalized([.. Enumerable.Range(0, Dim).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble())))]);

    private static float[] Normalized(float[] vector)
    {
        var length = MathF.Sqrt(vector.Sum(v => v * v));
        return [.. vector.Select(v => v / length)];
    }
}
