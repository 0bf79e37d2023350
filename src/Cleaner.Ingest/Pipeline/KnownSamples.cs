using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Cleaner.Ingest.Sources;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Pipeline;

/// <summary>
/// The samples of one source that the manifest already holds, found again by place. Places are kept as 64 bits of a hash:
/// about 40 bytes a sample, whatever the length of the paths.
/// </summary>
internal sealed class KnownSamples
{
    private readonly Dictionary<ulong, Entry> _entries = [];

    private record struct Entry(long Id, long Size, long ModifiedTicks, bool Seen);

    /// <summary>Number of places.</summary>
    public int Count => _entries.Count;

    /// <summary>Takes note of a sample.</summary>
    /// <returns>The earlier sample at the same place, whose bytes this one replaced; 0 none.</returns>
    public long Add(Sample sample)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, PlaceOf(sample.Locator, sample.Offset), out _);
        var earlier = entry.Id;
        entry = new Entry(sample.Id, sample.Container == Container.File ? sample.Bytes : sample.Length, sample.ModifiedTicks, Seen: false);
        return earlier;
    }

    /// <summary>Looks a listed item up and marks it as seen.</summary>
    /// <returns>The sample's id, 0 where there is none, and whether size and time stamp are as they were.</returns>
    public (long Id, bool Unchanged) Find(SourceItem item)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(_entries, PlaceOf(item.Locator, item.Offset));
        if (Unsafe.IsNullRef(ref entry))
            return (0, false);
        entry.Seen = true;
        var size = item.Container == Container.File ? item.Bytes : item.Length;
        return (entry.Id, entry.Size == size && entry.ModifiedTicks == item.ModifiedTicks);
    }

    /// <summary>The samples that the listing did not meet.</summary>
    public HashSet<long> Unseen() => [.. _entries.Values.Where(e => !e.Seen).Select(e => e.Id)];

    private static ulong PlaceOf(string locator, long offset)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(locator) + sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, offset);
        Encoding.UTF8.GetBytes(locator, bytes.AsSpan(sizeof(long)));
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(bytes));
    }
}
