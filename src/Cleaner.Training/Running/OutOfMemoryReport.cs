using Cleaner.Manifests;
using Cleaner.Training.Engine;
using Cleaner.Training.Planning;
using static TorchSharp.torch;

namespace Cleaner.Training.Running;

/// <summary>Turns a step that found no memory into one line that says which batch would fit, measured with a smaller one.</summary>
internal sealed class OutOfMemoryReport(TrainingStep step, TrainingState state, TrainPlan plan)
{
    private const int Share = 8;

    /// <param name="failure">What the step threw.</param>
    /// <param name="images">Makes the images of the step, float [B, 3, H, W].</param>
    /// <param name="labels">Their labels, int64 [B].</param>
    /// <param name="classes">Classes that took part; null for all.</param>
    public CleanerException Of(Exception failure, Func<Tensor> images, Tensor labels, Tensor? classes)
    {
        var batch = (int)labels.size(0);
        var (total, fits) = Measured(images, labels, classes, batch);
        var smaller = Precisions.Autocast(plan.Precision) is not null || !Engines.Current.CanAutocast;
        return new CleanerException(BatchFit.Message(batch, plan.Device, total, fits, smaller), inner: failure);
    }

    private (long? Total, int? Fits) Measured(Func<Tensor> images, Tensor labels, Tensor? classes, int batch)
    {
        state.Optimizer.ZeroGrad();
        Engines.Current.ReleaseMemory(state.Device);
        if (Engines.Current.GpuMemory(state.Device) is not { } before)
            return (null, null);
        var probe = Math.Max(2, batch / Share);
        try
        {
            using var scope = NewDisposeScope();
            step.Forward(images().narrow(0, 0, probe).clone(), labels.narrow(0, 0, probe), 1, classes);
            var after = Engines.Current.GpuMemory(state.Device)!;
            return (before.Total, BatchFit.Largest(before.Total, before.InTensors, after.Peak, probe, batch));
        }
        catch (Exception again) when (Engines.Current.IsOutOfMemory(again))
        {
            return (before.Total, probe == 2 ? 0 : null);
        }
    }
}
