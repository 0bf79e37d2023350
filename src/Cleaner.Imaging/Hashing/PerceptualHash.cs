using System.Buffers;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cleaner.Imaging;

/// <summary>Hashes of the pixels: one that survives re-encoding and resizing, and one that tells pictures apart exactly.</summary>
public static class PerceptualHash
{
    private const int Frequencies = LowFrequencyBasis.Frequencies;
    private const int Lanes = 8;

    /// <summary>
    /// 64-bit DCT hash with imagehash's <c>phash</c> convention: grey (BT.601), 32 x 32 with Lanczos filtering, unnormalised DCT-II, the 8 x 8
    /// lowest frequencies with the constant one, a bit each for "above the median of the 64". The bit of the constant is the most significant one,
    /// then row by row (vertical frequency outside). So the hexadecimal form is that of <c>str(imagehash.phash(image))</c>, up to rounding of
    /// near-ties. Coefficients are rounded to whole units first, which gives every flat picture the same hash, 8000000000000000 (black: 0).
    /// </summary>
    public static ulong Dct64(Image image) => GreyPlane.Read(image, grey => Dct64(grey, image.Width, image.Height));

    /// <summary>Number of bits that differ, 0 to 64.</summary>
    public static int Distance(ulong a, ulong b) => BitOperations.PopCount(a ^ b);

    /// <summary>
    /// XXH3 (64 bits) of the RGB pixels, seeded with the size: equal for files that decode to the same picture, whatever their metadata or container.
    /// Decoders differ in the last bit, so compare only hashes from one provider.
    /// </summary>
    public static ulong PixelHash(Image image) => XxHash3.HashToUInt64(image.Pixels, (long)image.Width << 32 | (uint)image.Height);

    /// <summary>
    /// XXH3 of the planes in turn, each seeded with the hash before it, the first with the size: equal for JPEGs that decode to the same pixels.
    /// A PNG of these pixels has another hash: such pairs are to be compared themselves.
    /// </summary>
    public static ulong PixelHash(YCbCrPlanes planes)
    {
        ulong luma = XxHash3.HashToUInt64(planes.Luma, (long)planes.Width << 32 | (uint)planes.Height);
        ulong blue = XxHash3.HashToUInt64(planes.Cb, (long)luma);
        return XxHash3.HashToUInt64(planes.Cr, (long)blue);
    }

    internal static ulong Dct64(ReadOnlySpan<byte> grey, int width, int height)
    {
        Span<float> coefficients = stackalloc float[Frequencies * Frequencies];
        Transform(grey, width, height, coefficients);
        for (int i = 0; i < coefficients.Length; i++)
        {
            coefficients[i] = MathF.Round(coefficients[i]);
        }

        float median = Median(coefficients);
        ulong hash = 0;
        foreach (float value in coefficients)
        {
            hash = hash << 1 | (value > median ? 1UL : 0UL);
        }

        return hash;
    }

    // The mean of the 32nd and the 33rd of the 64 in order. An entry with fewer than r + 1 below it and more than r not above it has rank r.
    private static float Median(ReadOnlySpan<float> values)
    {
        const int Lower = 31, Upper = 32;
        float lower = 0, upper = 0;
        foreach (float value in values)
        {
            Vector256<float> own = Vector256.Create(value);
            int from = 0, to = 0;
            for (int i = 0; i < values.Length; i += Lanes)
            {
                var others = Vector256.Create(values[i..]);
                from += BitOperations.PopCount(Vector256.LessThan(others, own).ExtractMostSignificantBits());
                to += BitOperations.PopCount(Vector256.LessThanOrEqual(others, own).ExtractMostSignificantBits());
            }

            lower = from <= Lower && Lower < to ? value : lower;
            upper = from <= Upper && Upper < to ? value : upper;
        }

        return (lower + upper) / 2;
    }

