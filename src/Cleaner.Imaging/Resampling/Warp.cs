using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cleaner.Imaging;

public static partial class Resampler
{
    // OpenCV's fixed-point grid: coordinates are rounded to 1/1024 and then to 1/32 of a pixel. Kept so that aligned faces equal the ones that
    // insightface's models were trained on.
    private const int CoordinateBits = 10;
    private const int FractionBits = 5;
    private const int FractionMask = (1 << FractionBits) - 1;
    private const int HalfWeight = 1 << (2 * FractionBits - 1);
    private const int RoundToFraction = 1 << (CoordinateBits - FractionBits - 1);

    /// <summary>
    /// Applies an affine transform with bilinear interpolation; what lies outside the source is black. Equal to OpenCV's
    /// <c>warpAffine(..., INTER_LINEAR, BORDER_CONSTANT)</c>, which insightface's <c>norm_crop</c> calls, to within one grey level.
    /// No antialiasing: where the transform shrinks by much, resize first.
    /// </summary>
    /// <param name="src">The source.</param>
    /// <param name="matrix2x3">Row-major 2x3 matrix that takes source to destination pixel coordinates (pixel centres at whole numbers).</param>
    /// <param name="width">Columns of the result.</param>
    /// <param name="height">Rows of the result.</param>
    /// <exception cref="ArgumentException">The matrix has not six elements, or cannot be inverted.</exception>
    public static Image Warp(Image src, ReadOnlySpan<float> matrix2x3, int width, int height)
    {
        Span<double> m = stackalloc double[6];
        Invert(matrix2x3, m);
        var result = new Image(width, height);
        var columnX = new int[width];
        var columnY = new int[width];
        for (int x = 0; x < width; x++)
        {
            columnX[x] = ToFixed(m[0] * x);
            columnY[x] = ToFixed(m[3] * x);
        }

        for (int y = 0; y < height; y++)
        {
            int rowX = ToFixed(m[1] * y + m[2]) + RoundToFraction;
            int rowY = ToFixed(m[4] * y + m[5]) + RoundToFraction;
            var line = result.Pixels.AsSpan(3 * y * width, 3 * width);
            for (int x = 0; x < width; x++)
            {
                Sample(src, (rowX + columnX[x]) >> (CoordinateBits - FractionBits), (rowY + columnY[x]) >> (CoordinateBits - FractionBits), line.Slice(3 * x, 3));
            }
        }

        return result;
    }

    // x and y in 1/32 pixel.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sample(Image src, int x, int y, Span<byte> target)
    {
        int column = x >> FractionBits;
        int row = y >> FractionBits;
        if (column < -1 || row < -1 || column >= src.Width || row >= src.Height)
        {
            return;
        }

        int right = x & FractionMask;
        int down = y & FractionMask;
        int left = (1 << FractionBits) - right;
        int up = (1 << FractionBits) - down;
        int stride = 3 * src.Width;
        int at = row * stride + 3 * column;
        bool inside = column >= 0 && row >= 0 && column < src.Width - 1 && row < src.Height - 1;
        if (inside && Ssse3.IsSupported && at + stride + sizeof(ulong) <= src.Pixels.Length)
        {
            uint color = Blend(ref src.Pixels[at], stride, left * up | right * up << 16, left * down | right * down << 16);
            (target[0], target[1], target[2]) = ((byte)color, (byte)(color >> 8), (byte)(color >> 16));
        }
        else
        {
            SampleScalar(src, at, (column >= 0, column < src.Width - 1, row >= 0, row < src.Height - 1), (left * up, right * up, left * down, right * down), target);
        }
    }

    // Pairs of neighbours times pairs of weights, all channels at once; the weights are two 16-bit numbers each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Blend(ref byte topLeft, int stride, int topWeights, int bottomWeights)
    {
        const byte Zero = 0x80;
        var pairs = Vector128.Create((byte)0, Zero, 3, Zero, 1, Zero, 4, Zero, 2, Zero, 5, Zero, Zero, Zero, Zero, Zero);
        var top = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref topLeft)).AsByte();
        var bottom = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref topLeft, stride))).AsByte();
        var sum = Sse2.MultiplyAddAdjacent(Ssse3.Shuffle(top, pairs).AsInt16(), Vector128.Create(topWeights).AsInt16())
            + Sse2.MultiplyAddAdjacent(Ssse3.Shuffle(bottom, pairs).AsInt16(), Vector128.Create(bottomWeights).AsInt16());
        var levels = Vector128.ShiftRightLogical(sum + Vector128.Create(HalfWeight), 2 * FractionBits).AsInt16();
        return Sse2.PackUnsignedSaturate(Sse2.PackSignedSaturate(levels.AsInt32(), levels.AsInt32()), default).AsUInt32().ToScalar();
    }

    private static void SampleScalar(
        Image src, int at, (bool Left, bool Right, bool Top, bool Bottom) has, (int TopLeft, int TopRight, int BottomLeft, int BottomRight) weights, Span<byte> target)
    {
        int stride = 3 * src.Width;
        var pixels = src.Pixels;
        for (int c = 0; c < 3; c++, at++)
        {
            int sum = HalfWeight;
            sum += has.Left && has.Top ? weights.TopLeft * pixels[at] : 0;
            sum += has.Right && has.Top ? weights.TopRight * pixels[at + 3] : 0;
            sum += has.Left && has.Bottom ? weights.BottomLeft * pixels[at + stride] : 0;
            sum += has.Right && has.Bottom ? weights.BottomRight * pixels[at + stride + 3] : 0;
            target[c] = (byte)(sum >> (2 * FractionBits));
        }
    }

    private static void Invert(ReadOnlySpan<float> matrix, Span<double> inverse)
    {
        if (matrix.Length != 6)
        {
            throw new ArgumentException($"a 2x3 matrix has 6 elements, got {matrix.Length}", nameof(matrix));
        }

        double a = matrix[0], b = matrix[1], c = matrix[3], d = matrix[4];
        double determinant = a * d - b * c;
        if (determinant == 0 || !double.IsFinite(determinant))
        {
            throw new ArgumentException("the transform cannot be inverted", nameof(matrix));
        }

        inverse[0] = d / determinant;
        inverse[1] = -b / determinant;
        inverse[3] = -c / determinant;
        inverse[4] = a / determinant;
        inverse[2] = -(inverse[0] * matrix[2] + inverse[1] * matrix[5]);
        inverse[5] = -(inverse[3] * matrix[2] + inverse[4] * matrix[5]);
    }

    // Clamped so that sums of two stay within an int; such coordinates are far outside any picture.
    private static int ToFixed(double value) =>
        (int)Math.Clamp(Math.Round(value * (1 << CoordinateBits)), int.MinValue / 4, int.MaxValue / 4);
}
