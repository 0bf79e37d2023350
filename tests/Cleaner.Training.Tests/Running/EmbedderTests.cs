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
    public void What_holds_no_images_is_one_line()
    {
        using var set = new TinySet();
        set.Train(TinySet.Quick with { Epochs = 1 });
        Directory.CreateDirectory(Path.Combine(set.Folder, "empty"));
        Assert.Contains("holds no JPEG, PNG or WebP image", Assert.Throws<CleanerException>(() =>
            Embedder.EmbedFolder(Path.Combine(set.Folder, "empty"), set.Run().Path, set.Run("x").Path, Options, null, default)).Message);
        Assert.Contains("does not exist", Assert.Throws<CleanerException>(() =>
            Embedder.EmbedFolder(set.Images, Path.Combine(set.Folder, "nowhere"), set.Run("x").Path, Options, null, default)).Message);
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
