using Cleaner.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Engine;

/// <summary>The libtorch of the machine, through Cleaner.Torch.</summary>
public sealed class SystemEngine : PlainEngine
{
    /// <inheritdoc/>
    public override string Name => "system";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, string Value)> Describe() => [.. base.Describe(), ("BLAS", Blas(LibTorch.BlasLibrary))];

    /// <inheritdoc/>
    public override void AddScaled(IReadOnlyList<Tensor> targets, IReadOnlyList<Tensor> sources, double scale) =>
        MultiTensor.AddScaled(targets, sources, scale);

    /// <inheritdoc/>
    public override void Scale(IReadOnlyList<Tensor> targets, double factor) => MultiTensor.Scale(targets, factor);

    /// <inheritdoc/>
    public override void AddProducts(IReadOnlyList<Tensor> targets, IReadOnlyList<Tensor> a, IReadOnlyList<Tensor> b, double scale) =>
        MultiTensor.AddProducts(targets, a, b, scale);

    /// <inheritdoc/>
    public override void AddNormalised(
        IReadOnlyList<Tensor> targets, IReadOnlyList<Tensor> a, IReadOnlyList<Tensor> b, double scale, double divisor, double epsilon) =>
        MultiTensor.AddNormalised(targets, a, b, scale, divisor, epsilon);

    /// <inheritdoc/>
    public override double Norm(IReadOnlyList<Tensor> tensors)
    {
        using var norm = MultiTensor.Norm(tensors);
        return norm.item<float>();
    }

    /// <inheritdoc/>
    public override bool Unscale(IReadOnlyList<Tensor> gradients, double scale)
    {
        var device = gradients[0].device;
        // libtorch has the operator on CUDA; on a CPU since 2.3 only, where nothing needs it.
        if (device.type != DeviceType.CUDA)
            return base.Unscale(gradients, scale);
        using var scope = NewDisposeScope();
        var found = zeros(1, device: device);
        GradientScaling.Unscale(gradients, found, full(1, 1 / scale, ScalarType.Float32, device));
        return found.item<float>() == 0;
    }

    /// <inheritdoc/>
    public override bool CanAutocast => true;

    /// <inheritdoc/>
    public override IDisposable Autocast(Device device, ScalarType type) => Torch.Autocast.Enter(device, type);

    /// <inheritdoc/>
    public override void ChannelsLast(nn.Module network) => Torch.ChannelsLast.Apply(network);

    /// <inheritdoc/>
    public override bool CanCudnnBenchmark => true;

    /// <inheritdoc/>
    public override void CudnnBenchmark(bool on) => LibTorch.CudnnBenchmark = on;

    /// <inheritdoc/>
    public override long MemoryInUse(Device device) =>
        device.type == DeviceType.CUDA && DeviceMemory.Of(device) is var memory
            ? memory.Reserved ?? memory.Total - memory.Free ?? DeviceMemory.HeldByTensors
            : base.MemoryInUse(device);

    /// <inheritdoc/>
    public override GpuMemory? GpuMemory(Device device) =>
        device.type == DeviceType.CUDA && DeviceMemory.Of(device) is { PeakAllocated: { } peak, Allocated: { } now, Total: { } total }
            ? new GpuMemory(peak, now, total)
            : null;

    /// <inheritdoc/>
    public override void ReleaseMemory(Device device)
    {
        DeviceMemory.EmptyCache();
        if (device.type == DeviceType.CUDA)
            DeviceMemory.ResetPeak(device);
    }

    /// <inheritdoc/>
    public override IUploader? Uploader(Device device, long bytes) =>
        device.type == DeviceType.CUDA ? new PinnedUploader(device, bytes) : null;

    private static string Blas(string library) =>
        library.Length == 0 ? "part of libtorch"
        : library.Contains("/blas/libblas", StringComparison.Ordinal) ? $"{library}: the reference BLAS, dozens of times slower; install libopenblas0-pthread"
        : library;
}
