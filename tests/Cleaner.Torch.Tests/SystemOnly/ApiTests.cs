using TorchSharp;

namespace Cleaner.Torch.Tests;

/// <summary>What is written against this assembly compiles against TorchSharp 0.106.0 as well.</summary>
public sealed class ApiTests
{
    [Fact]
    public void Every_public_member_has_the_signature_that_TorchSharp_has()
    {
        var known = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "torchsharp-api.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(ApiPrinter.Normalise)
            .ToHashSet();

        var ours = ApiPrinter.Print(typeof(torch).Assembly).ToList();

        Assert.True(ours.Count > 800, $"only {ours.Count} members were found");
        Assert.Equal("", string.Join("\n", ours.Where(line => !known.Contains(line))));
    }
}
