using System.Text.Json.Serialization;
using Cleaner.Imaging.Faces;
using Cleaner.Manifests;
using Cleaner.Training.Data;
using Cleaner.Training.Onnx;

namespace Cleaner.Training;

/// <summary>How embeddings are computed from a trained model.</summary>
public sealed record EmbedOptions
{
    /// <summary>auto, cpu, cuda or cuda:N. The default is auto.</summary>
    public string Device { get; init; } = TrainOptions.Auto;

    /// <summary>Images per batch. The default is 256.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Add the embedding of the mirrored image before normalisation, as insightface's evaluation does. The default is false.</summary>
    public bool Flip { get; init; }

    /// <summary>
    /// Leave the embeddings at the network's length, which says how good an image is with MagFace and AdaFace; else they are scaled to
    /// length 1. The default is false.
    /// </summary>
    public bool Raw { get; init; }

    /// <summary>Threads of the numeric library; 0 takes the physical cores.</summary>
    public int Threads { get; init; }

    /// <summary>Threads that decode; 0 takes the cores, at most 16.</summary>
    public int Workers { get; init; }

    /// <summary>What an ONNX network wants its pixels scaled to, by a name of <see cref="InputScale"/>. The default asks the file as insightface does.</summary>
    public string OnnxScale { get; init; } = InputScale.Auto;

    /// <summary>An ONNX network takes blue, green, red instead of red, green, blue. The default is false.</summary>
    public bool OnnxBgr { get; init; }

    /// <summary>Input of an ONNX network that takes any size: pixels of a side, or height x width. The default is 112.</summary>
    public string OnnxSize { get; init; } = "112";

    /// <summary>
    /// Finds the face to which a picture that no manifest describes is aligned, as ingest does with the pictures of a manifest. The default,
    /// null, takes it as it is.
    /// </summary>
    [JsonIgnore]
    public FaceDetector? Detector { get; init; }

    /// <summary>Which detector that was, <see cref="FaceDetector.Hash"/>; null without one.</summary>
    public string? DetectorHash => Detector?.Hash;

    /// <summary>With a detector: pictures without a face are left out as unreadable. The default, false, takes them as they are.</summary>
    public bool FacesOnly { get; init; }

    /// <summary>Checks every range; throws <see cref="UsageException"/> with the option's name and what it takes.</summary>
    public void Validate()
    {
        if (BatchSize < 1)
            throw new UsageException($"--batch-size {BatchSize} is out of range: it takes 1 or more");
        if (Threads < 0 || Workers < 0)
            throw new UsageException("--threads and --workers take 0 or more");
        _ = InputScale.Named(OnnxScale);
        _ = ImageShape.Parse(OnnxSize);
    }
}
