using System.Text.Json;
using Cleaner.Imaging;
using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Training.Tests.Support;

namespace Cleaner.Training.Tests.Running;

public sealed class EmbedderTests
{
    private static readonly EmbedOptions Options = new() { Threads = 1, Workers = 2, BatchSize = 7 };

    [Fact]
    public void A_manifest_is_embedded_as_the_training_itself_did()
    {
        using var set = new TinySet();
        set.Train(TinySet.Quick with { Epochs = 2 });
        var output = set.Run("embedded");
        var result = Embedder.Embed(set.Manifest, null, set.Run().Path, output.Path, Options, null, default);
        Assert.Equal((32, 4, 0), (result.Images, result.Identities, result.Unreadable.Count));
        AssertClose(Read<float>(set.Run().Embeddings), Read<float>(output.Embeddings));
        Assert.Equal(Read<long>(set.Run().Ids), Read<long>(output.Ids));
        Assert.Equal(Read<long>(set.Run().Labels), Read<long>(output.Labels));
        Assert.Equal(("embed", set.Manifest.Uid.ToString(), 1L), (output.ReadConfig().Command, output.ReadConfig().ManifestUid, output.ReadConfig().ManifestRevision));
    }

    [Fact]
    public void A_folder_tree_needs_no_manifest()
    {
        using var set = new TinySet();
        set.Train(TinySet.Quick with { Epochs = 1 });
        File.WriteAllText(set.PathOf(0, 2), "no image");
        var output = set.Run("embedded");
        var result = Embedder.EmbedFolder(set.Images, set.Run().Path, output.Path, Options, null, default);
        Assert.Equal((31, 4, 1), (result.Images, result.Identities, result.Unreadable.Count));
        var ids = Read<long>(output.Ids);
        Assert.Equal([0L, 1, 3], ids.Take(3));
        var files = File.ReadAllLines(Path.Combine(output.Path, "files.txt"));
        Assert.Equal("identité 3/007.png", files[ids[^1]]);
        Assert.Equal("identité 3", File.ReadAllLines(Path.Combine(output.Path, "identities.txt"))[Read<long>(output.Labels)[^1]]);
        Assert.False(File.Exists(output.Embeddings + ".raw"));
    }

    [Fact]
    public void Flipping_averages_the_mirrored_picture_in()
    {
        using var set = new TinySet();
        set.Train(TinySet.Quick with { Epochs = 1 });
        Embedder.EmbedFolder(set.Images, set.Run().Path, set.Run("plain").Path, Options, null, default);
        Embedder.EmbedFolder(set.Images, set.Run().Path, set.Run("flipped").Path, Options with { Flip = true }, null, default);
        var (plain, flipped) = (Read<float>(set.Run("plain").Embeddings), Read<float>(set.Run("flipped").Embeddings));
        Assert.NotEqual(plain, flipped);
        Assert.All(flipped.Chunk(16), row => Assert.Equal(1, row.Sum(v => v * v), 1e-4));
    }

    [Fact]
    public void Raw_embeddings_keep_the_length_that_the_network_gives()
    {
        using var set = new TinySet();
        set.Train(TinySet.Quick with { Epochs = 1 });
        Embedder.EmbedFolder(set.Images, set.Run().Path, set.Run("unit").Path, Options, null, default);
        Embedder.EmbedFolder(set.Images, set.Run().Path, set.Run("raw").Path, Options with { Raw = true }, null, default);
        var raw = Read<float>(set.Run("raw").Embeddings).Chunk(16).ToList();
        Assert.Contains(raw, row => Math.Abs(Length(row) - 1) > 0.1);
        AssertClose([.. raw.SelectMany(row => row.Select(v => (float)(v / Length(row))))], Read<float>(set.Run("unit").Embeddings));

        static double Length(float[] row) => Math.Sqrt(row.Sum(v => (double)v * v));
    }

    [Theory]
    [InlineData(false, true, "raw", 1e-4)] // of values up to some thirty, which processors add up in other orders
    [InlineData(false, false, "unit", 2e-5)]
    [InlineData(true, false, "flipped", 2e-5)]
    public void Images_are_prepared_flipped_and_scaled_as_insightface_does(bool flip, bool raw, string recorded, double tolerance)
    {
        using var stream = typeof(EmbedderTests).Assembly.GetManifestResourceStream("Cleaner.Training.Tests.Fixtures.embed.json")!;
        using var fixture = JsonDocument.Parse(stream);
        var side = fixture.RootElement.GetProperty("side").GetInt32();
        using var folder = new TemporaryModel("mobilefacenet", side, 512);
        Embedder.EmbedImages(i => $"formula {i}", i => ImageCodec.Default.Encode(Formula(side, i), ImageFormat.Png), 2, folder.Model, folder.Output.Path, Options with { Flip = flip, Raw = raw }, null, default);
        var rows = Read<float>(folder.Output.Embeddings).Chunk(512).ToList();
        var expected = fixture.RootElement.GetProperty(recorded).EnumerateArray().Select(row => row.EnumerateArray().Select(v => v.GetDouble()).ToArray()).ToList();
        for (var i = 0; i < expected.Count; i++)
            for (var d = 0; d < expected[i].Length; d++)
                Assert.Equal(expected[i][d], rows[i][d], raw ? tolerance * expected[i].Max(Math.Abs) : tolerance);
    }

    [Fact]
    public void What_holds_no_images_is_one_line()
    {
        using var set = new TinySet();
        set.Train(TinySet.Quick with { Epochs = 1 });
        Directory.CreateDirectory(Path.Combine(set.Folder, "empty"));
        Assert.Contains("holds no image (JPEG, PNG, WebP, BMP, PGM or PPM)", Assert.Throws<CleanerException>(() =>
            Embedder.EmbedFolder(Path.Combine(set.Folder, "empty"), set.Run().Path, set.Run("x").Path, Options, null, default)).Message);
        Assert.Contains("does not exist", Assert.Throws<CleanerException>(() =>
            Embedder.EmbedFolder(set.Images, Path.Combine(set.Folder, "nowhere"), set.Run("x").Path, Options, null, default)).Message);
    }

    /// <summary>The picture of Fixtures/make_embed.py.</summary>
    private static Image Formula(int side, int index)
    {
        var picture = new Image(side, side);
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
                for (var c = 0; c < 3; c++)
                    picture.Pixels[(y * side + x) * 3 + c] = (byte)((x * 3 + y * (5 + index) + x * y / 16 + c * 70 + index * 31) % 256);
        return picture;
    }

    private static T[] Read<T>(string path) where T : unmanaged
    {
        using var array = NpyArray<T>.Open(path);
        return array.ToArray();
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-4);
    }
}
