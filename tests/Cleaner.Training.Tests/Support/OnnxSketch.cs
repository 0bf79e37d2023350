using Cleaner.Imaging.Onnx;

namespace Cleaner.Training.Tests.Support;

/// <summary>Writes small ONNX files by hand, as other programs might: the mean of each channel of an image.</summary>
internal sealed class OnnxSketch
{
    private const int Float32 = 1, Int64 = 7, TypeInt = 2, TypeInts = 7;

    private readonly ProtoWriter _graph = new();
    private string _last = "data";
    private int _made;

    public OnnxSketch(params string[] sizes) => Value(11, _last, Float32, sizes);

    /// <summary>Adds another input.</summary>
    public OnnxSketch Input(string name, params string[] sizes)
    {
        Value(11, name, Float32, sizes);
        return this;
    }

    /// <summary>Adds op(what is there so far, a constant).</summary>
    public OnnxSketch With(string op, float constant)
    {
        var name = $"c{_made}";
        _graph.Message(5, weight => weight.Integer(2, Float32).Float(4, constant).Text(8, name));
        return Node(op, _ => { }, name);
    }

    /// <summary>Adds a reshape.</summary>
    public OnnxSketch Reshape(params long[] sizes)
    {
        var name = $"c{_made}";
        _graph.Message(5, weight =>
        {
            weight.Integer(1, sizes.Length).Integer(2, Int64).Text(8, name);
            foreach (var size in sizes)
                weight.Integer(7, size);
        });
        return Node("Reshape", _ => { }, name);
    }

    /// <summary>Adds the mean over two axes.</summary>
    public OnnxSketch Mean(int first, int second) => Node("ReduceMean", node =>
    {
        node.Message(5, axes => axes.Text(1, "axes").Integer(8, first).Integer(8, second).Integer(20, TypeInts));
        node.Message(5, keep => keep.Text(1, "keepdims").Integer(3, 0).Integer(20, TypeInt));
    });

    /// <summary>Ends the graph with the output "vectors".</summary>
    public void Write(string path, params string[] outputSizes)
    {
        Value(12, _last, Float32, outputSizes);
        _graph.Text(2, "sketch");
        var model = new ProtoWriter().Integer(1, 7).Message(8, opset => opset.Text(1, "").Integer(2, 13)).Blob(7, _graph.Written);
        File.WriteAllBytes(path, model.Written);
    }

    private OnnxSketch Node(string op, Action<ProtoWriter> attributes, params string[] more)
    {
        var output = $"v{_made++}";
        _graph.Message(1, node =>
        {
            node.Text(1, _last);
            foreach (var input in more)
                node.Text(1, input);
            node.Text(2, output).Text(4, op);
            attributes(node);
        });
        _last = output;
        return this;
    }

    private void Value(int field, string name, int element, string[] sizes) => _graph.Message(field, value => value.Text(1, name).Message(2, type => type.Message(1, array =>
        array.Integer(1, element).Message(2, shape =>
        {
            foreach (var size in sizes)
                shape.Message(1, dim => _ = long.TryParse(size, out var number) ? dim.Integer(1, number) : dim.Text(2, size));
        }))));
}
