using Cleaner.Training.Heads;
using static TorchSharp.torch;

namespace Cleaner.Training.Losses;

/// <summary>What an added loss looks at.</summary>
/// <param name="Embeddings">float32 [B, D], not normalised, with gradient.</param>
/// <param name="Labels">Class of each, int64 [B], 0 to C − 1.</param>
/// <param name="Head">The head, whose centers some losses move.</param>
/// <param name="Training">False when the value is only looked at: running statistics stay as they are.</param>
public readonly record struct AddedLossInput(Tensor Embeddings, Tensor Labels, MarginHead Head, bool Training);

/// <summary>A term that is added to the head's loss with a weight. One file a term, with its paper and equation.</summary>
public abstract class AddedLoss
{
    /// <summary>The value of a batch, a scalar with gradient; 0 where the batch says nothing, e.g. without two images of one identity.</summary>
    public abstract Tensor Value(in AddedLossInput input);

    /// <summary>Running values that belong into a checkpoint; none for most.</summary>
    public virtual IReadOnlyList<(string Name, Tensor Value)> State => [];
}
