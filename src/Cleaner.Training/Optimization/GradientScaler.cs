using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Cleaner.Training.Optimization;

/// <summary>
/// Dynamic loss scaling for float16: Micikevicius et al., Mixed Precision Training, arXiv:1710.03740, 3.2. Doubles after 100 good steps
/// (insightface's interval), halves and skips the step when a gradient is infinite.
/// </summary>
public sealed class GradientScaler
{
    private const double Start = 65536, Growth = 2, Backoff = 0.5, Least = 1;
    private const int GrowthInterval = 100;

    // Scale and good steps since its last change, in a tensor so that a checkpoint holds them.
    private readonly Tensor _state = from_array(new[] { Start, 0.0 }).DetachFromDisposeScope();

    /// <summary>What the loss is multiplied with, at least 1.</summary>
    public double Scale => Values[0];

    /// <summary>What a checkpoint needs to go on, double [2].</summary>
    public Tensor State => _state;

    private Span<double> Values => MemoryMarshal.Cast<byte, double>(_state.bytes);

    /// <summary>Takes the outcome of a step in.</summary>
    /// <param name="finite">False when a gradient was infinite or NaN: the step was skipped.</param>
    /// <returns>False when the scale cannot fall any further: the gradient itself is broken.</returns>
    public bool Update(bool finite)
    {
        var values = Values;
        if (!finite)
        {
            var falls = values[0] > Least;
            (values[0], values[1]) = (Math.Max(Least, values[0] * Backoff), 0);
            return falls;
        }
        if (++values[1] >= GrowthInterval)
            (values[0], values[1]) = (values[0] * Growth, 0);
        return true;
    }
}
