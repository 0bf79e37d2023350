using Cleaner.Training.Engine;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Running;

/// <summary>From the bytes of a batch to what the network takes.</summary>
/// <param name="device">Where the network lies.</param>
/// <param name="channelsLast">NHWC order.</param>
public sealed class InputTensors(Device device, bool channelsLast)
{
    // insightface's normalisation: (x − 127.5) / 127.5.
    private const double Middle = 127.5;

    /// <summary>Float [B, 3, H, W] in [−1, 1], from uint8 [B, H, W, 3] on the device.</summary>
    public Tensor Images(Tensor bytes)
    {
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
