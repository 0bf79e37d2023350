using Cleaner.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Engine;

/// <summary>Two pinned buffers and a CUDA stream for copies: a batch travels while the one before it is computed.</summary>
internal sealed class PinnedUploader : IUploader
{
    private readonly Device _device;
    private readonly DeviceStream _copies;
    private readonly Tensor[] _buffers;
    private int _next;

    public PinnedUploader(Device device, long bytes)
    {
        (_device, _copies) = (device, DeviceStream.FromPool(device));
        _buffers = [Pinned(bytes), Pinned(bytes)];
    }

    public Tensor Send(ReadOnlySpan<byte> bytes, long[] shape)
    {
        var buffer = _buffers[_next];
        _next = (_next + 1) % _buffers.Length;
        // The copy that last read this buffer was begun two batches ago.
        _copies.Synchronize();
        bytes.CopyTo(buffer.bytes);
        using var filled = buffer.narrow(0, 0, bytes.Length);
        using var shaped = filled.view(shape);
        using (_copies.Use())
            return shaped.to(_device, non_blocking: true);
    }

    public void Await(Tensor sent)
    {
        var computation = DeviceStream.Current(_device);
        computation.WaitFor(_copies);
        computation.Record(sent);
    }

    public void Dispose()
    {
        _copies.Synchronize();
        foreach (var buffer in _buffers)
            buffer.Dispose();
    }

    private static Tensor Pinned(long bytes)
    {
        using var pageable = empty(new long[] { bytes }, dtype: ScalarType.Byte);
        return pageable.pin_memory().DetachFromDisposeScope();
    }
}
