using System.Globalization;
using System.Text;

namespace Cleaner.Imaging.Tests.Support;

/// <summary>
/// Writes files as face-api's, with weights that a formula gives: uint8 of a hash of the position, ±√(3 / fan-in) wide. Fixtures/make_face_networks.py
/// makes the same ones and records what PyTorch computes with them.
/// </summary>
internal static class FaceApiSketch
{
    /// <summary>Writes all three networks.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        WriteDetector(folder);
        WriteLandmarks(folder);
        WriteRecognition(folder);
    }

    /// <summary>A picture of stripes and checks.</summary>
    public static Image Picture(int width, int height)
    {
        var image = new Image(width, height);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                for (var c = 0; c < 3; c++)
                    image.Pixels[3 * (y * width + x) + c] = (byte)((x * 3 + y * 5 + c * 40 + x * y % 31) % 256);
        return image;
    }

    private static void WriteDetector(string folder)
    {
        var file = new Weights();
        int[] channels = [3, 16, 32, 64, 128, 256, 512];
        file.Filters("conv0/filters", 3, 3, 16).Bias("conv0/bias", 16);
        for (var i = 1; i < 6; i++)
            file.Separable($"conv{i}", channels[i], channels[i + 1]);
        file.Filters("conv8/filters", 1, 512, 25).Bias("conv8/bias", 25).Write(folder, "tiny_face_detector_model");
    }

    private static void WriteLandmarks(string folder)
    {
        var file = new Weights();
        int[] channels = [3, 32, 64, 128, 256];
        for (var i = 0; i < 4; i++)
        {
            if (i == 0)
                file.Filters("dense0/conv0/filters", 3, 3, 32).Bias("dense0/conv0/bias", 32);
            else
                file.Separable($"dense{i}/conv0", channels[i], channels[i + 1]);
            for (var k = 1; k < 4; k++)
                file.Separable($"dense{i}/conv{k}", channels[i + 1], channels[i + 1]);
        }
        file.Add("fc/weights", 256, [256, 136]).Bias("fc/bias", 136).Write(folder, "face_landmark_68_model");
    }

    private static void WriteRecognition(string folder)
    {
        var file = new Weights();
        Layer("conv32_down", 7, 3, 32);
        Stage(32, 32, null, "conv32_1", "conv32_2", "conv32_3");
        Stage(32, 64, "conv64_down", "conv64_1", "conv64_2", "conv64_3");
        Stage(64, 128, "conv128_down", "conv128_1", "conv128_2");
        Stage(128, 256, "conv256_down", "conv256_1", "conv256_2");
        Stage(256, 256, "conv256_down_out");
        file.Add("fc", 256, [256, 128]).Write(folder, "face_recognition_model");

        void Stage(int narrow, int wide, string? down, params string[] then)
        {
            if (down is not null)
            {
                Layer($"{down}/conv1", 3, narrow, wide);
                Layer($"{down}/conv2", 3, wide, wide);
            }
            foreach (var name in then)
            {
                Layer($"{name}/conv1", 3, wide, wide);
                Layer($"{name}/conv2", 3, wide, wide);
            }
        }

        void Layer(string name, int side, int inputs, int outputs) =>
            file.Filters($"{name}/conv/filters", side, inputs, outputs).Bias($"{name}/conv/bias", outputs)
                .Add($"{name}/scale/weights", 3, [outputs]).Bias($"{name}/scale/biases", outputs);
    }

    private sealed class Weights
    {
        private readonly List<string> _entries = [];
        private readonly List<byte> _bytes = [];

        public Weights Filters(string name, int side, int inputs, int outputs) => Add(name, side * side * inputs, [side, side, inputs, outputs]);

        public Weights Bias(string name, int count) => Add(name, 30, [count]);

        public Weights Separable(string name, int inputs, int outputs) =>
            Add($"{name}/depthwise_filter", 9, [3, 3, inputs, 1]).Filters($"{name}/pointwise_filter", 1, inputs, outputs).Bias($"{name}/bias", outputs);

        public Weights Add(string name, int fanIn, int[] shape)
        {
            var start = (uint)_bytes.Count;
            var count = shape.Aggregate(1, (product, size) => product * size);
            for (uint i = 0; i < count; i++)
            {
                var hash = unchecked((start + i) * 2654435761u);
                hash ^= hash >> 15;
                _bytes.Add((byte)(unchecked(hash * 2246822519u) >> 24));
            }
            var (width, ends) = (Math.Sqrt(3.0 / fanIn), CultureInfo.InvariantCulture);
            _entries.Add(string.Create(ends, $$$"""{"name":"{{{name}}}","shape":[{{{string.Join(',', shape)}}}],"dtype":"float32","quantization":{"dtype":"uint8","scale":{{{2 * width / 255:R}}},"min":{{{-width:R}}}}}"""));
            return this;
        }

        public void Write(string folder, string name)
        {
            File.WriteAllBytes(Path.Combine(folder, $"{name}.bin"), [.. _bytes]);
            File.WriteAllText(Path.Combine(folder, $"{name}-weights_manifest.json"), $$"""[{"weights":[{{string.Join(',', _entries)}}],"paths":["{{name}}.bin"]}]""", new UTF8Encoding(false));
        }
    }
}
