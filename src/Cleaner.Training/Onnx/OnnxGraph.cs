using System.Globalization;
using Cleaner.Imaging.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cleaner.Training.Onnx;

/// <summary>
/// The nodes and weights of a network in ONNX's operators (https://onnx.ai/onnx/operators, opset 13). Values are known by name: that of
/// the layer they come from, e.g. <c>layer1.0.bn1</c>. Weights keep the names of the state dictionary.
/// </summary>
public sealed class OnnxGraph
{
    private const double LeastNorm = 1e-12;     // torch.nn.functional.normalize

    private readonly Dictionary<nn.Module, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _used = [];
    private readonly List<OnnxWeight> _weights = [];

    /// <param name="network">The network whose layers will be added.</param>
    public OnnxGraph(nn.Module network)
    {
        foreach (var (name, module) in network.named_modules())
            _names[module] = name;
    }

    /// <summary>The nodes, each a field of GraphProto.</summary>
    internal ProtoWriter Nodes { get; } = new();

    /// <summary>The weights, in the order of their use.</summary>
    internal IReadOnlyList<OnnxWeight> Weights => _weights;

    /// <summary>Adds a layer; returns the name of its result.</summary>
    public string Apply(nn.Module layer, string input) => layer switch
    {
        IOnnxLayer composed => composed.Trace(this, input),
        Sequential sequence => sequence.children().Aggregate(input, (value, child) => Apply(child, value)),
        Conv2d convolution => Convolution(convolution, input),
        BatchNorm norm => Normalization(norm, input),
        PReLU prelu => Node("PRelu", _names[prelu], [input, Weight($"{_names[prelu]}.weight", prelu.weight.view(-1, 1, 1))]),
        Linear linear => Linear(linear, input),
        TorchSharp.Modules.Flatten => Flatten(input),
        _ => throw new NotSupportedException($"{layer.GetType().Name} has no ONNX counterpart here"),
    };

    /// <summary>max(x, 0).</summary>
    public string Relu(string input) => Node("Relu", Fresh("relu"), [input]);

    /// <summary>a + b.</summary>
    public string Add(string a, string b) => Node("Add", Fresh("add"), [a, b]);

    /// <summary>Means over windows that do not overlap; what is left over at the edges falls away.</summary>
    public string AveragePool(string input, int window) => Node("AveragePool", Fresh("pool"), [input],
        OnnxAttribute.Integers("kernel_shape", window, window), OnnxAttribute.Integers("strides", window, window));

    /// <summary>[B, …] to [B, D].</summary>
    public string Flatten(string input) => Node("Flatten", Fresh("flatten"), [input], OnnxAttribute.Integer("axis", 1));

    /// <summary>Rows of length 1.</summary>
    public string UnitLength(string input)
    {
        var norm = Node("ReduceL2", Fresh("norm"), [input], OnnxAttribute.Integers("axes", 1), OnnxAttribute.Integer("keepdims", 1));
        var safe = Node("Max", Fresh("norm"), [norm, Weight("least_norm", tensor((float)LeastNorm))]);
        return Node("Div", Fresh("unit"), [input, safe]);
    }

    /// <summary>Gives a value a name of its own.</summary>
    public string Named(string input, string name) => Node("Identity", name, [input]);

    private string Convolution(Conv2d layer, string input)
    {
        var name = _names[layer];
        List<string> inputs = [input, Weight($"{name}.weight", layer.weight)];
        if (layer.bias is { } bias)
            inputs.Add(Weight($"{name}.bias", bias));
        var padding = layer.padding ?? [0, 0];
        return Node("Conv", name, inputs,
            OnnxAttribute.Integers("kernel_shape", layer.kernel_size), OnnxAttribute.Integers("strides", layer.stride),
            OnnxAttribute.Integers("pads", [.. padding, .. padding]), OnnxAttribute.Integers("dilations", layer.dilation),
            OnnxAttribute.Integer("group", layer.groups));
    }

    private string Normalization(BatchNorm layer, string input)
    {
        var name = _names[layer];
        return Node("BatchNormalization", name,
            [
                input, Weight($"{name}.weight", layer.weight), Weight($"{name}.bias", layer.bias!),
                Weight($"{name}.running_mean", layer.running_mean!), Weight($"{name}.running_var", layer.running_var!),
            ],
            OnnxAttribute.Float("epsilon", (float)layer.eps));
    }

    private string Linear(Linear layer, string input)
    {
        var name = _names[layer];
        List<string> inputs = [input, Weight($"{name}.weight", layer.weight)];
        if (layer.bias is { } bias)
            inputs.Add(Weight($"{name}.bias", bias));
        return Node("Gemm", name, inputs, OnnxAttribute.Integer("transB", 1));
    }

    private string Weight(string name, Tensor value)
    {
        _weights.Add(new OnnxWeight(name, value));
        return name;
    }

    private string Node(string operation, string name, IEnumerable<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        OnnxMessages.Node(Nodes, operation, name, inputs, attributes);
        return name;
    }

    private string Fresh(string kind)
    {
        var number = _used[kind] = _used.GetValueOrDefault(kind) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{kind}_{number}");
    }
}
