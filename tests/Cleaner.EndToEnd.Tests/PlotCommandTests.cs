using System.Text;
using Cleaner.EndToEnd.Tests.Support;

namespace Cleaner.EndToEnd.Tests;

[Collection(nameof(SmallDemo))]
public sealed class PlotCommandTests(SmallDemo demo)
{
    private static readonly byte[] PngStart = [0x89, (byte)'P', (byte)'N', (byte)'G'];

    [Fact]
    public void Target_logit_writes_svg_and_png_and_the_same_again()
    {
        using var folder = new TemporaryFolder();
        var result = Cli.Run(folder.Path, "plot", "target-logit", "--heads", "arcface,cosface:m=0.2", "--out", "curves").Expect(0);
        Assert.Equal(["curves.svg", "curves.png"], result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var svg = File.ReadAllText(folder.At("curves.svg"));
        Assert.Contains(">cosface:m=0.2</text>", svg);
        Assert.Equal(PngStart, File.ReadAllBytes(folder.At("curves.png"))[..4]);
        Cli.Run(folder.Path, "plot", "target-logit", "--heads", "arcface,cosface:m=0.2", "--out", "again.svg").Expect(0);
        Assert.Equal(svg, File.ReadAllText(folder.At("again.svg")));
        Assert.False(File.Exists(folder.At("again.png")));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("3")]
    public void Sphere_draws_the_points_and_centers_of_a_few_identities(string dim)
    {
        using var folder = demo.Copy();
        Cli.Run(folder.Path, "plot", "sphere", "manifest.db@1", "--identities", "3", "--dim", dim, "--heads", "arcface,softmax", "--epochs", "2", "--device", "cpu", "--out", "ball").Expect(0);
        var svg = File.ReadAllText(folder.At("ball.svg"), Encoding.UTF8);
        Assert.Contains(">arcface</text>", svg);
        Assert.Contains("nearest to their own center", svg);
        // Two panels of three identities with some ten images each, and two middles.
        Assert.True(svg.Split("<circle").Length - 1 > 2 * 3 * 8, "too few points");
        Assert.Equal(PngStart, File.ReadAllBytes(folder.At("ball.png"))[..4]);
    }

    [Fact]
    public void Sphere_without_a_manifest_draws_its_own_faces()
    {
        using var folder = new TemporaryFolder();
        Cli.Run(folder.Path, "plot", "sphere", "--heads", "normface", "--epochs", "1", "--identities", "2", "--device", "cpu", "--out", "demo.svg").Expect(0);
        Assert.Equal(["demo.svg"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("target-logit", "--heads", "nonsense")]
    [InlineData("target-logit", "--norm", "0")]
    [InlineData("sphere", "--dim", "4")]
    [InlineData("sphere", "--identities", "1")]
    public void What_cannot_be_drawn_is_wrong_usage(string kind, string option, string value)
    {
        using var folder = new TemporaryFolder();
        var result = Cli.Run(folder.Path, "plot", kind, option, value).Expect(2);
        Assert.Matches("^cleaner: --[^\n]+\n$", result.Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }
}
