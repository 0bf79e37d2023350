using Cleaner.Manifests;
using Cleaner.Training.Data;

namespace Cleaner.Training.Backbones;

/// <summary>The networks that <c>--backbone</c> takes.</summary>
public static class BackboneCatalog
{
    private const int LargeDim = 512;

    /// <summary>Their names.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["small", "iresnet18", "iresnet34", "iresnet50", "iresnet100", "iresnet200", "mobilefacenet"];

    /// <summary>Length of the embedding unless another is asked for.</summary>
    public static int DefaultDim(string name) => name == "small" ? SmallResNet.DefaultDim : LargeDim;

    /// <summary>A network with random weights from torch's generator; throws <see cref="UsageException"/> for an unknown name.</summary>
    public static Backbone Create(string name, ImageShape input, int dim, double dropRate = 0) => name switch
    {
        "small" => new SmallResNet(input, dim, dropRate),
        "iresnet18" => new IResNet(name, [2, 2, 2, 2], input, dim, dropRate),
        "iresnet34" => new IResNet(name, [3, 4, 6, 3], input, dim, dropRate),
        "iresnet50" => new IResNet(name, [3, 4, 14, 3], input, dim, dropRate),
        "iresnet100" => new IResNet(name, [3, 13, 30, 3], input, dim, dropRate),
        "iresnet200" => new IResNet(name, [6, 26, 60, 6], input, dim, dropRate),
        "mobilefacenet" => new MobileFaceNet(input, dim),
        _ => throw new UsageException($"--backbone '{name}' is unknown: it takes one of {string.Join(", ", Names)}"),
    };
}
