using static TorchSharp.torch;

namespace Cleaner.Training.Heads;

/// <summary>Softmax: W·x + b, nothing normalised, no margin.</summary>
public sealed class SoftmaxMargin : Margin
{
    /// <inheritdoc/>
    public override LogitGeometry Geometry => LogitGeometry.Linear;

    /// <inheritdoc/>
    public override Tensor Target(Tensor cosine, in MarginContext context) => cosine;
}
