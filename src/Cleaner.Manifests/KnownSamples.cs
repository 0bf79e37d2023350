using Cleaner.Manifests.Sqlite;

namespace Cleaner.Manifests;

/// <summary>What an incremental ingest compares a file with.</summary>
/// <param name="Id">The sample, the newest one recorded for this place.</param>
/// <param name="Bytes">Size of the encoded image when it was read.</param>
/// <param name="ModifiedTicks">Last write time of the file when it was read, UTC ticks.</param>
/// <param name="Status">What was found then.</param>
public readonly record struct KnownSample(long Id, long Bytes, long ModifiedTicks, SampleStatus Status);

/// <summary>
/// The places (source, locator, offset) that a manifest has samples for. Held in memory as 16 bytes a sample (a hash and the id);
/// everything else is looked up by id, so that 10 million places take 160 MB and no index in the file. Covers the samples that were
/// there when it was loaded, those of an unfinished revision included.
/// </summary>
public sealed class KnownSamples
{
    private readonly Database database;
    private readonly Lock gate;
    private readonly ulong[] keys;
    private readonly long[] ids;

    internal KnownSamples(Database database, Lock gate)
    {
        this.database = database;
        this.gate = gate;
        lock (gate)
        {
            (keys, ids) = Load(database);
        }
    }

    /// <summary>Number of samples.</summary>
    public int Count => ids.Length;

    /// <summary>The newest sample recorded for a place, or null.</summary>
    /// <param name="sourceId">The source.</param>
    /// <param name="locator">Path relative to the source's root.</param>
    /// <param name="offset">Offset inside the file; 0 for whole files.</param>
    public KnownSample? Find(long sourceId, string locator, long offset = 0)
    {
        ulong key = PlaceHash.Of(locator, Salted(sourceId, offset));
        int first = LowerBound(key);
        if (first == keys.Length || keys[first] != key)
        {
            return null;
        }

        KnownSample? newest = null;
        lock (gate)
        {
            using Statement row = database.Prepare(
                "SELECT bytes, modified, status, source_id, \"offset\", locator FROM sample WHERE id = ?1");
            for (int i = first; i < keys.Length && keys[i] == key; i++)
            {
                if (row.Bind(1, ids[i]).Step()
                    && row.Int64(3) == sourceId && row.Int64(4) == offset && row.Text(5) == locator
                    && !(newest?.Id > ids[i]))
                {
                    newest = new KnownSample(ids[i], row.Int64(0), row.Int64(1), (SampleStatus)row.Int32(2));
                }

                row.Reset();
            }
        }

        return newest;
    }

    private static (ulong[] Keys, long[] Ids) Load(Database database)
    {
        int count = checked((int)database.Scalar(SampleTable.LargestId));
        ulong[] keys = new ulong[count];
        long[] ids = new long[count];
        using Statement rows = database.Prepare("SELECT id, source_id, locator, \"offset\" FROM sample ORDER BY id");
        for (int i = 0; rows.Step(); i++)
        {
            ids[i] = rows.Int64(0);
            keys[i] = PlaceHash.Of(rows.Blob(2), Salted(rows.Int64(1), rows.Int64(3)));
        }

        Array.Sort(keys, ids);
        return (keys, ids);
    }

    private static long Salted(long sourceId, long offset) => offset + (sourceId << 48);

    private int LowerBound(ulong key)
    {
        int low = 0;
        int high = keys.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (keys[middle] < key)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
