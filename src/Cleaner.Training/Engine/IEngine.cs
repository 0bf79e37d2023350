using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Engine;

/// <summary>
/// What TorchSharp's own API has not: multi-tensor steps, autocast and gradient scaling, NHWC order, memory statistics. The plain
/// implementation does without; a provider that can do better overrides it.
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

    /// <summary>√(Σ‖tensors[i]‖²), one number.</summary>
    double Norm(IReadOnlyList<Tensor> tensors);

    /// <summary>Runs operators in a smaller type where that is safe, until disposed; null when this provider cannot.</summary>
    IDisposable? Autocast(Device device, ScalarType type);

    /// <summary>True where activations can be kept in NHWC order.</summary>
    bool CanChannelsLast { get; }

    /// <summary>The same values in NHWC memory order; the tensor itself where this provider cannot.</summary>
    Tensor ChannelsLast(Tensor images);

    /// <summary>Puts the weights of all convolutions into NHWC memory order.</summary>
    void ChannelsLast(nn.Module network);

    /// <summary>Tries the algorithms of cudnn and keeps the fastest; without effect on a CPU.</summary>
    void CudnnBenchmark(bool on);

    /// <summary>Bytes in use on a device: of the process on a CPU.</summary>
    long MemoryInUse(Device device);
}
