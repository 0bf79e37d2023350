using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cleaner.Imaging;

/// <summary>
/// Small grey pictures, by which near duplicates are compared: BT.601 luma, reduced with the antialiased triangle filter, as PIL's
/// <c>convert("L").resize((32, 32), BILINEAR)</c> to within one level. Proportions are not kept: a near duplicate has nearly the same.
/// </summary>
public static class GreyThumbnail
{
    /// <summary>Width and height in pixels.</summary>
    public const int Side = 32;

    /// <summary>Bytes of one thumbnail, row by row.</summary>
    public const int Pixels = Side * Side;

    private const int Lanes = 8;

    private static Vector128<byte> LowestBytes => Vector128.Create((byte)0, 4, 8, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static readonly PerSize<Taps> TapsOf = new(inputs => Taps.Of(FilterWeights.Triangle(inputs, Side)));

    /// <summary>The thumbnail of a picture.</summary>
    public static byte[] Of(Image image) => GreyPlane.Read(image, grey => Of(grey, image.Width, image.Height));

    internal static byte[] Of(ReadOnlySpan<byte> grey, int width, int height)
    {
        Taps down = TapsOf.For(height), across = TapsOf.For(width);
        // A row of floats, and as many zeros behind it as the last tap may reach past its end.
        int room = (width + across.Count + Lanes - 1) / Lanes * Lanes;
        var row = ArrayPool<float>.Shared.Rent(room);
        var thumbnail = new byte[Pixels];
        for (int y = 0; y < Side; y++)
        {
            MixRows(grey, width, down, y, row);
            Array.Clear(row, width, room - width);
            ref float first = ref MemoryMarshal.GetArrayDataReference(row);
            ref float weights = ref MemoryMarshal.GetArrayDataReference(across.Weights);
            for (int x = 0; x < Side; x += 4)
            {
                var sums = FourSums.Of(
                    Mix(ref first, ref weights, across, x), Mix(ref first, ref weights, across, x + 1),
                    Mix(ref first, ref weights, across, x + 2), Mix(ref first, ref weights, across, x + 3));
                var levels = Vector128.ConvertToInt32(sums + Vector128.Create(0.5f)).AsByte();
                Unsafe.WriteUnaligned(ref thumbnail[(Side * y) + x], Vector128.Shuffle(levels, LowestBytes).AsUInt32().ToScalar());
            }
        }

        ArrayPool<float>.Shared.Return(row);
        return thumbnail;
    }

    // The products of one output; their sum is what it gets.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Mix(ref float row, ref float weights, Taps taps, int output)
    {
        ref float from = ref Unsafe.Add(ref row, taps.Starts[output]);
        ref float weight = ref Unsafe.Add(ref weights, output * taps.Count);
        var products = Vector256.LoadUnsafe(ref from) * Vector256.LoadUnsafe(ref weight);
        for (int t = Lanes; t < taps.Count; t += Lanes)
        {
            products = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref from, (nuint)t), Vector256.LoadUnsafe(ref weight, (nuint)t), products);
        }

        return products;
    }

    // row[x] = sum over t of weight[y, t] · grey[start[y] + t, x]
    private static void MixRows(ReadOnlySpan<byte> grey, int width, Taps taps, int y, float[] row)
    {
        var weights = taps.Weights.AsSpan(y * taps.Count, taps.Used[y]);
        ref byte top = ref Unsafe.Add(ref MemoryMarshal.GetReference(grey), taps.Starts[y] * width);
        const int Step = 2 * Lanes;
        if (width < Step)
        {
            MixFewColumns(ref top, width, weights, row);
            return;
        }

        for (int next = 0; next < width; next += Step)
        {
            int x = Math.Min(next, width - Step);    // the last step takes some columns again rather than a few by themselves
            Vector256<float> left = default, right = default;
            int at = x;
            foreach (float weight in weights)
            {
                left = Vector256.FusedMultiplyAdd(Vector256.Create(weight), Vector256.ConvertToSingle(ByteRows.Eight(ref top, at)), left);
                right = Vector256.FusedMultiplyAdd(Vector256.Create(weight), Vector256.ConvertToSingle(ByteRows.Eight(ref top, at + Lanes)), right);
                at += width;
            }

            left.CopyTo(row, x);
            right.CopyTo(row, x + Lanes);
        }
    }

    private static void MixFewColumns(ref byte top, int width, ReadOnlySpan<float> weights, float[] row)
    {
        for (int x = 0; x < width; x++)
        {
            float sum = 0;
            for (int t = 0; t < weights.Length; t++)
            {
                sum = MathF.FusedMultiplyAdd(weights[t], Unsafe.Add(ref top, (t * width) + x), sum);
            }

            row[x] = sum;
        }
    }

    /// <summary>Filter weights, each output's filled up with zeros to whole vectors.</summary>
    private sealed record Taps(int Count, int[] Starts, int[] Used, float[] Weights)
    {
        public static Taps Of(FilterWeights filter)
        {
            int count = (filter.Taps + Lanes - 1) / Lanes * Lanes;
            var weights = new float[Side * count];
            for (int i = 0; i < Side; i++)
            {
                filter.Weights.AsSpan(i * filter.Taps, filter.Counts[i]).CopyTo(weights.AsSpan(i * count));
            }

            return new Taps(count, filter.Starts, filter.Counts, weights);
        }
    }
}
