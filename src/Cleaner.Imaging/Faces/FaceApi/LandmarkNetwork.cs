using Cleaner.Imaging.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Cleaner.Imaging.Faces.FaceApi;

/// <summary>
/// face-api's landmark network: 68 points of a face (Sagonas et al., "300 Faces in-the-Wild Challenge", 2016), of which the five that alignment
/// wants are made (src/faceLandmarkNet, src/faceFeatureExtractor). Thread safe.
/// </summary>
internal sealed class LandmarkNetwork : IDisposable
{
    /// <summary>Its files in a folder.</summary>
    public const string Manifest = "face_landmark_68_model-weights_manifest.json";

    private const int Side = 112, Points = 68, LeastSide = 4;
    private const string Input = "images", Output = "points";

    private static readonly int[] Channels = [32, 64, 128, 256];

    // Points 36 to 41 go around the left eye, 42 to 47 around the right one; 30 is the tip of the nose, 48 and 54 are the corners of the mouth.
    private static readonly Range[] Five = [36..42, 42..48, 30..31, 48..49, 54..55];

    private readonly InferenceSession _session;

    /// <param name="model">As <see cref="Build"/> gives it.</param>
    public LandmarkNetwork(byte[] model) => _session = OnnxSession.Open(model, Manifest, threads: 1);

    /// <summary>The five points of a face, in pixels of the picture; none where the box is too small to look at.</summary>
    public float[] Find(Image image, Face face)
    {
        var (left, top) = (Math.Max(0, (int)face.Box[0]), Math.Max(0, (int)face.Box[1]));
        var (width, height) = (Math.Min(image.Width, (int)face.Box[2]) - left, Math.Min(image.Height, (int)face.Box[3]) - top);
        if (width < LeastSide || height < LeastSide)
            return [];
        // The box in the middle of a black square.
        var longer = Math.Max(width, height);
        var (seenWidth, seenHeight) = (Math.Max(1, width * Side / longer), Math.Max(1, height * Side / longer));
        var (marginX, marginY) = ((Side - seenWidth) / 2, (Side - seenHeight) / 2);
        using var points = Run(Resampler.Resize(Resampler.Crop(image, left, top, width, height), seenWidth, seenHeight), marginX, marginY);
        var found = points[0].GetTensorDataAsSpan<float>();
        var five = new float[2 * Five.Length];
        for (var k = 0; k < Five.Length; k++)
        {
            var (first, count) = Five[k].GetOffsetAndLength(Points);
            float x = 0, y = 0;
            for (var i = first; i < first + count; i++)
                (x, y) = (x + found[2 * i], y + found[2 * i + 1]);
            five[2 * k] = left + (x / count * Side - marginX) * width / seenWidth;
            five[2 * k + 1] = top + (y / count * Side - marginY) * height / seenHeight;
        }
        return five;
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private IDisposableReadOnlyCollection<OrtValue> Run(Image face, int marginX, int marginY)
    {
        var input = new float[3 * Side * Side];
        for (var y = 0; y < face.Height; y++)
            for (var x = 0; x < face.Width; x++)
                for (var channel = 0; channel < 3; channel++)
                    input[(channel * Side + marginY + y) * Side + marginX + x] = face.Pixels[3 * (y * face.Width + x) + channel];
        face.Recycle();
        using var tensor = OrtValue.CreateTensorValueFromMemory(input, [1, 3, Side, Side]);
        using var run = new RunOptions();
        return _session.Run(run, [Input], [tensor], [Output]);
    }

    /// <summary>Puts it together: images [B, 3, 112, 112] of grey levels 0 to 255, to x1 y1 … x68 y68 as shares of the side, [B, 136].</summary>
    /// <param name="folder">Holds its files.</param>
    /// <exception cref="FormatException">They are of another network.</exception>
    /// <exception cref="IOException">They cannot be read.</exception>
    public static byte[] Build(string folder)
    {
        var model = new OnnxModel(Input, 3, Side, Side);
        var layers = new FaceApiLayers(QuantizedWeights.Read(Path.Combine(folder, Manifest)), model);
        var x = layers.ScaledFace(Input);
        for (var i = 0; i < Channels.Length; i++)
        {
            var (name, channels) = ($"dense{i}", Channels[i]);
            // TensorFlow's "same" of an even side with step 2: what is missing goes below and to the right.
            var first = Relu(i == 0 ? layers.Convolution(x, $"{name}/conv0", 3, channels, 3, 2, 0, 0, 1, 1) : layers.Separable(x, $"{name}/conv0", Channels[i - 1], channels, 2, 0, 0, 1, 1));
            var second = layers.Separable(first, $"{name}/conv1", channels, channels, 1, 1, 1, 1, 1);
            var sum = model.Node("Add", [first, second]);
            var third = layers.Separable(Relu(sum), $"{name}/conv2", channels, channels, 1, 1, 1, 1, 1);
            sum = model.Node("Add", [sum, third]);
            x = Relu(model.Node("Add", [sum, layers.Separable(Relu(sum), $"{name}/conv3", channels, channels, 1, 1, 1, 1, 1)]));
        }
        x = model.Node("Flatten", [layers.AveragePool(x, 7, 2)]);
        return model.Bytes(layers.Dense(x, "fc/weights", "fc/bias", Channels[^1], 2 * Points), Output, 2 * Points);

        string Relu(string input) => model.Node("Relu", [input]);
    }
}
