using System.Diagnostics;
using Cleaner.Training.Logging;

namespace Cleaner.Training.Running;

/// <summary>Gathers the figures of a group of steps, and the rate of the whole session.</summary>
internal sealed class StepMeter
{
    private const double LossMemory = 0.95;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private double _lossSum, _groupStart;
    private long _images, _hits, _steps, _allImages;

    /// <summary>Running mean of the loss.</summary>
    public double Loss { get; private set; } = double.NaN;

    /// <summary>Images a second since the session began.</summary>
    public double Rate => _allImages / Math.Max(1e-9, _clock.Elapsed.TotalSeconds);

    /// <summary>Goes on with the running mean of a checkpoint.</summary>
    public void Restore(double loss) => Loss = loss;

    /// <summary>Takes a step in.</summary>
    public void Add(double loss, int hits, int images)
    {
        Loss = double.IsNaN(Loss) ? loss : LossMemory * Loss + (1 - LossMemory) * loss;
        _lossSum += loss;
        _hits += hits;
        _images += images;
        _allImages += images;
        _steps++;
    }

    /// <summary>The figures since the last call.</summary>
    public StepFigures Take(long step, int epoch, double learningRate, double strength, double gradientNorm, long memory)
    {
        var now = _clock.Elapsed.TotalSeconds;
        var figures = new StepFigures
        {
            Step = step,
            Epoch = epoch,
            Loss = _lossSum / Math.Max(1, _steps),
            Accuracy = (double)_hits / Math.Max(1, _images),
            LearningRate = learningRate,
            MarginStrength = strength,
            GradientNorm = gradientNorm,
            ImagesPerSecond = Math.Round(_images / Math.Max(1e-9, now - _groupStart), 1),
            MemoryMib = memory >> 20,
            Seconds = Math.Round(now, 2),
        };
        (_lossSum, _images, _hits, _steps, _groupStart) = (0, 0, 0, 0, now);
        return figures;
    }
}
