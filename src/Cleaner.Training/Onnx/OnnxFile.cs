using System.Globalization;
using Cleaner.Imaging.Onnx;
using Cleaner.Manifests;
using Cleaner.Training.Backbones;
using Cleaner.Training.Data;

namespace Cleaner.Training.Onnx;

/// <summary>
/// Writes a network as an ONNX file: opset 13, IR version 7, one input "input", float [batch, 3, H, W] in RGB order with values
/// (x − 127.5) / 127.5, one output "embedding", float [batch, D]; any batch size. The same network gives the same bytes.
/// </summary>
public static class OnnxFile
{
    /// <summary>Name of the input.</summary>
    public const string InputName = "input";

    /// <summary>Name of the output.</summary>
    public const string OutputName = "embedding";

    private const int Block = 1 << 20;
    private const string BatchName = "batch";
    private const int ProducerField = 2, ProducerVersionField = 3, DocumentationField = 6, MetadataField = 14;

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
                stream.Write(head.BlobHead(OnnxFields.ModelGraph, graphBytes).Written);
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
        var model = OnnxMessages.Versions(new ProtoWriter())
            .Text(ProducerField, "cleaner")
            .Text(ProducerVersionField, typeof(OnnxFile).Assembly.GetName().Version?.ToString(3) ?? "")
            .Text(DocumentationField, $"{backbone.Architecture}: RGB images of {backbone.Input} pixels, (x - 127.5) / 127.5, to embeddings of length {backbone.Dim}");
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

    /// <summary>GraphProto without its weights.</summary>
    private static ProtoWriter GraphHead(OnnxGraph graph, Backbone backbone)
    {
        var written = graph.Nodes.Text(OnnxFields.GraphName, backbone.Architecture);
        OnnxMessages.Value(written, OnnxFields.GraphInput, InputName, BatchName, ImageShape.Channels, backbone.Input.Height, backbone.Input.Width);
        OnnxMessages.Value(written, OnnxFields.GraphOutput, OutputName, BatchName, backbone.Dim);
        return written;
    }
}
