using Cleaner.Evaluation.Sets;
using Cleaner.Manifests;

namespace Cleaner.Evaluation.Tests.Sets;

public sealed class LfwPairsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public LfwPairsTests()
    {
        foreach (string image in new[] { "Anna/Anna_0001", "Anna/Anna_0002", "Berta/Berta_0001", "Berta/Berta_0003", "Carla/Carla_0001", "Carla/Carla_0002", "Carla/Carla_0004" })
        {
            string path = folder.At(image + ".jpg");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, image);
        }
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Pairs_come_fold_by_fold()
    {
        var pairs = LfwPairs.Open(InsightFacePackTests.PathOf("pairs.txt"), folder.Path);
        Assert.Equal([true, true, false, false, true, true, false, false], pairs.Same);
        Assert.Equal((2, 7), (pairs.Folds, pairs.Count));
        Assert.Equal(("Anna/Anna_0002", "Berta/Berta_0003"), (Text(pairs.Images(pairs.Left[3])), Text(pairs.Images(pairs.Right[3]))));
        Assert.Equal(("Carla/Carla_0001", "Carla/Carla_0004"), (Text(pairs.Images(pairs.Left[5])), Text(pairs.Images(pairs.Right[5]))));
    }

    [Theory]
    [InlineData("2\t2\nAnna\t1\t2\n", "cut off")]
    [InlineData("1\t1\nAnna\t1\tBerta\t1\nAnna\t1\t2\n", ":2: expected 'name i j'")]
    [InlineData("ten folds\n", ":1: expected the heading")]
    [InlineData("1\t1\n../x\t1\t2\nAnna\t1\tBerta\t1\n", ":2: expected")]
    [InlineData("1\t1\nAnna\t1\t9\nAnna\t1\tBerta\t1\n", "Anna_0009.jpg")]
    public void Mistakes_are_named_with_their_line(string text, string message)
    {
        string path = folder.At("pairs.txt");
        File.WriteAllText(path, text);
        Assert.Contains(message, Assert.Throws<CleanerException>(() => LfwPairs.Open(path, folder.Path)).Message, StringComparison.Ordinal);
    }

    private static string Text(byte[] bytes) => System.Text.Encoding.UTF8.GetString(bytes);
}
