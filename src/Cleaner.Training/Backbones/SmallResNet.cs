using Cleaner.Training.Data;
using Cleaner.Training.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cleaner.Training.Backbones;

/// <summary>
/// A small residual network (He et al., arXiv:1512.03385; ReLU, widths 24, 48, 96, two blocks each) for inputs of 24 to 112 pixels and
/// for CPUs: about half a million parameters, a 128-d embedding that is closed by a batch norm without weights of its own,
/// so that no direction is common to all embeddings. The image is halved once from a shorter
/// side of 28 pixels and twice from 56, so that the first stage works on about 16 x 16, on 27 x 27 of 54 and 28 x 28 of 112; the last map is pooled to at most about
/// 4 x 4 before the embedding layer.
/// </summary>
public sealed class SmallResNet : Backbone
{
    /// <summary>Length of the embedding unless another is asked for.</summary>
    public const int DefaultDim = 128;

    private const int BlocksPerStage = 2;
    private const int HalveFrom = 28, HalveTwiceFrom = 56;
    private const int LastMap = 4;
    private static readonly int[] Widths = [24, 48, 96];

    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Sequential[] _layers;
    private readonly Dropout dropout;
    private readonly Linear fc;
    private readonly BatchNorm1d features;
    private readonly int _pool;

    /// <summary>Random weights from torch's generator.</summary>
    /// <param name="input">Height and width.</param>
    /// <param name="dim">Length of the embedding.</param>
    /// <param name="dropRate">Dropout before the embedding layer.</param>
    public SmallResNet(ImageShape input, int dim, double dropRate) : base("small", input, dim)
    {
        var (height, width) = (input.Height, input.Width);
        var side = Math.Min(height, width);
        var halve = side >= HalveFrom;
        register_module("conv1", conv1 = Layers.Conv3x3(ImageShape.Channels, Widths[0], halve ? 2 : 1));
        register_module("bn1", bn1 = nn.BatchNorm2d(Widths[0]));
        if (halve)
            (height, width) = (Layers.Halved(height), Layers.Halved(width));
        _layers = new Sequential[Widths.Length];
        for (var stage = 0; stage < Widths.Length; stage++)
        {
            var inputs = Widths[Math.Max(0, stage - 1)];
            var stride = stage == 0 && side < HalveTwiceFrom ? 1 : 2;
            register_module($"layer{stage + 1}", _layers[stage] = Stage(inputs, Widths[stage], stride));
            if (stride == 2)
                (height, width) = (Layers.Halved(height), Layers.Halved(width));
        }
        _pool = (Math.Min(height, width) + LastMap - 1) / LastMap;
        register_module("dropout", dropout = nn.Dropout(dropRate));
        register_module("fc", fc = nn.Linear((long)Widths[^1] * (height / _pool) * (width / _pool), dim, hasBias: false));
        register_module("features", features = nn.BatchNorm1d(dim));
        Layers.Fix(features);
        Layers.InitializeConvolutions(this);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var x = bn1.call(conv1.call(input)).relu_();
        foreach (var layer in _layers)
            x = layer.call(x);
        if (_pool > 1)
            x = nn.functional.avg_pool2d(x, _pool);
        return features.call(fc.call(dropout.call(x.flatten(1))));
    }

    /// <inheritdoc/>
    public override string Trace(OnnxGraph graph, string input)
    {
        var x = graph.Relu(graph.Apply(bn1, graph.Apply(conv1, input)));
        foreach (var layer in _layers)
            x = graph.Apply(layer, x);
        if (_pool > 1)
            x = graph.AveragePool(x, _pool);
        return graph.Apply(features, graph.Apply(fc, graph.Flatten(x)));
    }

    private static Sequential Stage(int inputs, int outputs, int stride)
    {
        var stage = nn.Sequential();
        for (var i = 0; i < BlocksPerStage; i++)
            stage.append(i.ToString(System.Globalization.CultureInfo.InvariantCulture),
                i == 0 ? new Block(inputs, outputs, stride) : new Block(outputs, outputs, 1));
        return stage;
    }

    /// <summary>conv – BN – ReLU – conv – BN, added to the input, ReLU.</summary>
    private sealed class Block : nn.Module<Tensor, Tensor>, IOnnxLayer
    {
        private readonly Conv2d conv1, conv2;
        private readonly BatchNorm2d bn1, bn2;
        private readonly Sequential? downsample;

        public Block(int inputs, int outputs, int stride) : base(nameof(Block))
        {
            register_module("conv1", conv1 = Layers.Conv3x3(inputs, outputs, stride));
            register_module("bn1", bn1 = nn.BatchNorm2d(outputs));
            register_module("conv2", conv2 = Layers.Conv3x3(outputs, outputs));
            register_module("bn2", bn2 = nn.BatchNorm2d(outputs));
            if (stride != 1 || inputs != outputs)
                register_module("downsample", downsample = nn.Sequential(
                    ("0", Layers.Conv1x1(inputs, outputs, stride)), ("1", nn.BatchNorm2d(outputs))));
        }

        public override Tensor forward(Tensor input)
        {
            var x = bn1.call(conv1.call(input)).relu_();
            x = bn2.call(conv2.call(x));
            return x.add_(downsample is null ? input : downsample.call(input)).relu_();
        }

        public string Trace(OnnxGraph graph, string input)
        {
            var x = graph.Relu(graph.Apply(bn1, graph.Apply(conv1, input)));
            x = graph.Apply(bn2, graph.Apply(conv2, x));
            return graph.Relu(graph.Add(x, downsample is null ? input : graph.Apply(downsample, input)));
        }
    }
}
