using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Losses;

/// <summary>
/// Center loss: ½·mean‖xᵢ − c_yᵢ‖² over embeddings that are not normalised. Its centers are no weights: with each batch they move by
/// c_j ← c_j − α·Σ_{yᵢ=j}(c_j − xᵢ) / (1 + n_j), n_j the images of j in the batch; they begin at 0.
/// Wen, Zhang, Li, Qiao: A Discriminative Feature Learning Approach for Deep Face Recognition, ECCV 2016, eq. 2 to 4.
/// </summary>
public sealed class CenterLoss : AddedLoss
{
    /// <summary>The paper's weight λ.</summary>
    public const double DefaultWeight = 0.003;

    /// <summary>The paper's rate α of the centers.</summary>
    public const double DefaultRate = 0.5;

    private readonly double _rate;
    private readonly Tensor _centers;

    /// <param name="classes">Identities C.</param>
    /// <param name="dim">Length of an embedding D.</param>
    /// <param name="device">Where the embeddings lie.</param>
    /// <param name="rate">α, 0 to 1.</param>
    public CenterLoss(int classes, int dim, Device device, double rate = DefaultRate)
    {
        _rate = rate;
        _centers = zeros(new long[] { classes, dim }, device: device).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Tensor Value)> State => [("centers", _centers)];

    /// <inheritdoc/>
    public override Tensor Value(in AddedLossInput input)
    {
        var own = _centers.index_select(0, input.Labels);
        if (input.Training)
            Move(own, input.Embeddings, input.Labels);
        return (input.Embeddings - own).square().sum(1).mean() * 0.5;
    }

    private void Move(Tensor own, Tensor embeddings, Tensor labels)
    {
        using var still = no_grad();
        var counts = zeros(new long[] { _centers.size(0) }, device: _centers.device);
        counts.index_add_(0, labels, ones(new long[] { labels.size(0) }, device: _centers.device), 1);
        var shares = 1 / (1 + counts.index_select(0, labels)).unsqueeze(1);
        _centers.index_add_(0, labels, (own - embeddings.detach()) * shares, -_rate);
    }
}
