using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Engine;

/// <summary>
/// What TorchSharp's own API has not: multi-tensor steps, autocast, NHWC order, memory statistics, copies beside the computation. The
/// plain implementation does without; a provider that can do better overrides it.
/// </summary>
public interface IEngine
{
    /// <summary>"system" or "nuget".</summary>
    string Name { get; }

    /// <summary>What the engine consists of, for <c>cleaner doctor</c>: names and values.</summary>
    IReadOnlyList<(string Name, string Value)> Describe();

    /// <summary>targets[i] += scale · sources[i].</summary>
    void AddScaled(IReadOnlyList<Tensor> targets, IReadOnlyList<Tensor> sources, double scale);

    /// <summary>targets[i] *= factor.</summary>
    void Scale(IReadOnlyList<Tensor> targets, double factor);

    /// <summary>targets[i] += scale · a[i] · b[i].</summary>
    void AddProducts(IReadOnlyList<Tensor> targets, IReadOnlyList<Tensor> a, IReadOnlyList<Tensor> b, double scale);

    /// <summary>targets[i] += scale · a[i] / (√b[i] / divisor + epsilon): the step of Adam.</summary>
    void AddNormalised(
        IReadOnlyList<Tensor> targets, IReadOnlyList<Tensor> a, IReadOnlyList<Tensor> b, double scale, double divisor, double epsilon);

    /// <summary>√(Σ‖tensors[i]‖²), one number.</summary>
    double Norm(IReadOnlyList<Tensor> tensors);

    /// <summary>gradients[i] /= scale; false when an element of them is infinite or NaN.</summary>
    bool Unscale(IReadOnlyList<Tensor> gradients, double scale);

    /// <summary>True where operators can run in a smaller type.</summary>
    bool CanAutocast { get; }

    /// <summary>Runs operators in a smaller type where that is safe, until disposed; without effect where this provider cannot.</summary>
    IDisposable Autocast(Device device, ScalarType type);

    /// <summary>The same values in NHWC memory order, the tensor itself where they are so already.</summary>
    Tensor ChannelsLast(Tensor images);

    /// <summary>Puts the weights of all convolutions into NHWC memory order once; where this provider cannot, each convolution does for itself.</summary>
    void ChannelsLast(nn.Module network);

    /// <summary>True where <see cref="CudnnBenchmark"/> has an effect.</summary>
    bool CanCudnnBenchmark { get; }

    /// <summary>Tries the algorithms of cudnn and keeps the fastest; without effect on a CPU.</summary>
    void CudnnBenchmark(bool on);

    /// <summary>Bytes in use on a device: of the process on a CPU.</summary>
    long MemoryInUse(Device device);

    /// <summary>The figures of a GPU's allocator, or null: on a CPU, or where this provider has none.</summary>
    GpuMemory? GpuMemory(Device device);

    /// <summary>Gives cached memory back to the device, and lets its peak count from now on.</summary>
    void ReleaseMemory(Device device);

    /// <summary>True when the exception says that a device or the machine has no memory left for a tensor.</summary>
    bool IsOutOfMemory(Exception failure);

    /// <summary>Copies batches to a GPU beside its computation; null on a CPU, or where this provider cannot.</summary>
    /// <param name="device">Where to.</param>
    /// <param name="bytes">Size of the largest batch.</param>
    IUploader? Uploader(Device device, long bytes);
}

/// <summary>Bytes of a GPU.</summary>
/// <param name="Peak">In tensors at most, since <see cref="IEngine.ReleaseMemory"/>.</param>
/// <param name="InTensors">In tensors now.</param>
/// <param name="Total">All of the device.</param>
public sealed record GpuMemory(long Peak, long InTensors, long Total);

/// <summary>Copies batches to a GPU through pinned memory, on a stream of its own.</summary>
public interface IUploader : IDisposable
{
    /// <summary>Starts a copy; returns before it is done. At most two copies are under way.</summary>
    /// <returns>uint8 of the given shape on the device; not to be used before <see cref="Await"/>.</returns>
    Tensor Send(ReadOnlySpan<byte> bytes, long[] shape);

    /// <summary>Lets the computation wait for the copy; the caller does not wait.</summary>
    void Await(Tensor sent);
}
