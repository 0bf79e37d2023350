namespace Cleaner.Manifests.Arrays;

/// <summary>The rows of a two-dimensional .npy of float16, float32 or float64, as float32; memory mapped.</summary>
public sealed class FloatRows : IDisposable
{
    private readonly IDisposable array;
    private readonly CopyOfRow copy;

    private FloatRows(IDisposable array, IReadOnlyList<long> shape, CopyOfRow copy)
    {
        (this.array, this.copy) = (array, copy);
        (Rows, Columns) = (shape[0], checked((int)shape[1]));
    }

    private delegate void CopyOfRow(long row, Span<float> into);

    /// <summary>Number of rows.</summary>
    public long Rows { get; }

    /// <summary>Length of a row.</summary>
    public int Columns { get; }

    /// <summary>Maps a file.</summary>
    /// <exception cref="CleanerException">Missing, not .npy, of another type or number of dimensions, or cut off.</exception>
    public static FloatRows Open(string path)
    {
        NpyHeader header = HeaderOf(path);
        if (header.Shape is not [_, > 0])
        {
            throw new CleanerException($"{path}: is an array [{string.Join(", ", header.Shape)}]; expected [images, length of a vector]");
        }

        switch (header.Descriptor)
        {
            case "<f4":
                var single = NpyArray<float>.Open(path);
                return new FloatRows(single, single.Shape, (row, into) => single.Row(row).CopyTo(into));
            case "<f8":
                var wide = NpyArray<double>.Open(path);
                return new FloatRows(wide, wide.Shape, (row, into) => Convert(wide.Row(row), into, v => (float)v));
            case "<f2":
                var half = NpyArray<Half>.Open(path);
                return new FloatRows(half, half.Shape, (row, into) => Convert(half.Row(row), into, v => (float)v));
            default:
                throw new CleanerException($"{path}: holds elements of type '{header.Descriptor}'; expected float16, float32 or float64 (numpy: array.astype('float32'))");
        }
    }

    /// <summary>Copies one row.</summary>
    /// <param name="row">0 ≤ row &lt; <see cref="Rows"/>.</param>
    /// <param name="into">At least <see cref="Columns"/> long.</param>
    public void CopyRow(long row, Span<float> into) => copy(row, into);

    /// <summary>Unmaps the file.</summary>
    public void Dispose() => array.Dispose();

    private static NpyHeader HeaderOf(string path)
    {
        if (!File.Exists(path))
        {
            throw new CleanerException($"{path}: there is no such file");
        }

        using FileStream stream = File.OpenRead(path);
        return NpyHeader.Read(stream, path);
    }

    private static void Convert<T>(ReadOnlySpan<T> from, Span<float> into, Func<T, float> convert)
    {
        for (int i = 0; i < from.Length; i++)
        {
            into[i] = convert(from[i]);
        }
    }
}
