using Cleaner.Imaging.Onnx;

namespace Cleaner.Imaging.Faces.FaceApi;

/// <summary>
/// dlib's face recognition network, a ResNet of 29 layers, in the public domain (http://blog.dlib.net/2017/02/high-quality-face-recognition-with-deep.html),
/// as face-api keeps it (src/faceRecognitionNet). It sees faces of 150 x 150 pixels, cut as <see cref="Crop"/> says.
/// </summary>
public static class RecognitionNetwork
{
    /// <summary>Its files in a folder.</summary>
    public const string Manifest = "face_recognition_model-weights_manifest.json";

    /// <summary>Side of the images in pixels.</summary>
    public const int Side = 150;

    /// <summary>Length of the embeddings.</summary>
    public const int Dim = 128;

    private const string Input = "images", Output = "embedding";

    private static readonly (string Down, int Channels, string[] Then)[] Stages =
    [
        ("conv64_down", 64, ["conv64_1", "conv64_2", "conv64_3"]),
        ("conv128_down", 128, ["conv128_1", "conv128_2"]),
        ("conv256_down", 256, ["conv256_1", "conv256_2"]),
        ("conv256_down_out", 256, []),
    ];

    /// <summary>
    /// Similarity transform from ArcFace's template of 112 pixels to dlib's of 150: the eyes as far apart as in dlib's chips of padding 0.25
    /// (image_transforms/interpolation.h, get_face_chip_details), at (47.7, 44.1) and (100.3, 44.1). There they are 3 pixels lower; ArcFace's faces are
    /// longer, and so high the network tells people apart better (four sets, tools/bench/results/faces.md).
    /// </summary>
    public static IReadOnlyList<float> Crop { get; } = [1.494f, 0, -9.52f, 0, 1.494f, -32.99f];

    /// <summary>Puts it together: images [B, 3, 150, 150] of grey levels 0 to 255, to embeddings [B, 128].</summary>
    /// <param name="folder">Holds its files.</param>
    /// <exception cref="FormatException">They are of another network.</exception>
    /// <exception cref="IOException">They cannot be read.</exception>
    public static byte[] Build(string folder)
    {
        var weights = QuantizedWeights.Read(Path.Combine(folder, Manifest));
        var model = new OnnxModel(Input, 3, Side, Side);
        var layers = new FaceApiLayers(weights, model);
        var x = layers.ScaledFace(Input);
        x = layers.MaxPool(Relu(Layer(x, "conv32_down", 3, 32, 7, 2, 0)), 3, 2, 0, 0, 0, 0);
        foreach (var name in (string[])["conv32_1", "conv32_2", "conv32_3"])
            x = Residual(x, name, 32);
        var (channels, side) = (32, 35);
        foreach (var (down, wider, then) in Stages)
        {
            x = Halved(x, down, channels, wider, side);
            (channels, side) = (wider, side / 2);
            foreach (var name in then)
                x = Residual(x, name, channels);
        }
        x = model.Node("ReduceMean", [x], OnnxAttribute.Integers("axes", 2, 3), OnnxAttribute.Integer("keepdims", 0));
        return model.Bytes(layers.Dense(x, "fc", null, channels, Dim), Output, Dim);

        string Relu(string input) => model.Node("Relu", [input]);

        // (convolution + bias) · scale + shift, the batch norm as dlib leaves it after training, is one convolution.
        string Layer(string input, string name, int inputs, int outputs, int size, int stride, int pad)
        {
            var filters = weights.Filters($"{name}/conv/filters", size, inputs, outputs);
            var (bias, scale, shift) = (weights.Get($"{name}/conv/bias", outputs), weights.Get($"{name}/scale/weights", outputs), weights.Get($"{name}/scale/biases", outputs));
            var perOutput = filters.Length / outputs;
            return layers.Convolution(input, [.. filters.Select((value, i) => value * scale[i / perOutput])],
                [.. bias.Select((value, o) => value * scale[o] + shift[o])], inputs, outputs, size, stride, pad, pad, pad, pad);
        }

        string Residual(string input, string name, int width) =>
            Relu(model.Node("Add", [Layer(Relu(Layer(input, $"{name}/conv1", width, width, 3, 1, 1)), $"{name}/conv2", width, width, 3, 1, 1), input]));

        // dlib adds tensors of unlike sizes by taking what is missing for zero: channels of the input, rows and columns of either.
        string Halved(string input, string name, int narrow, int wide, int rows)
        {
            var (main, other) = ((rows - 3) / 2 + 1, rows / 2);
            var path = Layer(Relu(Layer(input, $"{name}/conv1", narrow, wide, 3, 2, 0)), $"{name}/conv2", wide, wide, 3, 1, 1);
            var pooled = Padded(layers.AveragePool(input, 2, 2), wide - narrow, Math.Max(0, main - other));
            return Relu(model.Node("Add", [Padded(path, 0, Math.Max(0, other - main)), pooled]));
        }

        string Padded(string input, int more, int edge) =>
            more == 0 && edge == 0 ? input : model.Node("Pad", [input, model.Integers(0, 0, 0, 0, 0, more, edge, edge)]);
    }
}
