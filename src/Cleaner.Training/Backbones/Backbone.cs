using Cleaner.Training.Data;
using Cleaner.Training.Onnx;
using static TorchSharp.torch;

namespace Cleaner.Training.Backbones;

/// <summary>A network from images to embeddings.</summary>
/// <param name="name">Its name in <see cref="BackboneCatalog"/>.</param>
/// <param name="input">Height and width that it was built for.</param>
/// <param name="dim">Length of its embeddings.</param>
public abstract class Backbone(string name, ImageShape input, int dim) : nn.Module<Tensor, Tensor>(name), IOnnxLayer
{
    /// <summary>Its name in <see cref="BackboneCatalog"/>.</summary>
    public string Architecture { get; } = name;

    /// <summary>Height and width that it was built for.</summary>
    public ImageShape Input { get; } = input;

    /// <summary>
    /// Similarity transform, row-major 2x3, from ArcFace's template of 112 x 112 pixels to the input, where faces are cut otherwise for it; null:
    /// it sees the whole template.
    /// </summary>
    public virtual IReadOnlyList<float>? Crop => null;

    /// <summary>Length of its embeddings.</summary>
    public int Dim { get; } = dim;

    /// <summary>From images, float [B, 3, H, W] in [−1, 1], to embeddings, [B, D], not normalised.</summary>
    public abstract override Tensor forward(Tensor input);

    /// <inheritdoc/>
    public abstract string Trace(OnnxGraph graph, string input);
}
