using Microsoft.Win32.SafeHandles;

namespace Cleaner.Manifests.Bytes;

/// <summary>Keeps archives open between reads, up to a limit; the one used longest ago is closed first. Reads need no common position.</summary>
internal sealed class HandlePool(int capacity) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private long clock;

    /// <summary>Runs <paramref name="read"/> on the open file; the handle stays open at least as long.</summary>
    public T Use<T>(string path, Func<SafeFileHandle, T> read)
    {
        Entry entry = Rent(path);
        try
        {
            return read(entry.Handle);
        }
        finally
        {
            lock (gate)
            {
                entry.Users--;
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (Entry entry in entries.Values)
            {
                entry.Handle.Dispose();
            }

            entries.Clear();
        }
    }

    private Entry Rent(string path)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(path, out Entry? entry))
            {
                MakeRoom();
                entry = new Entry(File.OpenHandle(path, options: FileOptions.RandomAccess));
                entries.Add(path, entry);
            }

            entry.Users++;
            entry.LastUse = ++clock;
            return entry;
        }
    }

    private void MakeRoom()
    {
        if (entries.Count < capacity)
        {
            return;
        }

        (string path, Entry oldest) = entries.Where(pair => pair.Value.Users == 0).MinBy(pair => pair.Value.LastUse);
        if (oldest is not null)
        {
            oldest.Handle.Dispose();
            entries.Remove(path);
        }
    }

    private sealed class Entry(SafeFileHandle handle)
    {
        public SafeFileHandle Handle { get; } = handle;

        public int Users { get; set; }

        public long LastUse { get; set; }
    }
}
