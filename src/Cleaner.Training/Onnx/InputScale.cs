using Cleaner.Manifests;

namespace Cleaner.Training.Onnx;

/// <summary>What a network of another project wants to be fed: (x − mean) / deviation for grey levels x of 0 to 255, channel by channel.</summary>
/// <param name="Name">As it is typed.</param>
/// <param name="Mean">Of red, green, blue.</param>
/// <param name="Deviation">Of red, green, blue.</param>
public sealed record InputScale(string Name, float[] Mean, float[] Deviation)
{
    /// <summary>Asks the file: as insightface does: one that begins with a subtraction and a multiplication scales its pixels itself.</summary>
    public const string Auto = "auto";

    /// <summary>(x − 127.5) / 127.5, as insightface's networks since 2020 take it.</summary>
    public static readonly InputScale ArcFace = Same("arcface", 127.5f, 127.5f);

    /// <summary>0 to 255 as they are, for networks that do it themselves: insightface's of MXNet, OpenCV's SFace.</summary>
    public static readonly InputScale Raw = Same("raw", 0, 1);

    private static readonly InputScale[] Known =
    [
        ArcFace, Raw,
        Same("unit", 0, 255),
        // torchvision.transforms' documentation, and open_clip's constants, times 255.
        Of255("imagenet", [0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]),
        Of255("clip", [0.48145466f, 0.4578275f, 0.40821073f], [0.26862954f, 0.26130258f, 0.27577711f]),
    ];

    /// <summary>Every name that <see cref="Named"/> takes, with what it means.</summary>
    public const string Help = "auto (asks the file); arcface: (x - 127.5) / 127.5; raw: 0 to 255; unit: 0 to 1; imagenet and clip: their means and deviations";

    /// <summary>The scale of a name; null for <see cref="Auto"/>.</summary>
    /// <exception cref="UsageException">No such name.</exception>
    public static InputScale? Named(string name) => name == Auto ? null : Array.Find(Known, scale => scale.Name == name)
        ?? throw new UsageException($"--onnx-scale '{name}' is not known: it takes {Help}");

    private static InputScale Same(string name, float mean, float deviation) => new(name, [mean, mean, mean], [deviation, deviation, deviation]);

    private static InputScale Of255(string name, float[] mean, float[] deviation) =>
        new(name, [.. mean.Select(m => m * 255)], [.. deviation.Select(d => d * 255)]);
}
