using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cleaner.Imaging;

/// <summary>Variance of the 3x3 Laplacian [0 1 0; 1 −4 1; 0 1 0], with the border mirrored about its pixels (OpenCV's default, reflect 101).</summary>
internal static class Laplacian
{
    /// <summary>Population variance over all pixels, in squared levels. 0 for a picture of one pixel.</summary>
    public static double Variance(ReadOnlySpan<byte> grey, int width, int height)
    {
        long sum = 0, squares = 0;
        for (int y = 0; y < height; y++)
        {
            int above = Mirror(y - 1, height), below = Mirror(y + 1, height);
            AddRow(grey.Slice(y * width, width), grey.Slice(above * width, width), grey.Slice(below * width, width), ref sum, ref squares);
        }

        double count = (double)width * height;
        double mean = sum / count;
        return Math.Max(0, squares / count - mean * mean);
    }

    private static void AddRow(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, ReadOnlySpan<byte> below, ref long sum, ref long squares)
    {
        int width = row.Length;
        AddPixel(row, above, below, 0, ref sum, ref squares);
        int x = 1;
        ref byte center = ref MemoryMarshal.GetReference(row);
        ref byte up = ref MemoryMarshal.GetReference(above);
        ref byte down = ref MemoryMarshal.GetReference(below);
        var one = Vector256.Create((short)1);
        while (x + 16 < width)
        {
            // A lane takes at most 2·1020² a step: 512 steps stay below 2³¹.
            var sums = Vector256<int>.Zero;
            var squareSums = Vector256<int>.Zero;
            for (int steps = 0; steps < 512 && x + 16 < width; steps++, x += 16)
            {
                var value = Widen(ref up, x) + Widen(ref down, x) + Widen(ref center, x - 1) + Widen(ref center, x + 1)
                    - Vector256.ShiftLeft(Widen(ref center, x), 2);
                sums += MultiplyAddPairs(value, one);
                squareSums += MultiplyAddPairs(value, value);
            }

            sum += Vector256.Sum(sums);
            var (low, high) = Vector256.Widen(squareSums);
            squares += Vector256.Sum(low + high);
        }

        for (; x < width; x++)
        {
            AddPixel(row, above, below, x, ref sum, ref squares);
        }
    }

    private static void AddPixel(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, ReadOnlySpan<byte> below, int x, ref long sum, ref long squares)
    {
        int value = above[x] + below[x] + row[Mirror(x - 1, row.Length)] + row[Mirror(x + 1, row.Length)] - 4 * row[x];
        sum += value;
        squares += value * value;
    }

    private static int Mirror(int i, int length) => length == 1 ? 0 : i < 0 ? 1 : i < length ? i : length - 2;

    private static Vector256<short> Widen(ref byte start, int offset) =>
        Vector256.WidenLower(Vector128.LoadUnsafe(ref start, (nuint)offset).ToVector256Unsafe()).AsInt16();

    private static Vector256<int> MultiplyAddPairs(Vector256<short> a, Vector256<short> b)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.MultiplyAddAdjacent(a, b);
        }

        var (aLow, aHigh) = Vector256.Widen(a);
        var (bLow, bHigh) = Vector256.Widen(b);
        return aLow * bLow + aHigh * bHigh;
    }
}
