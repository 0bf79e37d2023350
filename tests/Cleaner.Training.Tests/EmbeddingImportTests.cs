using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Training.Tests.Support;

namespace Cleaner.Training.Tests;

public sealed class EmbeddingImportTests : IDisposable
{
    private readonly TinySet _set = new();
    private readonly string[] _paths;

    public EmbeddingImportTests()
    {
        using var reader = new SampleReader(_set.Manifest);
        _paths = [.. _set.Manifest.Samples().Select(view => reader.PathOf(view.Sample))];
    }

    public void Dispose() => _set.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rows_are_found_by_the_path_of_their_image_in_any_order(bool whole)
    {
        // Row r holds (r, 2r) and is of the sample that is r-th from the end.
        var lines = _paths.Reverse().Select(path => whole ? path : Path.GetRelativePath(_set.Images, path));
        var output = Import(Doubles(_paths.Length), Lines([.. lines]), out var result);

        Assert.Equal((32, 4, 0), (result.Images, result.Identities, result.Unreadable.Count));
        using var ids = NpyArray<long>.Open(output.Ids);
        using var rows = NpyArray<float>.Open(output.Embeddings);
        Assert.Equal(_set.Manifest.Samples().Select(view => view.Sample.Id), ids.ToArray());
        Assert.Equal([31, 62], rows.Row(0).ToArray());
        Assert.Equal([0, 0], rows.Row(31).ToArray());
        Assert.Equal((_set.Manifest.Uid.ToString(), 1L, 2), (output.ReadConfig().ManifestUid, output.ReadConfig().ManifestRevision, output.ReadConfig().EmbeddingDim));
    }

    [Fact]
    public void Without_paths_rows_are_in_the_order_of_the_samples()
    {
        var output = Import(Doubles(_paths.Length), null, out _);
        using var rows = NpyArray<float>.Open(output.Embeddings);
        Assert.Equal([5, 10], rows.Row(5).ToArray());

        Assert.Contains("has 31 rows, the manifest 32 samples; say with --paths", Refusal(Doubles(31), null));
    }

    [Fact]
    public void Images_without_a_row_are_listed_and_take_no_part()
    {
        var output = Import(Doubles(31), Lines(_paths[..31]), out var result);
        Assert.Equal((31, 32L), (result.Images, result.Unreadable.Single().SampleId));
        Assert.Equal(_paths[31], result.Unreadable.Single().Where);
        using var rows = NpyArray<float>.Open(output.Embeddings);
        Assert.Equal(31, rows.Rows);
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_one_line_that_says_what_to_do()
    {
        Assert.Contains("has 31 lines, ", Refusal(Doubles(32), Lines(_paths[..31])));
        Assert.Contains("line 2 names a.png a second time", Refusal(Doubles(2), Lines(["a.png", "a.png"])));
        Assert.Contains("names none of the 32 images", Refusal(Doubles(1), Lines(["elsewhere/a.png"])));
        Assert.Contains("there is no such file", Refusal(Doubles(1), "nowhere.txt"));
        Assert.Contains("there is no such file", Refusal("nowhere.npy", null));
        var numbers = Path.Combine(_set.Folder, "numbers.npy");
        Npy.Write<long>(numbers, [1, 2], 2, 1);
        Assert.Contains("elements of type '<i8'; expected float16, float32 or float64", Refusal(numbers, null));
        Npy.Write<float>(numbers, [1, 2]);
        Assert.Contains("; expected [images, length of a vector]", Refusal(numbers, null));
    }

    private string Doubles(int rows)
    {
        var path = Path.Combine(_set.Folder, "features.npy");
        Npy.Write<double>(path, [.. Enumerable.Range(0, rows).SelectMany(r => new double[] { r, 2 * r })], rows, 2);
        return path;
    }

    private string Lines(string[] lines)
    {
        var path = Path.Combine(_set.Folder, "paths.txt");
        File.WriteAllLines(path, lines);
        return path;
    }

    private RunFolder Import(string array, string? paths, out EmbedResult result)
    {
        var output = _set.Run("imported");
        result = EmbeddingImport.Import(_set.Manifest, null, array, paths, output.Path);
        return output;
    }

    private string Refusal(string array, string? paths) =>
        Assert.Throws<CleanerException>(() => EmbeddingImport.Import(_set.Manifest, null, array, paths, _set.Run("refused").Path)).Message;
}
