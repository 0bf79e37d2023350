using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cleaner.Imaging;

/// <summary>Variance of the 3x3 Laplacian [0 1 0; 1 −4 1; 0 1 0], with the border mirrored about its pixels (OpenCV's default, reflect 101).</summary>
internal static class Laplacian
{
    private const int Lanes = 16;

    // Read from element n on, it lets the last n of 16 lanes through.
    private static ReadOnlySpan<short> LaneMask => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1];

    /// <summary>Population variance over all pixels, in squared levels. 0 for a picture of one pixel.</summary>
    public static double Variance(ReadOnlySpan<byte> grey, int width, int height)
    {
        var total = default(Totals);
        for (int y = 0; y < height; y++)
        {
            int above = Mirror(y - 1, height), below = Mirror(y + 1, height);
            AddRow(grey.Slice(y * width, width), grey.Slice(above * width, width), grey.Slice(below * width, width), ref total);
        }

        double count = (double)width * height;
        double mean = (total.Sum + Vector256.Sum(total.Sums)) / count;
        double squares = total.Squares + (double)Vector256.Sum(total.SquareSums);
        return Math.Max(0, squares / count - mean * mean);
    }

    private static void AddRow(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, ReadOnlySpan<byte> below, ref Totals total)
    {
        int last = row.Length - 1;
        AddPixel(row, above, below, 0, ref total);
        int x = 1;
        while (x + Lanes <= last)
        {
            // Each lane takes two squares of at most 1020² a step: 512 steps stay below 2³¹.
            var sums = Vector256<int>.Zero;
            var squareSums = Vector256<int>.Zero;
            int end = Math.Min(last - Lanes, x + 511 * Lanes);
            for (; x <= end; x += Lanes)
            {
                var value = Values(row, above, below, x);
                sums += MultiplyAddPairs(value, Vector256<short>.One);
                squareSums += MultiplyAddPairs(value, value);
            }

            total.Add(sums, squareSums);
        }

        if (x < last && last > Lanes)
        {
            // The rest by one more step that ends at the last inner pixel, without the lanes that were counted already.
            var fresh = Vector256.Create(LaneMask.Slice(last - x, Lanes));
            var value = Values(row, above, below, last - Lanes) & fresh;
            total.Add(MultiplyAddPairs(value, Vector256<short>.One), MultiplyAddPairs(value, value));
            x = last;
        }

        for (; x <= last; x++)
        {
            AddPixel(row, above, below, x, ref total);
        }
    }

    // The Laplacian at x … x+15, all of which have neighbours on both sides.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Values(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, ReadOnlySpan<byte> below, int x)
    {
        ref byte center = ref MemoryMarshal.GetReference(row);
        return Widen(ref MemoryMarshal.GetReference(above), x) + Widen(ref MemoryMarshal.GetReference(below), x)
            + Widen(ref center, x - 1) + Widen(ref center, x + 1) - Vector256.ShiftLeft(Widen(ref center, x), 2);
    }

    private static void AddPixel(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, ReadOnlySpan<byte> below, int x, ref Totals total)
    {
        int value = above[x] + below[x] + row[Mirror(x - 1, row.Length)] + row[Mirror(x + 1, row.Length)] - 4 * row[x];
        total.Sum += value;
        total.Squares += value * value;
    }

    private static int Mirror(int i, int length) => length == 1 ? 0 : i < 0 ? 1 : i < length ? i : length - 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Widen(ref byte start, int offset) =>
        Vector256.WidenLower(Vector128.LoadUnsafe(ref start, (nuint)offset).ToVector256Unsafe()).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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

    private struct Totals
    {
        public long Sum;
        public long Squares;
        public Vector256<long> Sums;
        public Vector256<long> SquareSums;

        public void Add(Vector256<int> sums, Vector256<int> squareSums)
        {
            var (low, high) = Vector256.Widen(sums);
            Sums += low + high;
            (low, high) = Vector256.Widen(squareSums);
            SquareSums += low + high;
        }
    }
}
