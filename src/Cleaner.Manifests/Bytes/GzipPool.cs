using System.IO.Compression;

namespace Cleaner.Manifests.Bytes;

/// <summary>
/// Reads ranges of a gzip file's decompressed stream. Deflate has no random access, so a few readers a file are kept where they
/// stopped: a range ahead of one is reached by skipping forward from the nearest, a range behind all of them starts again. Reading
/// in ascending order, the way samples are numbered, costs one pass.
/// </summary>
internal sealed class GzipPool(int readersPerFile, int capacity) : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<Reader> idle = [];
    private long clock;

    public void Read(string path, Span<byte> buffer, long offset)
    {
        Reader reader = Take(path, offset);
        try
        {
            reader.Read(buffer, offset);
        }
        catch
        {
            reader.Dispose();
            throw;
        }

        Return(reader);
    }

    public void Dispose()
    {
        lock (gate)
        {
            idle.ForEach(reader => reader.Dispose());
            idle.Clear();
        }
    }

    private Reader Take(string path, long offset)
    {
        lock (gate)
        {
            Reader? best = idle.Where(reader => reader.Path == path && reader.Position <= offset).MaxBy(reader => reader.Position);
            if (best is not null)
            {
                idle.Remove(best);
                return best;
            }
        }

        return new Reader(path);
    }

    private void Return(Reader reader)
    {
        lock (gate)
        {
            reader.LastUse = ++clock;
            idle.Add(reader);
            Evict(idle.Where(other => other.Path == reader.Path), readersPerFile);
            Evict(idle, capacity);
        }
    }

    private void Evict(IEnumerable<Reader> among, int limit)
    {
        if (among.Count() > limit)
        {
            Reader oldest = among.MinBy(reader => reader.LastUse)!;
            idle.Remove(oldest);
            oldest.Dispose();
        }
    }

    private sealed class Reader(string path) : IDisposable
    {
        private readonly GZipStream stream = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16), CompressionMode.Decompress);

        public string Path { get; } = path;

        public long Position { get; private set; }

        public long LastUse { get; set; }

        public void Read(Span<byte> buffer, long offset)
        {
            Span<byte> skipped = new byte[1 << 16];
            while (Position < offset)
            {
                Advance(skipped[..(int)Math.Min(skipped.Length, offset - Position)]);
            }

            Advance(buffer);
        }

        public void Dispose() => stream.Dispose();

        private void Advance(Span<byte> buffer)
        {
            stream.ReadExactly(buffer);
            Position += buffer.Length;
        }
    }
}
