namespace Cleaner.Imaging.Faces;

/// <summary>
/// SCRFD, insightface's detectors (Guo et al., "Sample and Computation Redistribution for Efficient Face Detection", ICLR 2022), read as its
/// <c>scrfd.py</c> does: two anchors a cell of 8, 16 and 32 pixels; distances to the four sides and to the points, in cells.
/// </summary>
internal sealed class ScrfdDecoder : IFaceDecoder
{
    private const int Anchors = 2;

    private static readonly int[] Strides = [8, 16, 32], Columns = [1, 4, 10];

    /// <inheritdoc/>
    public float MostOverlap => 0.4f;

    /// <inheritdoc/>
    public float Black => Scaled(0);

    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<byte> rgb, Span<float> first, Span<float> second, Span<float> third)
    {
        for (var i = 0; i < first.Length; i++)
            (first[i], second[i], third[i]) = (Scaled(rgb[3 * i]), Scaled(rgb[3 * i + 1]), Scaled(rgb[3 * i + 2]));
    }

    /// <inheritdoc/>
    public IReadOnlyList<string>? Outputs(IReadOnlyList<(string Name, int Columns)> outputs) =>
        outputs.Count == Strides.Length * Columns.Length && outputs.Select(output => output.Columns).SequenceEqual(Columns.SelectMany(count => Strides.Select(_ => count)))
            ? [.. outputs.Select(output => output.Name)]
            : null;

    /// <inheritdoc/>
    public IEnumerable<Face> Decode(IReadOnlyList<float[]> outputs, int width, int height, float leastScore)
    {
        for (var level = 0; level < Strides.Length; level++)
        {
            var stride = Strides[level];
            var columns = width / stride;
            float[] scores = outputs[level], boxes = outputs[3 + level], points = outputs[6 + level];
            if (scores.Length != Anchors * columns * (height / stride) || points.Length != 10 * scores.Length)
                throw new FormatException($"{scores.Length} scores of {stride} pixels for an input of {width}x{height}");
            for (var i = 0; i < scores.Length; i++)
            {
                if (scores[i] < leastScore)
                    continue;
                var (x, y) = (i / Anchors % columns * stride, i / Anchors / columns * stride);
                var (box, face) = (4 * i, i);
                yield return new Face(scores[i], [x - boxes[box] * stride, y - boxes[box + 1] * stride, x + boxes[box + 2] * stride, y + boxes[box + 3] * stride],
                    [.. Enumerable.Range(0, 10).Select(k => points[10 * face + k] * stride + (k % 2 == 0 ? x : y))]);
            }
        }
    }

    private static float Scaled(byte level) => (level - 127.5f) / 128;
}
