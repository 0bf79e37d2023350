namespace Cleaner.Imaging.Faces;

/// <summary>
/// YuNet (Wu, Peng and Yu, "YuNet: A Tiny Millisecond-level Face Detector", 2023), read as OpenCV's FaceDetectorYN does
/// (https://github.com/opencv/opencv/blob/4.x/modules/objdetect/src/face_detect.cpp): one prior a cell of 8, 16 and 32 pixels; score
/// √(class · objectness); box and points relative to the cell, in cells.
/// </summary>
internal sealed class YuNetDecoder : IFaceDecoder
{
    private static readonly int[] Strides = [8, 16, 32];
    private static readonly (string Name, int Columns)[] Kinds = [("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10)];

    /// <inheritdoc/>
    public float MostOverlap => 0.3f;

    /// <inheritdoc/>
    public float Black => 0;

    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<byte> rgb, Span<float> first, Span<float> second, Span<float> third)
    {
        for (var i = 0; i < first.Length; i++)
            (third[i], second[i], first[i]) = (rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string>? Outputs(IReadOnlyList<(string Name, int Columns)> outputs)
    {
        (string, int)[] wanted = [.. Kinds.SelectMany(kind => Strides.Select(stride => ($"{kind.Name}_{stride}", kind.Columns)))];
        return wanted.All(outputs.Contains) ? [.. wanted.Select(output => output.Item1)] : null;
    }

    /// <inheritdoc/>
    public IEnumerable<Face> Decode(IReadOnlyList<float[]> outputs, int width, int height, float leastScore)
    {
        for (var level = 0; level < Strides.Length; level++)
        {
            var stride = Strides[level];
            var (columns, rows) = (width / stride, height / stride);
            float[] classes = outputs[level], objects = outputs[3 + level], boxes = outputs[6 + level], points = outputs[9 + level];
            if (classes.Length != rows * columns || points.Length != 10 * classes.Length)
                throw new FormatException($"{classes.Length} scores of {stride} pixels for an input of {width}x{height}");
            for (var i = 0; i < classes.Length; i++)
            {
                var score = MathF.Sqrt(Math.Clamp(classes[i], 0, 1) * Math.Clamp(objects[i], 0, 1));
                if (score < leastScore)
                    continue;
                var (column, row) = (i % columns, i / columns);
                var (x, y) = ((column + boxes[4 * i]) * stride, (row + boxes[4 * i + 1]) * stride);
                var (w, h) = (MathF.Exp(boxes[4 * i + 2]) * stride / 2, MathF.Exp(boxes[4 * i + 3]) * stride / 2);
                var face = i;
                yield return new Face(score, [x - w, y - h, x + w, y + h],
                    [.. Enumerable.Range(0, 10).Select(k => (points[10 * face + k] + (k % 2 == 0 ? column : row)) * stride)]);
            }
        }
    }
}
