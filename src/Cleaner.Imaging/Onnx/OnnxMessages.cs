namespace Cleaner.Imaging.Onnx;

/// <summary>The messages of onnx.proto that every ONNX file here is made of: operators of opset 13, IR version 7, which came with it.</summary>
public static class OnnxMessages
{
    /// <summary>Version of the operators.</summary>
    public const int Opset = 13;

    /// <summary>TensorProto.raw_data.</summary>
    public const int RawData = 9;

    private const int IrVersion = 7;

    /// <summary>ModelProto: ir_version 1, opset_import 8.</summary>
    public static ProtoWriter Versions(ProtoWriter model) =>
        model.Integer(1, IrVersion).Message(8, opset => opset.Text(1, "").Integer(2, Opset));

    /// <summary>NodeProto: input 1, output 2, name 3, op_type 4, attribute 5. Its one output has its name.</summary>
    public static void Node(ProtoWriter graph, string operation, string name, IEnumerable<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var node = new ProtoWriter();
        foreach (var input in inputs)
            node.Text(1, input);
        node.Text(2, name).Text(3, name).Text(4, operation);
        foreach (var attribute in attributes)
            node.Message(5, attribute.Write);
        graph.Blob(OnnxFields.GraphNode, node.Written);
    }

    /// <summary>TensorProto without its numbers, which follow as <see cref="RawData"/> (little endian, C order): dims 1, data_type 2, name 8.</summary>
    public static ProtoWriter Tensor(string name, int kind, params ReadOnlySpan<long> sizes)
    {
        var tensor = new ProtoWriter();
        foreach (var size in sizes)
            tensor.Integer(1, size);
        return tensor.Integer(2, kind).Text(8, name);
    }

    /// <summary>ValueInfoProto: name 1, type 2; its tensor_type 1 has elem_type 1 and shape 2; a dim 1 has dim_value 1 or dim_param 2. Float.</summary>
    /// <param name="graph">GraphProto.</param>
    /// <param name="field"><see cref="OnnxFields.GraphInput"/> or <see cref="OnnxFields.GraphOutput"/>.</param>
    /// <param name="name">Of the value.</param>
    /// <param name="open">Name of its first size, which any number fits.</param>
    /// <param name="sizes">Of the other dimensions; −1: any, each of its own.</param>
    public static void Value(ProtoWriter graph, int field, string name, string open, params long[] sizes) => graph.Message(field, info => info.Text(1, name).Message(2, type => type.Message(1, array =>
        array.Integer(1, OnnxFields.Float32).Message(2, shape =>
        {
            shape.Message(1, dim => dim.Text(2, open));
            for (var i = 0; i < sizes.Length; i++)
            {
                var (size, axis) = (sizes[i], $"{name}_{i + 1}");
                shape.Message(1, dim => _ = size < 0 ? dim.Text(2, axis) : dim.Integer(1, size));
            }
        }))));
}
