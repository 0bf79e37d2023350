namespace Cleaner.Imaging;

/// <summary>Transforms that bring faces into the frame that recognition models expect.</summary>
public static class FaceAlignment
{
    /// <summary>Side of the square that the template below is drawn in.</summary>
    public const int TemplateSize = 112;

    // insightface's arcface_dst: left eye, right eye, nose, left and right mouth corner, as (x, y) in 112 x 112.
    private static readonly double[] Template =
    [
        38.2946, 51.6963,
        73.5318, 51.5014,
        56.0252, 71.7366,
        41.5493, 92.3655,
        70.7299, 92.2041,
    ];

    /// <summary>
    /// Similarity transform (rotation, one scale, shift) that takes five landmarks nearest to ArcFace's template: least squares as in
    /// Umeyama, "Least-squares estimation of transformation parameters between two point patterns", PAMI 1991, eq. 40-43; equal to insightface's
    /// <c>estimate_norm</c>. In the plane the rotation has a closed form: with centred points p and targets q,
    /// a = Σ p·q / Σ |p|² and b = Σ p×q / Σ |p|², and the matrix is [a, -b; b, a].
    /// </summary>
    /// <param name="landmarks10">x1 y1 … x5 y5: left eye, right eye, nose, left and right mouth corner, "left" as seen in the picture.</param>
    /// <param name="size">
    /// Side of the aligned square. A multiple of 128 gets the template with insightface's 8-pixel shift; any other is the 112 template, scaled.
    /// The default is 112.
    /// </param>
    /// <returns>Row-major 2x3 matrix, source to destination.</returns>
    /// <exception cref="ArgumentException">Not ten finite numbers, or all points in one place.</exception>
    public static float[] Similarity(ReadOnlySpan<float> landmarks10, int size = TemplateSize) =>
        TrySimilarity(landmarks10, size) ?? throw new ArgumentException("the landmarks lie in one place or are not numbers", nameof(landmarks10));

    /// <summary>As <see cref="Similarity"/>; null where the points lie in one place (detectors write zeros where they found no face) or are no numbers.</summary>
    /// <exception cref="ArgumentException">Not ten numbers.</exception>
    public static float[]? TrySimilarity(ReadOnlySpan<float> landmarks10, int size = TemplateSize)
    {
        if (landmarks10.Length != Template.Length)
        {
            throw new ArgumentException($"five landmarks are 10 numbers, got {landmarks10.Length}", nameof(landmarks10));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var (scale, shift) = Placed(size);

        double meanX = 0, meanY = 0, goalX = 0, goalY = 0;
        for (int i = 0; i < Template.Length; i += 2)
        {
            meanX += landmarks10[i] / 5.0;
            meanY += landmarks10[i + 1] / 5.0;
            goalX += (Template[i] * scale + shift) / 5;
            goalY += Template[i + 1] * scale / 5;
        }

        double dot = 0, cross = 0, spread = 0;
        for (int i = 0; i < Template.Length; i += 2)
        {
            double x = landmarks10[i] - meanX, y = landmarks10[i + 1] - meanY;
            double u = Template[i] * scale + shift - goalX, v = Template[i + 1] * scale - goalY;
            dot += x * u + y * v;
            cross += x * v - y * u;
            spread += x * x + y * y;
        }

        double a = dot / spread, b = cross / spread;
        if (!double.IsFinite(a) || !double.IsFinite(b) || (a == 0 && b == 0))
        {
            return null;
        }

        return [(float)a, (float)-b, (float)(goalX - a * meanX + b * meanY), (float)b, (float)a, (float)(goalY - b * meanX - a * meanY)];
    }

    /// <summary>Transform from a square that <see cref="Similarity"/> aligned to, back to the template of 112 pixels.</summary>
    /// <param name="size">Side of the aligned square.</param>
    /// <returns>Row-major 2x3 matrix.</returns>
    public static float[] ToTemplate(int size)
    {
        var (scale, shift) = Placed(size);
        return [(float)(1 / scale), 0, (float)(-shift / scale), 0, (float)(1 / scale), 0];
    }

    /// <summary>One transform after another.</summary>
    /// <param name="second">Row-major 2x3 matrix.</param>
    /// <param name="first">Row-major 2x3 matrix.</param>
    /// <returns>Row-major 2x3 matrix: what <paramref name="second"/> does to the result of <paramref name="first"/>.</returns>
    public static float[] Compose(IReadOnlyList<float> second, IReadOnlyList<float> first) =>
    [
        second[0] * first[0] + second[1] * first[3], second[0] * first[1] + second[1] * first[4], second[0] * first[2] + second[1] * first[5] + second[2],
        second[3] * first[0] + second[4] * first[3], second[3] * first[1] + second[4] * first[4], second[3] * first[2] + second[4] * first[5] + second[5],
    ];

    /// <summary>How the template lies in a square: scale, and shift to the right in pixels.</summary>
    private static (double Scale, double Shift) Placed(int size)
    {
        bool wide = size % 128 == 0 && size % TemplateSize != 0;
        double scale = size / (wide ? 128.0 : TemplateSize);
        return (scale, wide ? 8 * scale : 0);
    }

    /// <summary>
    /// Transform that takes the square around a box's centre to <paramref name="size"/> x <paramref name="size"/> pixels. The square's side is the
    /// box's longer side with <paramref name="margin"/> of it added on each side.
    /// </summary>
    /// <returns>Row-major 2x3 matrix, source to destination.</returns>
    /// <exception cref="ArgumentException">An empty box, a negative margin or a size below 1.</exception>
    public static float[] BoxCrop(float x0, float y0, float x1, float y1, float margin, int size)
    {
        if (!(x1 > x0 && y1 > y0 && float.IsFinite(x1 - x0) && float.IsFinite(y1 - y0)))
        {
            throw new ArgumentException(FormattableString.Invariant($"the box ({x0}, {y0})-({x1}, {y1}) is empty"));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        double side = Math.Max(x1 - x0, y1 - y0) * (1 + 2.0 * margin);
        double scale = size / side;

        // Boxes are in edge coordinates, the warp in pixel centres: half a pixel apart on both sides.
        double left = (x0 + (double)x1 - side) / 2, top = (y0 + (double)y1 - side) / 2;
        double half = scale / 2 - 0.5;
        return [(float)scale, 0, (float)(half - left * scale), 0, (float)scale, (float)(half - top * scale)];
    }
}
