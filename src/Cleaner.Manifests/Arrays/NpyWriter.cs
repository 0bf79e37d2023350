using System.Globalization;
using System.Runtime.InteropServices;

namespace Cleaner.Manifests.Arrays;

/// <summary>Writes a NumPy array row by row under a temporary name; <see cref="Commit"/> moves it into place, disposing without it leaves nothing.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class NpyWriter<T> : IDisposable
    where T : unmanaged
{
    private readonly string path;
    private readonly string temporary;
    private readonly long expected;
    private readonly FileStream stream;
    private long written;
    private bool committed;

    /// <summary>Begins an array of shape [rows, columns].</summary>
    public NpyWriter(string path, long rows, int columns)
        : this(path, [rows, columns])
    {
    }

    /// <summary>Begins an array of any shape.</summary>
    /// <param name="path">Where to; its folder must exist.</param>
    /// <param name="shape">The extents, slowest first.</param>
    public NpyWriter(string path, long[] shape)
    {
        this.path = path;
        temporary = path + ".partial";
        expected = shape.Aggregate(1L, (product, extent) => checked(product * extent));
        try
        {
            stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
            stream.Write(NpyHeader.Format(Npy.Descriptor<T>(), shape));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            stream?.Dispose();
            throw Unwritable(error);
        }
    }

    /// <summary>Appends a row, or any number of elements, in C order.</summary>
    public void Append(ReadOnlySpan<T> row)
    {
        if (written + row.Length > expected)
        {
            throw new InvalidOperationException($"More elements than the shape holds ({expected}).");
        }

        try
        {
            stream.Write(MemoryMarshal.AsBytes(row));
        }
        catch (IOException error)
        {
            throw Unwritable(error);
        }

        written += row.Length;
    }

    /// <summary>Appends one element.</summary>
    public void Append(T element) => Append([element]);

    /// <summary>Flushes to the disk and moves the file into place.</summary>
    public void Commit()
    {
        if (written != expected)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{written} of {expected} elements were written."));
        }

        try
        {
            stream.Flush(flushToDisk: true);
            stream.Dispose();
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(error);
        }

        committed = true;
    }

    /// <summary>Without <see cref="Commit"/>, removes what was written.</summary>
    public void Dispose()
    {
        if (!committed)
        {
            stream.Dispose();
            File.Delete(temporary);
        }
    }

    private CleanerException Unwritable(Exception error) => new($"{path}: cannot be written ({error.Message}); check the folder and the free space", 1, error);
}
