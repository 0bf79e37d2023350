using System.IO.MemoryMappedFiles;
using Cleaner.Manifests;

namespace Cleaner.Training.Data;

/// <summary>Room for the bytes of many images of one size.</summary>
internal interface IPixelStore : IDisposable
{
    /// <summary>The bytes of one image; different rows may be used by different threads.</summary>
    Span<byte> Row(int row);
}

/// <summary>In memory, in blocks that the collector never moves.</summary>
internal sealed class MemoryStore : IPixelStore
{
    private const int BlockBytes = 64 << 20;

    private readonly byte[][] _blocks;
    private readonly int _rowsPerBlock, _bytes;

    public MemoryStore(int rows, int bytes)
    {
        _bytes = bytes;
        _rowsPerBlock = Math.Max(1, BlockBytes / bytes);
        _blocks = new byte[(rows + _rowsPerBlock - 1) / _rowsPerBlock][];
        for (var i = 0; i < _blocks.Length; i++)
            _blocks[i] = GC.AllocateUninitializedArray<byte>(Math.Min(_rowsPerBlock, rows - i * _rowsPerBlock) * bytes, pinned: true);
    }

    public Span<byte> Row(int row) => _blocks[row / _rowsPerBlock].AsSpan(row % _rowsPerBlock * _bytes, _bytes);

    public void Dispose() => Array.Clear(_blocks);
}

/// <summary>In a mapped file, which is deleted in the end.</summary>
internal sealed unsafe class DiskStore : IPixelStore
{
    private readonly string _path;
    private readonly int _bytes;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    public DiskStore(string path, int rows, int bytes)
    {
        (_path, _bytes) = (path, bytes);
        var length = (long)rows * bytes;
        var free = new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(path))!).AvailableFreeSpace;
        if (free < length)
            throw new CleanerException($"'{path}' needs {length >> 20} MiB for decoded images and the disk has {free >> 20} MiB left: free some, or use --cache memory or none");
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, length);
        _view = _file.CreateViewAccessor();
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start + _view.PointerOffset;
    }

    public Span<byte> Row(int row) => new(_start + (long)row * _bytes, _bytes);

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }
}
