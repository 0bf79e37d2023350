using System.Globalization;
using Cleaner.Manifests;

namespace Cleaner.Training.Running;

/// <summary>
/// Ends a training whose loss or gradient is no number any more, or whose loss is over 20 times the largest of its first 50 steps.
/// </summary>
internal sealed class LossGuard
{
    private const int Watched = 50;
    private const double Explosion = 20;

    private double _highest;
    private int _seen;

    /// <summary>Throws <see cref="CleanerException"/> that names the step, the epoch and the batch.</summary>
    /// <param name="loss">Loss of the step.</param>
    /// <param name="gradientNorm">Norm of its gradient.</param>
    /// <param name="where">Step, epoch and samples, for a person.</param>
    /// <param name="checkpoint">The last good checkpoint, or null.</param>
    public void Check(double loss, double gradientNorm, Func<string> where, string? checkpoint)
    {
        var what = !double.IsFinite(loss) ? "the loss is no number any more"
            : !double.IsFinite(gradientNorm) ? "the gradient is no number any more"
            : _seen >= Watched && loss > Explosion * _highest ? string.Create(CultureInfo.InvariantCulture, $"the loss exploded to {loss:G4}")
            : null;
        if (what is not null)
            throw new CleanerException($"{what} at {where()}; the last good checkpoint is {checkpoint ?? "the start"}: lower --learning-rate, or raise --margin-ramp");
        if (_seen < Watched)
            (_highest, _seen) = (Math.Max(_highest, loss), _seen + 1);
    }
}
