using System.Globalization;
using System.Runtime.InteropServices;

namespace Cleaner.Imaging.Onnx;

/// <summary>A network put together operator by operator (https://onnx.ai/onnx/operators, opset 13), for ONNX Runtime to compute.</summary>
internal sealed class OnnxModel
{
    private readonly ProtoWriter _graph = new();
    private int _made;

    /// <param name="input">Name of the one input.</param>
    /// <param name="sizes">Of an image, after the number of images; −1: any.</param>
    public OnnxModel(string input, params long[] sizes) => OnnxMessages.Value(_graph, OnnxFields.GraphInput, input, "batch", sizes);

    /// <summary>Adds an operator with one result.</summary>
    /// <returns>Name of its result.</returns>
    public string Node(string operation, string[] inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var name = Fresh(operation);
        OnnxMessages.Node(_graph, operation, name, inputs, attributes);
        return name;
    }

    /// <summary>Adds numbers in C order.</summary>
    /// <returns>Their name.</returns>
    public string Weight(ReadOnlySpan<long> sizes, ReadOnlySpan<float> values) => Constant(sizes, OnnxFields.Float32, MemoryMarshal.AsBytes(values));

    /// <summary>Adds a list of integers.</summary>
    /// <returns>Its name.</returns>
    public string Integers(params ReadOnlySpan<long> values) => Constant([values.Length], OnnxFields.Int64, MemoryMarshal.AsBytes(values));

    private string Constant(ReadOnlySpan<long> sizes, int kind, ReadOnlySpan<byte> values)
    {
        var name = Fresh("constant");
        _graph.Blob(OnnxFields.GraphInitializer, OnnxMessages.Tensor(name, kind, sizes).Blob(OnnxMessages.RawData, values).Written);
        return name;
    }

    /// <summary>Ends the network with an output, and gives the bytes of its file.</summary>
    /// <param name="result">What is told.</param>
    /// <param name="output">How it is called.</param>
    /// <param name="sizes">Of an image's, after the number of images; −1: any.</param>
    public byte[] Bytes(string result, string output, params long[] sizes)
    {
        OnnxMessages.Node(_graph, "Identity", output, [result]);
        OnnxMessages.Value(_graph, OnnxFields.GraphOutput, output, "batch", sizes);
        _graph.Text(OnnxFields.GraphName, "network");
        return OnnxMessages.Versions(new ProtoWriter()).Blob(OnnxFields.ModelGraph, _graph.Written).Written.ToArray();
    }

    private string Fresh(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}_{++_made}");
}
