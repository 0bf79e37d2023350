using TorchSharp.Modules;
using static Cleaner.Torch.Interop.Calls;
using static TorchSharp.torch;

namespace Cleaner.Torch;

/// <summary>NHWC memory order of [N, C, H, W] tensors, in which tensor cores, and oneDNN, convolve faster.</summary>
public static class ChannelsLast
{
    // c10::MemoryFormat
    private const long Contiguous = 0;
    private const long Nhwc = 2;

    /// <summary>The same values in NHWC order; another object for the tensor itself where they are so already.</summary>
    public static Tensor Of(Tensor images) => Call("aten::contiguous", images, Nhwc);

    /// <summary>The same values in NCHW order.</summary>
    public static Tensor Undo(Tensor images) => Call("aten::contiguous", images, Contiguous);

    /// <summary>Puts the weights of every convolution into NHWC order; the parameters keep their identity.</summary>
    public static void Apply(nn.Module network)
    {
        using var untracked = no_grad();
        network.apply(module =>
        {
            if (module is not Conv2d { weight: var weight })
                return;
            using var ordered = Of(weight);
            weight.SetData(ordered);
        });
    }

    /// <summary>Whether the values lie in NHWC order.</summary>
    public static bool Is(Tensor images)
    {
        var (shape, strides) = (images.shape, images.stride());
        return shape.Length == 4 && strides[1] == 1 && strides[3] == shape[1] && strides[2] == shape[1] * shape[3]
            && strides[0] == shape[1] * shape[2] * shape[3];
    }
}
