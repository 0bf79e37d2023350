using System.Text.Json;
using Cleaner.EndToEnd.Tests.Support;

namespace Cleaner.EndToEnd.Tests;

/// <summary>Recipes through the real executable.</summary>
public sealed class RecipeCommandTests
{
    [Fact]
    public void Recipes_are_listed_and_shown_with_counts_and_sources()
    {
        Assert.Contains("casia-webface", Cli.Run(Repository.Root, "recipes").Expect(0).Output);
        var one = Cli.Run(Repository.Root, "recipes", "casia-webface").Expect(0).Output;
        Assert.Contains("10,575 identities, 494,414 images (arXiv:1411.7923)", one);

        using var all = JsonDocument.Parse(Cli.Run(Repository.Root, "recipes", "--json").Expect(0).Output);
        Assert.All(all.RootElement.EnumerateArray(), recipe => Assert.NotEmpty(recipe.GetProperty("editions").EnumerateArray()));
        Assert.Contains("no such recipe", Cli.Run(Repository.Root, "recipes", "nonsense").Expect(2).Error);
    }

    [Fact]
    public void A_set_that_differs_from_its_recipe_is_ingested_and_told()
    {
        using var folder = new TemporaryFolder();
        Cli.Run(folder.Path, "demo-data", "demo", "--identities", "8", "--images", "4", "--size", "32", "--heldout-identities", "2", "--seed", "5").Expect(0);
        Directory.CreateDirectory(folder.At("casia", "0000045"));
        Directory.CreateDirectory(folder.At("casia", "0000099"));
        var pictures = Directory.EnumerateFiles(folder.At("demo", "heldout"), "*.jpg", SearchOption.AllDirectories).Order().Take(3).ToArray();
        File.Copy(pictures[0], folder.At("casia", "0000045", "001.jpg"));
        File.Copy(pictures[1], folder.At("casia", "0000045", "portrait.jpg"));
        File.Copy(pictures[2], folder.At("casia", "0000099", "001.jpg"));

        var result = Cli.Run(folder.Path, "ingest", "casia", "--recipe", "casia-webface", "--out", "casia.db").Expect(0);
        Assert.Contains("casia-webface: 10,575 identities expected, 2 found (10,573 fewer; arXiv:1411.7923)", result.Error.ReplaceLineEndings(" "));
        Assert.Contains("1 images do not lie as expected, 0000045/portrait.jpg for one", result.Error.ReplaceLineEndings(" "));
        Assert.Contains("casia-webface:original, differs, see above", result.Output);

        using var json = JsonDocument.Parse(Cli.Run(folder.Path, "ingest", "casia", "--recipe", "casia-webface", "--out", "casia.db", "--json").Expect(0).Output);
        Assert.Equal(3, json.RootElement.GetProperty("recipe").GetProperty("counts")[1].GetProperty("found").GetInt64());
    }

    [Fact]
    public void A_recipe_that_does_not_fit_the_path_ends_with_one_line_and_no_manifest()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("empty"));

        var result = Cli.Run(folder.Path, "ingest", "empty", "--recipe", "ms1mv0", "--out", "x.db").Expect(1);
        Assert.Contains("is in none of the forms of MS-Celeb-1M", result.Error);
        Assert.Contains("leave --format out", Cli.Run(folder.Path, "ingest", "empty", "--recipe", "lfw", "--format", "lfw", "--out", "x.db").Expect(2).Error);
        Assert.Contains("no such folder or file", Cli.Run(folder.Path, "ingest", "nowhere", "--recipe", "lfw", "--out", "x.db").Expect(1).Error);
        Assert.False(File.Exists(folder.At("x.db")));
    }
}
