using Cleaner.Training.Data;
using Cleaner.Training.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cleaner.Training.Backbones;

/// <summary>
/// insightface's residual network with its parameter names (recognition/arcface_torch/backbones/iresnet.py; Duta et al., Improved
/// Residual Networks, arXiv:2004.04989), so that weights go both ways. Any input size: the embedding layer follows it.
/// </summary>
public sealed class IResNet : Backbone
{
    private const int StemWidth = 64;
    private const double ConvolutionDeviation = 0.1;
    private static readonly int[] Widths = [64, 128, 256, 512];

    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1, bn2;
    private readonly PReLU prelu;
    private readonly Sequential[] _layers;
    private readonly Dropout dropout;
    private readonly Linear fc;
    private readonly BatchNorm1d features;

    /// <summary>Random weights from torch's generator.</summary>
    /// <param name="name">Its name in <see cref="BackboneCatalog"/>.</param>
    /// <param name="blocks">Blocks in each of the four stages.</param>
    /// <param name="input">Height and width.</param>
    /// <param name="dim">Length of the embedding; the paper's is 512.</param>
    /// <param name="dropRate">Dropout before the embedding layer.</param>
    public IResNet(string name, ReadOnlySpan<int> blocks, ImageShape input, int dim, double dropRate) : base(name, input, dim)
    {
        var (height, width) = (input.Height, input.Width);
        register_module("conv1", conv1 = Layers.Conv3x3(ImageShape.Channels, StemWidth));
        register_module("bn1", bn1 = nn.BatchNorm2d(StemWidth));
        register_module("prelu", prelu = nn.PReLU(StemWidth));
        _layers = new Sequential[Widths.Length];
        for (var stage = 0; stage < Widths.Length; stage++)
        {
            var inputs = stage == 0 ? StemWidth : Widths[stage - 1];
            register_module($"layer{stage + 1}", _layers[stage] = Stage(inputs, Widths[stage], blocks[stage]));
            (height, width) = (Layers.Halved(height), Layers.Halved(width));
        }
        register_module("bn2", bn2 = nn.BatchNorm2d(Widths[^1]));
        register_module("dropout", dropout = nn.Dropout(dropRate));
        register_module("fc", fc = nn.Linear((long)Widths[^1] * height * width, dim));
        register_module("features", features = nn.BatchNorm1d(dim));
        features.weight.requires_grad = false;
        Layers.InitializeConvolutions(this, ConvolutionDeviation);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var x = prelu.call(bn1.call(conv1.call(input)));
        foreach (var layer in _layers)
            x = layer.call(x);
        x = dropout.call(bn2.call(x).flatten(1));
        return features.call(fc.call(x));
    }

    /// <inheritdoc/>
    public override string Trace(OnnxGraph graph, string input)
    {
        var x = graph.Apply(prelu, graph.Apply(bn1, graph.Apply(conv1, input)));
        foreach (var layer in _layers)
            x = graph.Apply(layer, x);
        x = graph.Flatten(graph.Apply(bn2, x));
        return graph.Apply(features, graph.Apply(fc, x));
    }

    private static Sequential Stage(int inputs, int outputs, int blocks)
    {
        var stage = nn.Sequential();
        for (var i = 0; i < blocks; i++)
            stage.append(i.ToString(System.Globalization.CultureInfo.InvariantCulture),
                i == 0 ? new Block(inputs, outputs, stride: 2) : new Block(outputs, outputs, stride: 1));
        return stage;
    }

    /// <summary>BN – conv – BN – PReLU – conv – BN, added to the input, which is projected where the size changes.</summary>
    private sealed class Block : nn.Module<Tensor, Tensor>, IOnnxLayer
    {
        private readonly BatchNorm2d bn1, bn2, bn3;
        private readonly Conv2d conv1, conv2;
        private readonly PReLU prelu;
        private readonly Sequential? downsample;

        public Block(int inputs, int outputs, int stride) : base(nameof(Block))
        {
            register_module("bn1", bn1 = nn.BatchNorm2d(inputs));
            register_module("conv1", conv1 = Layers.Conv3x3(inputs, outputs));
            register_module("bn2", bn2 = nn.BatchNorm2d(outputs));
            register_module("prelu", prelu = nn.PReLU(outputs));
            register_module("conv2", conv2 = Layers.Conv3x3(outputs, outputs, stride));
            register_module("bn3", bn3 = nn.BatchNorm2d(outputs));
            if (stride != 1 || inputs != outputs)
                register_module("downsample", downsample = nn.Sequential(
                    ("0", Layers.Conv1x1(inputs, outputs, stride)), ("1", nn.BatchNorm2d(outputs))));
        }

        public override Tensor forward(Tensor input)
        {
            var x = prelu.call(bn2.call(conv1.call(bn1.call(input))));
            x = bn3.call(conv2.call(x));
            return x.add_(downsample is null ? input : downsample.call(input));
        }

        public string Trace(OnnxGraph graph, string input)
        {
            var x = graph.Apply(prelu, graph.Apply(bn2, graph.Apply(conv1, graph.Apply(bn1, input))));
            x = graph.Apply(bn3, graph.Apply(conv2, x));
            return graph.Add(x, downsample is null ? input : graph.Apply(downsample, input));
        }
    }
}
