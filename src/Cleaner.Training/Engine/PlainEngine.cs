using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Engine;

/// <summary>Everything through TorchSharp's own API: correct everywhere, one operator a tensor.</summary>
public abstract class PlainEngine : IEngine
{
    // CUDA's allocator; the CPU's.
    private static readonly string[] OutOfMemory = ["out of memory", "not enough memory", "can't allocate memory"];

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public virtual IReadOnlyList<(string Name, string Value)> Describe() =>
    [
        ("torch provider", Name),
        ("libtorch", __version__),
        ("torch threads", get_num_threads().ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ("cuda", cuda_is_available() ? $"{cuda.device_count()} device(s), cudnn {(cuda.is_cudnn_available() ? "found" : "missing: convolutions will be slow")}" : "not available"),
    ];

    /// <inheritdoc/>
    public virtual void AddScaled(IReadOnlyList<Tensor> targets, IReadOnlyList<Tensor> sources, double scale)
    {
        for (var i = 0; i < targets.Count; i++)
            targets[i].add_(sources[i], scale);
    }

    /// <inheritdoc/>
    public virtual void Scale(IReadOnlyList<Tensor> targets, double factor)
    {
        foreach (var target in targets)
            target.mul_(factor);
    }

    /// <inheritdoc/>
    public virtual void AddProducts(IReadOnlyList<Tensor> targets, IReadOnlyList<Tensor> a, IReadOnlyList<Tensor> b, double scale)
    {
        for (var i = 0; i < targets.Count; i++)
            targets[i].addcmul_(a[i], b[i], scale);
    }

    /// <inheritdoc/>
    public virtual void AddNormalised(
        IReadOnlyList<Tensor> targets, IReadOnlyList<Tensor> a, IReadOnlyList<Tensor> b, double scale, double divisor, double epsilon)
    {
        for (var i = 0; i < targets.Count; i++)
        {
            using var scope = NewDisposeScope();
            targets[i].addcdiv_(a[i], (b[i].sqrt() / divisor).add_(epsilon), scale);
        }
    }

    /// <inheritdoc/>
    public virtual double Norm(IReadOnlyList<Tensor> tensors)
    {
        using var scope = NewDisposeScope();
        return stack(tensors.Select(t => t.norm())).norm().to_type(ScalarType.Float64).item<double>();
    }

    /// <inheritdoc/>
    public virtual bool Unscale(IReadOnlyList<Tensor> gradients, double scale)
    {
        Scale(gradients, 1 / scale);
        return double.IsFinite(Norm(gradients));
    }

    /// <inheritdoc/>
    public virtual bool CanAutocast => false;

    /// <inheritdoc/>
    public virtual IDisposable Autocast(Device device, ScalarType type) => new Nothing();

    /// <inheritdoc/>
    public virtual Tensor ChannelsLast(Tensor images) => images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    /// <inheritdoc/>
    public virtual void ChannelsLast(nn.Module network)
    {
    }

    /// <inheritdoc/>
    public virtual bool CanCudnnBenchmark => false;

    /// <inheritdoc/>
    public virtual void CudnnBenchmark(bool on)
    {
    }

    /// <inheritdoc/>
    public virtual long MemoryInUse(Device device) => Environment.WorkingSet;

    /// <inheritdoc/>
    public virtual GpuMemory? GpuMemory(Device device) => null;

    /// <inheritdoc/>
    public virtual void ReleaseMemory(Device device)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    /// <inheritdoc/>
    public virtual bool IsOutOfMemory(Exception failure) => failure is ExternalException or OutOfMemoryException
        && OutOfMemory.Any(text => failure.Message.Contains(text, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public virtual IUploader? Uploader(Device device, long bytes) => null;

    /// <summary>What <see cref="Autocast"/> gives: not a dispose scope, which would take the tensors made within it along.</summary>
    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
