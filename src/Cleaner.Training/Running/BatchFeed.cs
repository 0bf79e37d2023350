using Cleaner.Training.Data;
using Cleaner.Training.Engine;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Running;

/// <summary>
/// Hands batches to the training thread as bytes on its device. On a GPU the next one is copied while the present one is computed
/// (pinned double buffers, a stream of its own); on a CPU they are copied when asked for.
/// </summary>
internal sealed class BatchFeed : IDisposable
{
    private readonly BatchLoader _loader;
    private readonly ImageShape _shape;
    private readonly Device _device;
    private readonly IUploader? _uploader;
    private (Batch Batch, Tensor Bytes)? _ahead;

    /// <param name="loader">Where the batches come from; stays the caller's.</param>
    /// <param name="shape">Size of the images.</param>
    /// <param name="device">Where the network lies.</param>
    /// <param name="largest">Images in the largest batch.</param>
    public BatchFeed(BatchLoader loader, ImageShape shape, Device device, int largest)
    {
        (_loader, _shape, _device) = (loader, shape, device);
        _uploader = Engines.Current.Uploader(device, (long)largest * shape.Bytes);
    }

    /// <summary>The next batch, or null after the last one: its bytes as uint8 [B, H, W, 3] on the device, the caller's to dispose.</summary>
    public (Batch Batch, Tensor Bytes)? Next(CancellationToken stop)
    {
        var next = _ahead ?? Take(stop);
        _ahead = null;
        if (next is { } taken)
            _uploader?.Await(taken.Bytes);
        return next;
    }

    /// <summary>Starts the copy of the batch after; without effect on a CPU.</summary>
    public void Prefetch(CancellationToken stop)
    {
        if (_uploader is not null && _ahead is null)
            _ahead = Take(stop);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ahead?.Bytes.Dispose();
        _uploader?.Dispose();
    }

    private (Batch, Tensor)? Take(CancellationToken stop)
    {
        if (_loader.Next(stop) is not { } batch)
            return null;
        var count = batch.Rows.Length;
        var pixels = batch.Pixels.AsSpan(0, count * _shape.Bytes);
        long[] shape = [count, _shape.Height, _shape.Width, ImageShape.Channels];
        var bytes = _uploader is null ? Copied(pixels, shape) : _uploader.Send(pixels, shape);
        _loader.Recycle(batch);
        return (batch, bytes.DetachFromDisposeScope());
    }

    private Tensor Copied(ReadOnlySpan<byte> pixels, long[] shape)
    {
        var bytes = empty(shape, dtype: ScalarType.Byte);
        pixels.CopyTo(bytes.bytes);
        return _device.type == DeviceType.CPU ? bytes : bytes.to(_device, disposeAfter: true);
    }
}
