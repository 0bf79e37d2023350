using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cleaner.Imaging;

/// <summary>Resizing, cropping and warping.</summary>
public static partial class Resampler
{
    /// <summary>
    /// Resizes with the antialiased triangle filter: PIL's <c>resize(..., BILINEAR)</c> to within one grey level, whether reducing or enlarging.
    /// The result is a new picture, also when the size stays.
    /// </summary>
    public static Image Resize(Image src, int width, int height)
    {
        var result = Image.Uninitialized(width, height);
        if (width == src.Width && height == src.Height)
        {
            src.Pixels.CopyTo(result.Pixels, 0);
            return result;
        }

        // Rows are mixed with full vectors and columns pixel by pixel, so rows go first where that leaves fewer of them to do.
        if (height < src.Height)
        {
            var fewerRows = ArrayPool<byte>.Shared.Rent(3 * src.Width * height);
            ResizeRows(src.Pixels, src.Height, fewerRows, src.Width, height);
            ResizeColumns(fewerRows, src.Width, height, result.Pixels, width);
            ArrayPool<byte>.Shared.Return(fewerRows);
        }
        else
        {
            var narrow = ArrayPool<byte>.Shared.Rent(3 * width * src.Height);
            ResizeColumns(src.Pixels, src.Width, src.Height, narrow, width);
            ResizeRows(narrow, src.Height, result.Pixels, width, height);
            ArrayPool<byte>.Shared.Return(narrow);
        }

        return result;
    }

    /// <summary>The largest centred square; the picture itself when it is one. An odd remainder goes to the right or the bottom.</summary>
    public static Image CenterSquare(Image src)
    {
        int side = Math.Min(src.Width, src.Height);
        return src.Width == src.Height ? src : Crop(src, (src.Width - side) / 2, (src.Height - side) / 2, side, side);
    }

    /// <summary>Copies a rectangle that lies within the picture.</summary>
    public static Image Crop(Image src, int left, int top, int width, int height)
    {
        if (left < 0 || top < 0 || left > src.Width - width || top > src.Height - height)
        {
            throw new ArgumentException($"{width}x{height} at ({left}, {top}) is not within {src.Width}x{src.Height}");
        }

        var result = Image.Uninitialized(width, height);
        for (int y = 0; y < height; y++)
        {
            src.Pixels.AsSpan(3 * ((top + y) * src.Width + left), 3 * width).CopyTo(result.Pixels.AsSpan(3 * y * width));
        }

        return result;
    }

    // Three of four lanes carry R, G, B; the fourth carries along the next pixel's red and is overwritten by the next store.
    private static void ResizeColumns(ReadOnlySpan<byte> source, int sourceWidth, int rows, Span<byte> target, int width)
    {
        if (width == sourceWidth)
        {
            source[..(3 * width * rows)].CopyTo(target);
            return;
        }

        var filter = FilterWeights.Triangle(sourceWidth, width);
        int stride = 3 * sourceWidth;
        var floats = ArrayPool<float>.Shared.Rent(stride + 4);
        var line = ArrayPool<byte>.Shared.Rent(3 * width + 4);
        try
        {
            floats.AsSpan(stride, 4).Clear();
            for (int y = 0; y < rows; y++)
            {
                ByteRows.ToFloat(source.Slice(y * stride, stride), floats);
                ref float row = ref MemoryMarshal.GetArrayDataReference(floats);
                for (int x = 0; x < width; x++)
                {
                    var sum = Vector128.Create(0.5f);
                    nuint at = (nuint)(3 * filter.Starts[x]);
                    foreach (float weight in filter.Weights.AsSpan(x * filter.Taps, filter.Counts[x]))
                    {
                        sum = Vector128.FusedMultiplyAdd(Vector128.LoadUnsafe(ref row, at), Vector128.Create(weight), sum);
                        at += 3;
                    }

                    var levels = Vector128.ConvertToInt32(sum);
                    var packed = Vector128.Narrow(Vector128.Narrow(levels, levels).AsUInt16(), Vector128<ushort>.Zero);
                    Unsafe.WriteUnaligned(ref line[3 * x], packed.AsUInt32().ToScalar());
                }

                line.AsSpan(0, 3 * width).CopyTo(target[(3 * y * width)..]);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(floats);
            ArrayPool<byte>.Shared.Return(line);
        }
    }

    private static void ResizeRows(ReadOnlySpan<byte> source, int sourceHeight, Span<byte> target, int width, int height)
    {
        if (height == sourceHeight)
        {
            source[..(3 * width * height)].CopyTo(target);
            return;
        }

        var filter = FilterWeights.Triangle(sourceHeight, height);
        int stride = 3 * width;
        for (int y = 0; y < height; y++)
        {
            var weights = filter.Weights.AsSpan(y * filter.Taps, filter.Counts[y]);
            var rows = source.Slice(filter.Starts[y] * stride, weights.Length * stride);
            MixRows(rows, weights, target.Slice(y * stride, stride));
        }
    }

    // target[i] = round(sum over rows r of weights[r] · rows[r][i])
    private static void MixRows(ReadOnlySpan<byte> rows, ReadOnlySpan<float> weights, Span<byte> target)
    {
        int stride = target.Length;
        ref byte first = ref MemoryMarshal.GetReference(rows);
        int i = 0;
        for (; i + 16 <= stride; i += 16)
        {
            var low = Vector256.Create(0.5f);
            var high = Vector256.Create(0.5f);
            nuint at = (nuint)i;
            foreach (float weight in weights)
            {
                var (left, right) = Vector256.Widen(Vector256.WidenLower(Vector128.LoadUnsafe(ref first, at).ToVector256Unsafe()));
                var factor = Vector256.Create(weight);
                low = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(left.AsInt32()), factor, low);
                high = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(right.AsInt32()), factor, high);
                at += (nuint)stride;
            }

            var words = Vector256.Narrow(Vector256.ConvertToInt32(low), Vector256.ConvertToInt32(high)).AsUInt16();
            Vector128.Narrow(words.GetLower(), words.GetUpper()).CopyTo(target[i..]);
        }

        for (; i < stride; i++)
        {
            float sum = 0.5f;
            for (int r = 0; r < weights.Length; r++)
            {
                sum = MathF.FusedMultiplyAdd(rows[r * stride + i], weights[r], sum);
            }

            target[i] = (byte)sum;
        }
    }
}
