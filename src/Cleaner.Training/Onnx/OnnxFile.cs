using System.Globalization;
using Cleaner.Manifests;
using Cleaner.Training.Backbones;
using Cleaner.Training.Data;
using Cleaner.Training.Logging;

namespace Cleaner.Training.Onnx;

/// <summary>
/// Writes a network as an ONNX file: opset 13, IR version 7, one input "input", float [batch, 3, H, W] in RGB order with values
/// (x − 127.5) / 127.5, one output "embedding", float [batch, D]; any batch size. The same network gives the same bytes.
/// </summary>
public static class OnnxFile
{
    /// <summary>Version of the operators.</summary>
    public const int Opset = 13;

    /// <summary>Name of the input.</summary>
    public const string InputName = "input";

    /// <summary>Name of the output.</summary>
    public const string OutputName = "embedding";

    private const int IrVersion = 7;            // the one that came with opset 13
    private const int Block = 1 << 20;
    private const string BatchName = "batch";
    private const int IrField = 1, ProducerField = 2, ProducerVersionField = 3, DocumentationField = 6, GraphField = 7, OpsetField = 8, MetadataField = 14;

    /// <summary>
    /// Writes to a temporary name and renames. Throws <see cref="CleanerException"/> when the folder cannot be written to or the network
    /// is larger than an ONNX file can be (2 GiB).
    /// </summary>
    /// <param name="path">The file; replaced when it exists.</param>
    /// <param name="backbone">On any device.</param>
    /// <param name="unitLength">Embeddings of length 1, as <c>cleaner embed</c> writes them; else as the network gives them, as insightface's models.</param>
    public static void Write(string path, Backbone backbone, bool unitLength = false)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var graph = Trace(backbone, unitLength);
        var (head, middle) = (ModelHead(backbone, unitLength), GraphHead(graph, backbone));
        var graphBytes = middle.Written.Length + graph.Weights.Sum(w => new ProtoWriter().BlobHead(OnnxFields.GraphInitializer, w.Bytes).Written.Length + w.Bytes);
        if (head.Written.Length + graphBytes > int.MaxValue)
            throw new CleanerException($"the network is {graphBytes >> 20} MiB, more than an ONNX file can hold (2 GiB): train it at a smaller --input-size");

        var temporary = path + ".tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, Block))
            {
                stream.Write(head.BlobHead(GraphField, graphBytes).Written);
                stream.Write(middle.Written);
                foreach (var weight in graph.Weights)
                {
                    stream.Write(new ProtoWriter().BlobHead(OnnxFields.GraphInitializer, weight.Bytes).Written);
                    weight.Write(stream);
                }
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(temporary))
                File.Delete(temporary);
            throw new CleanerException($"'{path}' cannot be written: {failure.Message}", inner: failure);
        }
    }

    private static OnnxGraph Trace(Backbone backbone, bool unitLength)
    {
        var graph = new OnnxGraph(backbone);
        var result = backbone.Trace(graph, InputName);
        graph.Named(unitLength ? graph.UnitLength(result) : result, OutputName);
        return graph;
    }

    /// <summary>ModelProto without its graph.</summary>
    private static ProtoWriter ModelHead(Backbone backbone, bool unitLength)
    {
        var model = new ProtoWriter()
            .Integer(IrField, IrVersion)
            .Text(ProducerField, "cleaner")
            .Text(ProducerVersionField, typeof(OnnxFile).Assembly.GetName().Version?.ToString(3) ?? "")
            .Text(DocumentationField, $"{backbone.Architecture}: RGB images of {backbone.Input} pixels, (x - 127.5) / 127.5, to embeddings of length {backbone.Dim}")
            .Message(OpsetField, opset => opset.Text(1, "").Integer(2, Opset));
        (string Key, string Value)[] metadata =
        [
            ("backbone", backbone.Architecture), ("input_size", backbone.Input.ToString()),
            ("embedding_dim", backbone.Dim.ToString(CultureInfo.InvariantCulture)),
            ("color_order", "RGB"), ("input_mean", "127.5"), ("input_std", "127.5"), ("unit_length", unitLength ? "true" : "false"),
        ];
        foreach (var (key, value) in metadata)
            model.Message(MetadataField, entry => entry.Text(1, key).Text(2, value));
        return model;
    }

    /// <summary>GraphProto without its weights: node 1, name 2, input 11, output 12.</summary>
    private static ProtoWriter GraphHead(OnnxGraph graph, Backbone backbone)
    {
        var written = graph.Nodes.Text(2, backbone.Architecture);
        written.Message(11, info => Value(info, InputName, ImageShape.Channels, backbone.Input.Height, backbone.Input.Width));
        return written.Message(12, info => Value(info, OutputName, backbone.Dim));
    }

    /// <summary>ValueInfoProto: name 1, type 2; its tensor_type 1 has elem_type 1 and shape 2; a dim 1 has dim_value 1 or dim_param 2.</summary>
    private static void Value(ProtoWriter info, string name, params long[] sizes) => info.Text(1, name).Message(2, type => type.Message(1, array =>
        array.Integer(1, OnnxFields.Float32).Message(2, shape =>
        {
            shape.Message(1, dim => dim.Text(2, BatchName));
            foreach (var size in sizes)
                shape.Message(1, dim => dim.Integer(1, size));
        })));
}
