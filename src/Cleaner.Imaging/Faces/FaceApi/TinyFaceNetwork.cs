using Cleaner.Imaging.Onnx;

namespace Cleaner.Imaging.Faces.FaceApi;

/// <summary>face-api's tiny face detector: a YOLO v2 of separable convolutions, 190 KB (src/tinyYolov2/TinyYolov2Base.ts, runMobilenet).</summary>
internal static class TinyFaceNetwork
{
    /// <summary>Its files in a folder.</summary>
    public const string Manifest = "tiny_face_detector_model-weights_manifest.json";

    /// <summary>Name of the output, [B, rows, columns, 25].</summary>
    public const string Output = "anchors";

    private static readonly int[] Channels = [16, 32, 64, 128, 256, 512];

    /// <summary>Puts it together: images [B, 3, H, W] of grey levels 0 to 255, sides that 32 divides.</summary>
    public static byte[] Build(string folder)
    {
        var model = new OnnxModel("images", 3, -1, -1);
        var layers = new FaceApiLayers(QuantizedWeights.Read(Path.Combine(folder, Manifest)), model);
        var x = layers.Scaled("images", 117.001f, 114.697f, 97.404f);
        // The first convolution has no zeros around it; its result is two pixels smaller, so the second pooling lacks one below and to the right.
        x = Leaky(layers.Convolution(x, "conv0", 3, Channels[0], 3, 1, 0, 0, 0, 0));
        for (var i = 1; i < Channels.Length; i++)
        {
            x = i == 2 ? layers.MaxPool(x, 2, 2, 0, 0, 1, 1) : layers.MaxPool(x, 2, 2, 0, 0, 0, 0);
            x = Leaky(layers.Separable(x, $"conv{i}", Channels[i - 1], Channels[i], 1, 1, 1, 1, 1));
        }
        x = layers.MaxPool(x, 2, 1, 0, 0, 1, 1);
        x = layers.Convolution(x, "conv8", Channels[^1], TinyFaceDecoder.Columns, 1, 1, 0, 0, 0, 0);
        return model.Bytes(model.Node("Transpose", [x], OnnxAttribute.Integers("perm", 0, 2, 3, 1)), Output, -1, -1, TinyFaceDecoder.Columns);

        string Leaky(string input) => model.Node("LeakyRelu", [input], OnnxAttribute.Float("alpha", 0.1f));
    }
}
