using System.Text;
using Cleaner.Imaging.Onnx;
using Cleaner.Manifests;

namespace Cleaner.Training.Onnx;

/// <summary>Reads of an ONNX file what ONNX Runtime does not tell: which operators its graph begins with.</summary>
internal static class OnnxNodes
{
    private const int NodeOperator = 4, Looked = 8;
    private const int Varint = 0, Bytes8 = 1, Prefixed = 2, Bytes4 = 5;

    /// <summary>
    /// How the network wants its pixels, as insightface's ArcFaceONNX decides it: one that begins with a subtraction and a multiplication scales them
    /// itself (https://github.com/deepinsight/insightface/blob/master/python-package/insightface/model_zoo/arcface_onnx.py).
    /// </summary>
    public static InputScale ScaleOf(string path)
    {
        var first = First(path, Looked);
        return first.Contains("Sub") && first.Contains("Mul") ? InputScale.Raw : InputScale.ArcFace;
    }

    /// <summary>Operators of the first nodes, in the file's order.</summary>
    /// <exception cref="CleanerException">The file is not laid out as onnx.proto says.</exception>
    public static IReadOnlyList<string> First(string path, int count)
    {
        var operators = new List<string>();
        try
        {
            using var file = new BinaryReader(File.OpenRead(path));
            if (Find(file, file.BaseStream.Length, OnnxFields.ModelGraph) is not { } graph)
                return operators;
            while (operators.Count < count && Find(file, graph, OnnxFields.GraphNode) is { } node)
            {
                if (Find(file, node, NodeOperator) is { } end)
                    operators.Add(Encoding.UTF8.GetString(file.ReadBytes((int)(end - file.BaseStream.Position))));
                file.BaseStream.Position = node;
            }
            return operators;
        }
        catch (Exception failure) when (failure is EndOfStreamException or FormatException or OverflowException)
        {
            throw new CleanerException($"'{path}' is no ONNX file: {failure.Message}", inner: failure);
        }
    }

    /// <summary>Goes on to the next field of that number, whose value has its length before it.</summary>
    /// <returns>Where its value ends; null where the message ends at <paramref name="end"/> without it.</returns>
    private static long? Find(BinaryReader file, long end, int wanted)
    {
        var stream = file.BaseStream;
        while (stream.Position < end)
        {
            var tag = file.Read7BitEncodedInt64();
            var kind = (int)(tag & 7);
            var length = kind switch
            {
                Varint => 0 * file.Read7BitEncodedInt64(),
                Bytes8 => 8,
                Bytes4 => 4,
                Prefixed => file.Read7BitEncodedInt64(),
                _ => throw new FormatException($"a field of kind {kind} at byte {stream.Position}"),
            };
            if (length < 0 || length > end - stream.Position)
                throw new EndOfStreamException($"a field of {length} bytes at byte {stream.Position} does not fit");
            if (kind == Prefixed && tag >> 3 == wanted)
                return stream.Position + length;
            stream.Position += length;
        }
        return null;
    }
}
