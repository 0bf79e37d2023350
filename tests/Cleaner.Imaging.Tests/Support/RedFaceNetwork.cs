using Cleaner.Imaging.Onnx;

namespace Cleaner.Imaging.Tests.Support;

/// <summary>
/// Writes face detectors by hand for pictures of 64 x 64 pixels: a face is where a cell of 8 x 8 pixels is red, its score the red in it, its box
/// and its points fixed relative to the cell.
/// </summary>
internal static class RedFaceNetwork
{
    public const int Side = 64;

    private const int Cells = 8, Float32 = 1, Int64 = 7, TypeInt = 2, TypeInts = 7;

    /// <summary>Of the five points, in cells.</summary>
    public static readonly float[] Points = [-0.5f, -0.25f, 1.5f, -0.25f, 0.5f, 0.5f, -0.25f, 1.25f, 1.25f, 1.25f];

    /// <summary>As YuNet: blue first, grey levels as they are; the middle of the box at the middle of the cell, 3 cells wide and 4 high.</summary>
    public static void WriteYuNet(string path)
    {
        var graph = Red(channel: 2).Node("AveragePool", "red", "pool", Ints("kernel_shape", Cells, Cells), Ints("strides", Cells, Cells))
            .Constant("level", [], [1 / 255f]).Constant("one", [1], [1]).Shape("row", 1, Cells * Cells, 1)
            .Node("Mul", "pool level", "scaled").Node("Reshape", "scaled row", "cls_8").Node("Identity", "cls_8", "obj_8")
            .Constant("b8", [1, 64, 4], Repeated([0.5f, 0.5f, MathF.Log(3), MathF.Log(4)], 64)).Node("Identity", "b8", "bbox_8")
            .Constant("k8", [1, 64, 10], Repeated(Points, 64)).Node("Identity", "k8", "kps_8");
        foreach (var (stride, cells) in new[] { (16, 16), (32, 4) })
            foreach (var (name, columns) in new[] { ("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10) })
                graph.Constant($"{name}{stride}", [1, cells, columns], new float[cells * columns]).Node("Identity", $"{name}{stride}", $"{name}_{stride}");
        foreach (var (name, columns) in new[] { ("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10) })
            foreach (var (stride, cells) in new[] { (8, 64), (16, 16), (32, 4) })
                graph.Output($"{name}_{stride}", 1, cells, columns);
        graph.Write(path);
    }

    /// <summary>As SCRFD: red first, (x − 127.5) / 128; two anchors a cell, of which the first sees; sides 1, 1.5, 2 and 2.5 cells from the cell's corner.</summary>
    public static void WriteScrfd(string path)
    {
        var graph = Red(channel: 0).Node("AveragePool", "red", "pool", Ints("kernel_shape", Cells, Cells), Ints("strides", Cells, Cells))
            .Shape("column", 64, 1).Shape("anchors", 128, 1).Constant("blind", [64, 1], new float[64])
            .Node("Reshape", "pool column", "seeing").Node("Concat", "seeing blind", "both", Int("axis", 1)).Node("Reshape", "both anchors", "s8")
            .Constant("box", [128, 4], Repeated([1, 1.5f, 2, 2.5f], 128)).Node("Identity", "box", "b8")
            .Constant("point", [128, 10], Repeated(Points, 128)).Node("Identity", "point", "k8");
        foreach (var (stride, anchors) in new[] { (16, 32), (32, 8) })
            foreach (var (name, columns) in new[] { ("s", 1), ("b", 4), ("k", 10) })
                graph.Constant($"zero{name}{stride}", [anchors, columns], new float[anchors * columns]).Node("Identity", $"zero{name}{stride}", $"{name}{stride}");
        foreach (var (name, columns) in new[] { ("s", 1), ("b", 4), ("k", 10) })
            foreach (var (stride, anchors) in new[] { (8, 128), (16, 32), (32, 8) })
                graph.Output($"{name}{stride}", anchors, columns);
        graph.Write(path);
    }

    /// <summary>A network that embeds, and detects nothing.</summary>
    public static void WriteOther(string path) => Red(channel: 0).Output("red", 1, 1, Side, Side).Write(path);

    private static Graph Red(long channel) => new Graph().Index("channel", channel).Node("Gather", "images channel", "red", Int("axis", 1));

    private static float[] Repeated(float[] row, int count) => [.. Enumerable.Repeat(row, count).SelectMany(values => values)];

    private static Action<ProtoWriter> Int(string name, long value) => attribute => attribute.Text(1, name).Integer(3, value).Integer(20, TypeInt);

    private static Action<ProtoWriter> Ints(string name, params long[] values) => attribute =>
    {
        attribute.Text(1, name).Integer(20, TypeInts);
        foreach (var value in values)
            attribute.Integer(8, value);
    };

    /// <summary>GraphProto, piece by piece; field numbers of onnx.proto.</summary>
    private sealed class Graph
    {
        private readonly ProtoWriter _graph = new();

        public Graph() => Value(11, "images", [1, 3, Side, Side]);

        public Graph Node(string op, string inputs, string output, params Action<ProtoWriter>[] attributes)
        {
            _graph.Message(1, node =>
            {
                foreach (var input in inputs.Split(' '))
                    node.Text(1, input);
                node.Text(2, output).Text(4, op);
                foreach (var attribute in attributes)
                    node.Message(5, attribute);
            });
            return this;
        }

        public Graph Constant(string name, long[] sizes, float[] values) => Weight(name, sizes, Float32, weight =>
        {
            foreach (var value in values)
                weight.Float(4, value);
        });

        public Graph Shape(string name, params long[] sizes) => Weight(name, [sizes.Length], Int64, weight =>
        {
            foreach (var size in sizes)
                weight.Integer(7, size);
        });

        public Graph Index(string name, long value) => Weight(name, [1], Int64, weight => weight.Integer(7, value));

        public Graph Output(string name, params long[] sizes)
        {
            Value(12, name, sizes);
            return this;
        }

        public void Write(string path)
        {
            _graph.Text(2, "sketch");
            var model = new ProtoWriter().Integer(1, 7).Message(8, opset => opset.Text(1, "").Integer(2, 13)).Blob(7, _graph.Written);
            File.WriteAllBytes(path, model.Written);
        }

        private Graph Weight(string name, long[] sizes, int element, Action<ProtoWriter> fill)
        {
            _graph.Message(5, weight =>
            {
                foreach (var size in sizes)
                    weight.Integer(1, size);
                weight.Integer(2, element);
                fill(weight);
                weight.Text(8, name);
            });
            return this;
        }

        private void Value(int field, string name, long[] sizes) => _graph.Message(field, value => value.Text(1, name).Message(2, type => type.Message(1, array =>
            array.Integer(1, Float32).Message(2, shape =>
            {
                foreach (var size in sizes)
                    shape.Message(1, dim => dim.Integer(1, size));
            }))));
    }
}
