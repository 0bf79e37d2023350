using Cleaner.Training.Data;
using Cleaner.Training.Engine;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Running;

/// <summary>From the bytes of a batch to what the network takes.</summary>
internal sealed class InputTensors(ImageShape shape, Device device, bool channelsLast)
{
    // insightface's normalisation: (x − 127.5) / 127.5.
    private const double Middle = 127.5;

    /// <summary>Float [B, 3, H, W] in [−1, 1] on the device.</summary>
    public Tensor Images(byte[] hwc, int count)
    {
        var bytes = empty(new long[] { count, shape.Height, shape.Width, ImageShape.Channels }, dtype: ScalarType.Byte);
        hwc.AsSpan(0, count * shape.Bytes).CopyTo(bytes.bytes);
        if (device.type != DeviceType.CPU)
            bytes = bytes.to(device, non_blocking: true);
        var images = bytes.permute(0, 3, 1, 2);
        if (!channelsLast)
            images = images.contiguous();
        var values = images.to_type(ScalarType.Float32).sub_(Middle).div_(Middle);
        return channelsLast ? Engines.Current.ChannelsLast(values) : values;
    }

    /// <summary>int64 [B] on the device.</summary>
    public Tensor Labels(long[] labels)
    {
        var tensor = from_array(labels);
        return device.type == DeviceType.CPU ? tensor : tensor.to(device, non_blocking: true);
    }
}