    // coefficients[v, u] = sum over y, x of A(height)[v, y] · grey[y, x] · A(width)[u, x]
    private static void Transform(ReadOnlySpan<byte> grey, int width, int height, Span<float> coefficients)
    {
        var horizontal = LowFrequencyBasis.For(width);
        var vertical = LowFrequencyBasis.For(height);
        var columns = ArrayPool<float>.Shared.Rent(Frequencies * width);
        ProjectColumns(grey, width, height, vertical, columns);
        for (int v = 0; v < Frequencies; v++)
        {
            var row = columns.AsSpan(v * width, width);
            for (int u = 0; u < Frequencies; u += 4)
            {
                FourDots(row, horizontal.AsSpan(u * width)).CopyTo(coefficients[((v * Frequencies) + u)..]);
            }
        }

        ArrayPool<float>.Shared.Return(columns);
    }

    // columns[v, x] = sum over y of vertical[v, y] · grey[y, x]: eight columns at a time, their eight sums in registers. The cosines of even
    // frequencies are the same from below, those of odd ones their negatives: two rows take one step, by their sum and their difference.
    private static void ProjectColumns(ReadOnlySpan<byte> grey, int width, int height, float[] vertical, float[] columns)
    {
        ref byte pixels = ref MemoryMarshal.GetReference(grey);
        ref float basis = ref MemoryMarshal.GetArrayDataReference(vertical);
        int x = 0;
        for (; x + Lanes <= width; x += Lanes)
        {
            Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
            for (int y = 0; y < height - y; y++)
            {
                var upper = ByteRows.Eight(ref pixels, (y * width) + x);
                // The middle row of an odd number has no other.
                var lower = y == height - 1 - y ? default : ByteRows.Eight(ref pixels, ((height - 1 - y) * width) + x);
                var sum = Vector256.ConvertToSingle(upper + lower);
                var difference = Vector256.ConvertToSingle(upper - lower);
                ref float weight = ref Unsafe.Add(ref basis, y);
                s0 = Vector256.FusedMultiplyAdd(Vector256.Create(weight), sum, s0);
                s1 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref weight, height)), difference, s1);
                s2 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref weight, 2 * height)), sum, s2);
                s3 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref weight, 3 * height)), difference, s3);
                s4 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref weight, 4 * height)), sum, s4);
                s5 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref weight, 5 * height)), difference, s5);
                s6 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref weight, 6 * height)), sum, s6);
                s7 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref weight, 7 * height)), difference, s7);
            }

            s0.CopyTo(columns, x);
            s1.CopyTo(columns, x + width);
            s2.CopyTo(columns, x + 2 * width);
            s3.CopyTo(columns, x + 3 * width);
            s4.CopyTo(columns, x + 4 * width);
            s5.CopyTo(columns, x + 5 * width);
            s6.CopyTo(columns, x + 6 * width);
            s7.CopyTo(columns, x + 7 * width);
        }

        for (; x < width; x++)
        {
            for (int v = 0; v < Frequencies; v++)
            {
                float sum = 0;
                for (int y = 0; y < height; y++)
                {
                    sum = MathF.FusedMultiplyAdd(vertical[v * height + y], grey[y * width + x], sum);
                }

                columns[v * width + x] = sum;
            }
        }
    }

    // One row times four rows that lie one after the other.
    private static Vector128<float> FourDots(ReadOnlySpan<float> row, ReadOnlySpan<float> others)
    {
        ref float one = ref MemoryMarshal.GetReference(row), four = ref MemoryMarshal.GetReference(others);
        nuint length = (nuint)row.Length, i = 0;
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (; i + Lanes <= length; i += Lanes)
        {
            var value = Vector256.LoadUnsafe(ref one, i);
            s0 = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref four, i), s0);
            s1 = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref four, length + i), s1);
            s2 = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref four, (2 * length) + i), s2);
            s3 = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref four, (3 * length) + i), s3);
        }

        var sums = FourSums.Of(s0, s1, s2, s3);
        for (int rest = (int)i; rest < row.Length; rest++)
        {
            int stride = row.Length;
            sums += row[rest] * Vector128.Create(others[rest], others[stride + rest], others[(2 * stride) + rest], others[(3 * stride) + rest]);
        }

        return sums;
    }
}
