using Cleaner.Training.Data;
using Cleaner.Training.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cleaner.Training.Backbones;

/// <summary>
/// MobileFaceNet (Chen, Liu, Gao, Han, arXiv:1804.07573) in insightface's widths and with its parameter names
/// (recognition/arcface_torch/backbones/mobilefacenet.py, "mbf": blocks 1, 4, 6, 2, scale 2).
/// </summary>
public sealed class MobileFaceNet : Backbone
{
    private const int Narrow = 128, Wide = 256, Last = 512;

    private readonly ModuleList<nn.Module<Tensor, Tensor>> layers;
    private readonly ConvBlock conv_sep;
    private readonly Gdc features;

    /// <summary>Random weights from torch's generator.</summary>
    public MobileFaceNet(ImageShape input, int dim) : base("mobilefacenet", input, dim)
    {
        register_module("layers", layers = nn.ModuleList<nn.Module<Tensor, Tensor>>(
            new ConvBlock(ImageShape.Channels, Narrow, 3, 2),
            new ConvBlock(Narrow, Narrow, 3, 1, groups: 64),
            new DepthWise(Narrow, Narrow, 128, 2),
            new Residual(Narrow, 4, 128),
            new DepthWise(Narrow, Wide, 256, 2),
            new Residual(Wide, 6, 256),
            new DepthWise(Wide, Wide, 512, 2),
            new Residual(Wide, 2, 256)));
        register_module("conv_sep", conv_sep = new ConvBlock(Wide, Last, 1, 1));
        var (height, width) = (input.Height, input.Width);
        for (var i = 0; i < 4; i++)
            (height, width) = (Layers.Halved(height), Layers.Halved(width));
        register_module("features", features = new Gdc(Last, (height, width), dim));
        Layers.InitializeConvolutions(this);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var x = input;
        foreach (var layer in layers)
            x = layer.call(x);
        return features.call(conv_sep.call(x));
    }

    /// <inheritdoc/>
    public override string Trace(OnnxGraph graph, string input) =>
        graph.Apply(features, graph.Apply(conv_sep, layers.Aggregate(input, (value, layer) => graph.Apply(layer, value))));

    private static Conv2d Convolution(int inputs, int outputs, int kernel, int stride, int groups) =>
        nn.Conv2d(inputs, outputs, kernel, stride: stride, padding: kernel / 2, groups: groups, bias: false);

    /// <summary>conv – BN – PReLU.</summary>
    private sealed class ConvBlock : nn.Module<Tensor, Tensor>, IOnnxLayer
    {
        private readonly Sequential layers;

        public ConvBlock(int inputs, int outputs, int kernel, int stride, int groups = 1) : base(nameof(ConvBlock)) =>
            register_module("layers", layers = nn.Sequential(
                ("0", Convolution(inputs, outputs, kernel, stride, groups)), ("1", nn.BatchNorm2d(outputs)), ("2", nn.PReLU(outputs))));

        public override Tensor forward(Tensor input) => layers.call(input);

        public string Trace(OnnxGraph graph, string input) => graph.Apply(layers, input);
    }

    /// <summary>conv – BN, nothing after it.</summary>
    private sealed class LinearBlock : nn.Module<Tensor, Tensor>, IOnnxLayer
    {
        private readonly Sequential layers;

        public LinearBlock(int inputs, int outputs, Conv2d convolution) : base(nameof(LinearBlock)) =>
            register_module("layers", layers = nn.Sequential(("0", convolution), ("1", nn.BatchNorm2d(outputs))));

        public override Tensor forward(Tensor input) => layers.call(input);

        public string Trace(OnnxGraph graph, string input) => graph.Apply(layers, input);
    }

    /// <summary>Widen by 1x1, filter each channel by 3x3, narrow by 1x1.</summary>
    private sealed class DepthWise : nn.Module<Tensor, Tensor>, IOnnxLayer
    {
        private readonly Sequential layers;
        private readonly bool _residual;

        public DepthWise(int inputs, int outputs, int between, int stride, bool residual = false) : base(nameof(DepthWise))
        {
            _residual = residual;
            register_module("layers", layers = nn.Sequential(
                ("0", new ConvBlock(inputs, between, 1, 1)),
                ("1", new ConvBlock(between, between, 3, stride, groups: between)),
                ("2", new LinearBlock(between, outputs, Convolution(between, outputs, 1, 1, 1)))));
        }

        public override Tensor forward(Tensor input)
        {
            var x = layers.call(input);
            return _residual ? x.add_(input) : x;
        }

        public string Trace(OnnxGraph graph, string input)
        {
            var x = graph.Apply(layers, input);
            return _residual ? graph.Add(x, input) : x;
        }
    }

    /// <summary>Residual blocks of one width.</summary>
    private sealed class Residual : nn.Module<Tensor, Tensor>, IOnnxLayer
    {
        private readonly Sequential layers;

        public Residual(int width, int blocks, int between) : base(nameof(Residual))
        {
            layers = nn.Sequential();
            for (var i = 0; i < blocks; i++)
                layers.append(i.ToString(System.Globalization.CultureInfo.InvariantCulture), new DepthWise(width, width, between, 1, residual: true));
            register_module("layers", layers);
        }

        public override Tensor forward(Tensor input) => layers.call(input);

        public string Trace(OnnxGraph graph, string input) => graph.Apply(layers, input);
    }

    /// <summary>Global depth-wise convolution and the embedding layer.</summary>
    private sealed class Gdc : nn.Module<Tensor, Tensor>, IOnnxLayer
    {
        private readonly Sequential layers;

        public Gdc(int width, (int Height, int Width) map, int dim) : base(nameof(Gdc)) =>
            register_module("layers", layers = nn.Sequential(
                ("0", new LinearBlock(width, width, nn.Conv2d(width, width, (map.Height, map.Width), groups: width, bias: false))),
                ("1", nn.Flatten()),
                ("2", nn.Linear(width, dim, hasBias: false)),
                ("3", nn.BatchNorm1d(dim))));

        public override Tensor forward(Tensor input) => layers.call(input);

        public string Trace(OnnxGraph graph, string input) => graph.Apply(layers, input);
    }
}
