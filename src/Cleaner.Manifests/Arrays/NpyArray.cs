using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace Cleaner.Manifests.Arrays;

/// <summary>A NumPy .npy file, memory mapped for reading; of any size, safe from several threads.</summary>
/// <typeparam name="T">float, double, int, long, byte and their like; must match the file.</typeparam>
public sealed unsafe class NpyArray<T> : IDisposable
    where T : unmanaged
{
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly T* data;

    private NpyArray(string path, MemoryMappedFile file, NpyHeader header)
    {
        Path = path;
        this.file = file;
        Shape = header.Shape;
        Length = header.Elements;
        Rows = header.Shape.Length == 0 ? 1 : header.Shape[0];
        Columns = Rows == 0 ? ColumnsOf(header.Shape) : checked((int)(Length / Rows));
        view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        data = (T*)(start + view.PointerOffset + header.DataOffset);
    }

    /// <summary>Where the file lies.</summary>
    public string Path { get; }

    /// <summary>The extents, slowest first.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Number of elements.</summary>
    public long Length { get; }

    /// <summary>The first extent.</summary>
    public long Rows { get; }

    /// <summary>Elements in a row: the product of the other extents; 1 for a vector.</summary>
    public int Columns { get; }

    /// <summary>All elements.</summary>
    /// <exception cref="OverflowException">There are 2^31 or more; read by <see cref="Row"/>.</exception>
    public ReadOnlySpan<T> Span => new(data, checked((int)Length));

    /// <summary>Element <paramref name="i"/> in C order.</summary>
    public T this[long i]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)i, (ulong)Length, nameof(i));
            return data[i];
        }
    }

    /// <summary>Maps a file.</summary>
    /// <exception cref="CleanerException">Missing, not .npy, of another type, or of another length than its header says.</exception>
    public static NpyArray<T> Open(string path)
    {
        NpyHeader header = ReadHeader(path);
        MemoryMappedFile file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        return new NpyArray<T>(path, file, header);
    }

    /// <summary>Row <paramref name="i"/>, without a copy. Valid until the array is disposed.</summary>
    public ReadOnlySpan<T> Row(long i)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)i, (ulong)Rows, nameof(i));
        return new ReadOnlySpan<T>(data + (i * Columns), Columns);
    }

    /// <summary>A copy of all elements.</summary>
    public T[] ToArray() => Span.ToArray();

    /// <summary>Unmaps the file; spans from it must not be used any more.</summary>
    public void Dispose()
    {
        SafeMemoryMappedViewHandle handle = view.SafeMemoryMappedViewHandle;
        if (!handle.IsClosed)
        {
            handle.ReleasePointer();
        }

        view.Dispose();
        file.Dispose();
    }

    private static NpyHeader ReadHeader(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            NpyHeader header = NpyHeader.Read(stream, path);
            string expected = Npy.Descriptor<T>();
            if (header.Descriptor != expected && !(expected == "|u1" && header.Descriptor == "|b1"))
            {
                throw new CleanerException($"{path}: holds elements of type '{header.Descriptor}', expected '{expected}'");
            }

            long wanted = header.DataOffset + (header.Elements * Unsafe.SizeOf<T>());
            if (stream.Length != wanted)
            {
                throw new CleanerException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path}: is {stream.Length} bytes long, its header says {wanted}; the writer was cut off, write it again"));
            }

            return header;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CleanerException($"{path}: no such file; the run folder is incomplete, run the stage that writes it again", 1, error);
        }
        catch (OverflowException error)
        {
            throw new CleanerException($"{path}: its header has an absurd shape; write the file again", 1, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CleanerException($"{path}: cannot be read ({error.Message})", 1, error);
        }
    }

    private static int ColumnsOf(long[] shape) => checked((int)shape.Skip(1).Aggregate(1L, (product, extent) => product * extent));
}
