using System.Runtime.InteropServices;

namespace Cleaner.Manifests.Diffing;

/// <summary>A list that is written once and read once, and lies in a temporary file beyond a small buffer.</summary>
internal sealed class SpillList<T>(int bufferSize) : IDisposable
    where T : unmanaged
{
    private readonly T[] buffer = new T[bufferSize];
    private int buffered;
    private FileStream? file;

    public long Count { get; private set; }

    public void Add(in T item)
    {
        if (buffered == buffer.Length)
        {
            Spill();
        }

        buffer[buffered++] = item;
        Count++;
    }

    /// <summary>Everything, in the order in which it was added; empties the list.</summary>
    public T[] Take()
    {
        var all = new T[Count];
        Span<T> rest = all;
        if (file is not null)
        {
            long spilled = Count - buffered;
            file.Position = 0;
            file.ReadExactly(MemoryMarshal.AsBytes(rest[..(int)spilled]));
            rest = rest[(int)spilled..];
            file.Dispose();
            file = null;
        }

        buffer.AsSpan(0, buffered).CopyTo(rest);
        buffered = 0;
        Count = 0;
        return all;
    }

    public void Dispose() => file?.Dispose();

    private void Spill()
    {
        try
        {
            file ??= new FileStream(
                Path.Combine(Path.GetTempPath(), $"cleaner-{Guid.NewGuid():N}.tmp"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 0, FileOptions.DeleteOnClose);
            file.Write(MemoryMarshal.AsBytes<T>(buffer));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CleanerException(
                $"{Path.GetTempPath()}: a temporary file cannot be written ({error.Message}); free some space or set TMPDIR to another folder", 1, error);
        }

        buffered = 0;
    }
}
