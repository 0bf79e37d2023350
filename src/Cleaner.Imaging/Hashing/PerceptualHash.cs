using System.Buffers;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cleaner.Imaging;

/// <summary>Hashes of the pixels: one that survives re-encoding and resizing, and one that tells pictures apart exactly.</summary>
public static class PerceptualHash
{
    private const int Frequencies = LowFrequencyBasis.Frequencies;

    /// <summary>
    /// 64-bit DCT hash with imagehash's <c>phash</c> convention: grey (BT.601), 32 x 32 with Lanczos filtering, unnormalised DCT-II, the 8 x 8
    /// lowest frequencies with the constant one, a bit each for "above the median of the 64". The bit of the constant is the most significant one,
    /// then row by row (vertical frequency outside). So the hexadecimal form is that of <c>str(imagehash.phash(image))</c>, up to rounding of
    /// near-ties. Coefficients are rounded to whole units first, which gives every flat picture the same hash, 8000000000000000 (black: 0).
    /// </summary>
    public static ulong Dct64(Image image)
    {
        int pixels = image.Width * image.Height;
        var grey = ArrayPool<byte>.Shared.Rent(pixels);
        GreyPlane.Fill(image, grey);
        ulong hash = Dct64(grey.AsSpan(0, pixels), image.Width, image.Height);
        ArrayPool<byte>.Shared.Return(grey);
        return hash;
    }

    /// <summary>Number of bits that differ, 0 to 64.</summary>
    public static int Distance(ulong a, ulong b) => BitOperations.PopCount(a ^ b);

    /// <summary>
    /// XXH3 (64 bits) of the RGB pixels, seeded with the size: equal for files that decode to the same picture, whatever their metadata or container.
    /// Decoders differ in the last bit, so compare only hashes from one provider.
    /// </summary>
    public static ulong PixelHash(Image image) => XxHash3.HashToUInt64(image.Pixels, (long)image.Width << 32 | (uint)image.Height);

    internal static ulong Dct64(ReadOnlySpan<byte> grey, int width, int height)
    {
        Span<float> coefficients = stackalloc float[Frequencies * Frequencies];
        coefficients.Clear();
        Transform(grey, width, height, coefficients);
        Span<float> sorted = stackalloc float[Frequencies * Frequencies];
        for (int i = 0; i < coefficients.Length; i++)
        {
            coefficients[i] = MathF.Round(coefficients[i]);
        }

        coefficients.CopyTo(sorted);
        sorted.Sort();
        float median = (sorted[31] + sorted[32]) / 2;
        ulong hash = 0;
        foreach (float value in coefficients)
        {
            hash = hash << 1 | (value > median ? 1UL : 0UL);
        }

        return hash;
    }

    // coefficients[v, u] += sum over y, x of A(height)[v, y] · grey[y, x] · A(width)[u, x]
    private static void Transform(ReadOnlySpan<byte> grey, int width, int height, Span<float> coefficients)
    {
        var horizontal = LowFrequencyBasis.For(width);
        var vertical = LowFrequencyBasis.For(height);
        var row = ArrayPool<float>.Shared.Rent(width);
        Span<float> projected = stackalloc float[Frequencies];
        for (int y = 0; y < height; y++)
        {
            ByteRows.ToFloat(grey.Slice(y * width, width), row);
            Project(row.AsSpan(0, width), horizontal, projected);
            for (int v = 0; v < Frequencies; v++)
            {
                float weight = vertical[v * height + y];
                for (int u = 0; u < Frequencies; u++)
                {
                    coefficients[v * Frequencies + u] += weight * projected[u];
                }
            }
        }

        ArrayPool<float>.Shared.Return(row);
    }

    private static void Project(ReadOnlySpan<float> row, float[] basis, Span<float> projected)
    {
        int width = row.Length;
        int lanes = Vector<float>.Count;
        int whole = width - width % lanes;
        ref float samples = ref MemoryMarshal.GetReference(row);
        ref float b = ref MemoryMarshal.GetArrayDataReference(basis);
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (int x = 0; x < whole; x += lanes)
        {
            var sample = Vector.LoadUnsafe(ref samples, (nuint)x);
            s0 += sample * Vector.LoadUnsafe(ref b, (nuint)x);
            s1 += sample * Vector.LoadUnsafe(ref b, (nuint)(x + width));
            s2 += sample * Vector.LoadUnsafe(ref b, (nuint)(x + 2 * width));
            s3 += sample * Vector.LoadUnsafe(ref b, (nuint)(x + 3 * width));
            s4 += sample * Vector.LoadUnsafe(ref b, (nuint)(x + 4 * width));
            s5 += sample * Vector.LoadUnsafe(ref b, (nuint)(x + 5 * width));
            s6 += sample * Vector.LoadUnsafe(ref b, (nuint)(x + 6 * width));
            s7 += sample * Vector.LoadUnsafe(ref b, (nuint)(x + 7 * width));
        }

        projected[0] = Vector.Sum(s0);
        projected[1] = Vector.Sum(s1);
        projected[2] = Vector.Sum(s2);
        projected[3] = Vector.Sum(s3);
        projected[4] = Vector.Sum(s4);
        projected[5] = Vector.Sum(s5);
        projected[6] = Vector.Sum(s6);
        projected[7] = Vector.Sum(s7);
        for (int x = whole; x < width; x++)
        {
            for (int u = 0; u < Frequencies; u++)
            {
                projected[u] += row[x] * basis[u * width + x];
            }
        }
    }
}
