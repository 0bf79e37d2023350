using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Cleaner.Ingest.Sources;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Pipeline;

/// <summary>
/// The samples of one source that the manifest already holds, found again by place and label. Kept as 64 bits of a hash: about
/// 40 bytes a sample, whatever the length of the paths. Used by one thread at a time.
/// </summary>
internal sealed class SourceSamples
{
    private readonly Dictionary<ulong, Entry> _entries = [];

    private record struct Entry(long Id, long Size, long ModifiedTicks, bool Seen);

    /// <summary>What is known of a listed item.</summary>
    /// <param name="Id">The newest sample there; 0 none.</param>
    /// <param name="IsUnchanged">Its size and time stamp are as they were.</param>
    /// <param name="IsRepeat">The listing has named it before.</param>
    public readonly record struct Knowledge(long Id, bool IsUnchanged, bool IsRepeat);

    /// <summary>Takes note of a sample of the manifest.</summary>
    /// <returns>The earlier sample at the same place, whose bytes this one replaced; 0 none.</returns>
    public long Add(Sample sample)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, KeyOf(sample.Locator, sample.Offset, sample.Label), out _);
        var earlier = entry.Id;
        entry = new Entry(sample.Id, sample.Container == Container.File ? sample.Bytes : sample.Length, sample.ModifiedTicks, Seen: false);
        return earlier;
    }

    /// <summary>Looks a listed item up, and remembers that the listing named it.</summary>
    public Knowledge Meet(SourceItem item)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, KeyOf(item.Locator, item.Offset, item.Label), out _);
        var repeat = entry.Seen;
        entry.Seen = true;
        var size = item.Container == Container.File ? item.Bytes : item.Length;
        return new Knowledge(entry.Id, entry.Size == size && entry.ModifiedTicks == item.ModifiedTicks, repeat);
    }

    /// <summary>The samples that the listing did not name.</summary>
    public HashSet<long> Unseen() => [.. _entries.Values.Where(e => !e.Seen).Select(e => e.Id)];

    private static ulong KeyOf(string locator, long offset, string label)
    {
        var utf8 = Encoding.UTF8;
        var bytes = new byte[sizeof(long) + utf8.GetByteCount(locator) + 1 + utf8.GetByteCount(label)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, offset);
        var at = sizeof(long) + utf8.GetBytes(locator, bytes.AsSpan(sizeof(long)));
        utf8.GetBytes(label, bytes.AsSpan(at + 1));
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(bytes));
    }
}
