using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cleaner.Training.Backbones;

/// <summary>Layers as the papers of the field write them.</summary>
internal static class Layers
{
    public static Conv2d Conv3x3(int inputs, int outputs, int stride = 1) =>
        nn.Conv2d(inputs, outputs, 3, stride: stride, padding: 1, bias: false);

    public static Conv2d Conv1x1(int inputs, int outputs, int stride = 1) =>
        nn.Conv2d(inputs, outputs, 1, stride: stride, bias: false);

    /// <summary>Height or width after a 3x3 convolution of stride 2 with padding 1.</summary>
    public static int Halved(int size) => (size + 1) / 2;

    /// <summary>Keeps scale and shift of a batch norm at 1 and 0.</summary>
    public static void Fix(BatchNorm1d norm)
    {
        norm.weight!.requires_grad = false;
        norm.bias!.requires_grad = false;
    }

    /// <summary>Random normal weights of the given deviation for every convolution.</summary>
    public static void InitializeConvolutions(nn.Module network, double deviation)
    {
        foreach (var convolution in network.modules().OfType<Conv2d>())
            nn.init.normal_(convolution.weight, 0, deviation);
    }

    /// <summary>He et al., arXiv:1502.01852, by the outputs of each convolution.</summary>
    public static void InitializeConvolutions(nn.Module network)
    {
        foreach (var convolution in network.modules().OfType<Conv2d>())
            nn.init.kaiming_normal_(convolution.weight, mode: nn.init.FanInOut.FanOut, nonlinearity: nn.init.NonlinearityType.ReLU);
    }
}
