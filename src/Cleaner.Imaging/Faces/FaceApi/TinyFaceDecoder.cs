namespace Cleaner.Imaging.Faces.FaceApi;

/// <summary>
/// Reads what <see cref="TinyFaceNetwork"/> says, as face-api does (src/tinyYolov2/TinyYolov2Base.ts, extractBoxes): five anchors a cell of 32
/// pixels, each with the middle of a box relative to the cell, the logarithms of its sides in anchors, and a score; no points.
/// </summary>
internal sealed class TinyFaceDecoder : IFaceDecoder
{
    /// <summary>Numbers a cell.</summary>
    public const int Columns = 5 * PerAnchor;

    private const int Stride = 32, PerAnchor = 5;

    /// <summary>Width and height in cells (src/tinyFaceDetector/const.ts).</summary>
    private static readonly (float Width, float Height)[] Anchors =
        [(1.603231f, 2.094468f), (6.041143f, 7.080126f), (2.882459f, 3.518061f), (4.266906f, 5.178857f), (9.041765f, 10.66308f)];

    /// <inheritdoc/>
    public float MostOverlap => 0.4f;

    /// <inheritdoc/>
    public float Black => 0;

    // It knows heads with something around them: faces that fill their picture it finds better where a margin is added.
    /// <inheritdoc/>
    public IReadOnlyList<Look> Looks { get; } = [new(128), new(224), new(416), new(96), new(128, 0.4f), new(224, 0.4f), new(320), new(160), new(288)];

    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<byte> rgb, Span<float> first, Span<float> second, Span<float> third)
    {
        for (var i = 0; i < first.Length; i++)
            (first[i], second[i], third[i]) = (rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string>? Outputs(IReadOnlyList<(string Name, int Columns)> outputs) =>
        outputs is [(TinyFaceNetwork.Output, Columns)] ? [TinyFaceNetwork.Output] : null;

    /// <inheritdoc/>
    public IEnumerable<Face> Decode(IReadOnlyList<float[]> outputs, int width, int height, float leastScore)
    {
        var values = outputs[0];
        var columns = width / Stride;
        if (values.Length != columns * (height / Stride) * Columns)
            throw new FormatException($"{values.Length} numbers for an input of {width}x{height}");
        for (var start = 0; start < values.Length; start += PerAnchor)
        {
            var score = Sigmoid(values[start + 4]);
            if (score < leastScore)
                continue;
            var (cell, anchor) = (start / Columns, Anchors[start % Columns / PerAnchor]);
            var (x, y) = ((cell % columns + Sigmoid(values[start])) * Stride, (cell / columns + Sigmoid(values[start + 1])) * Stride);
            var (w, h) = (MathF.Exp(values[start + 2]) * anchor.Width * Stride / 2, MathF.Exp(values[start + 3]) * anchor.Height * Stride / 2);
            yield return new Face(score, [x - w, y - h, x + w, y + h], []);
        }
    }

    private static float Sigmoid(float value) => 1 / (1 + MathF.Exp(-value));
}
