using Cleaner.Manifests.Sqlite;

namespace Cleaner.Manifests;

/// <summary>A sample that a manifest already has for a place.</summary>
/// <param name="Id">The sample.</param>
/// <param name="Bytes">Size of the encoded image when it was read.</param>
/// <param name="ModifiedTicks">Last write time of the file when it was read, UTC ticks.</param>
/// <param name="Status">What was found then.</param>
/// <param name="Sha256">SHA-256 of the encoded image, or null.</param>
/// <param name="GivenIdentityId">The identity that its source gives it.</param>
public sealed record KnownSample(long Id, long Bytes, long ModifiedTicks, SampleStatus Status, byte[]? Sha256, long GivenIdentityId);

/// <summary>
/// The places (source, locator, offset) that a manifest has samples for. Held in memory as 16 bytes a sample (a hash and the id);
/// everything else is looked up by id, so that 10 million places take 160 MB and no index in the file. Those of an unfinished
/// revision are included.
/// </summary>
public sealed class KnownSamples : IDisposable
{
    private readonly Database database;
    private readonly Lock gate;
    private readonly Statement select;
    private ulong[] keys = [];
    private long[] ids = [];

    internal KnownSamples(Database database, Lock gate)
    {
        this.database = database;
        this.gate = gate;
        lock (gate)
        {
            select = database.Prepare(
                "SELECT bytes, modified, status, sha256, identity_id, source_id, \"offset\", locator FROM sample WHERE id = ?1");
        }

        Refresh();
    }

    /// <summary>Number of samples.</summary>
    public int Count => ids.Length;

    /// <summary>Takes in the samples that were added since.</summary>
    public void Refresh()
    {
        lock (gate)
        {
            int first = Count;
            int count = checked((int)database.Scalar(SampleTable.LargestId)) - first;
            ulong[] newKeys = new ulong[count];
            long[] newIds = new long[count];
            using Statement rows = database.Prepare("SELECT id, source_id, locator, \"offset\" FROM sample WHERE id > ?1 ORDER BY id");
            rows.Bind(1, first);
            for (int i = 0; rows.Step(); i++)
            {
                newIds[i] = rows.Int64(0);
                newKeys[i] = PlaceHash.Of(rows.Blob(2), Salted(rows.Int64(1), rows.Int64(3)));
            }

            Array.Sort(newKeys, newIds);
            Merge(newKeys, newIds);
        }
    }

    /// <summary>The samples recorded for a place, the newest first; more than one where the file was replaced over time.</summary>
    /// <param name="sourceId">The source.</param>
    /// <param name="locator">Path relative to the source's root.</param>
    /// <param name="offset">Offset inside the file; 0 for whole files.</param>
    public IReadOnlyList<KnownSample> Find(long sourceId, string locator, long offset = 0)
    {
        ulong key = PlaceHash.Of(locator, Salted(sourceId, offset));
        int first = LowerBound(key);
        if (first == keys.Length || keys[first] != key)
        {
            return [];
        }

        var found = new List<KnownSample>();
        lock (gate)
        {
            for (int i = first; i < keys.Length && keys[i] == key; i++)
            {
                if (select.Bind(1, ids[i]).Step() && select.Int64(5) == sourceId && select.Int64(6) == offset && select.Text(7) == locator)
                {
                    found.Add(new KnownSample(
                        ids[i], select.Int64(0), select.Int64(1), (SampleStatus)select.Int32(2), select.NullableBlob(3), select.Int64(4)));
                }

                select.Reset();
            }
        }

        found.Sort((x, y) => y.Id.CompareTo(x.Id));
        return found;
    }

    /// <summary>Ends the use of the manifest's connection.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            select.Dispose();
        }
    }

    private static long Salted(long sourceId, long offset) => offset + (sourceId << 48);

    private void Merge(ulong[] newKeys, long[] newIds)
    {
        if (Count == 0 || newIds.Length == 0)
        {
            (keys, ids) = Count == 0 ? (newKeys, newIds) : (keys, ids);
            return;
        }

        ulong[] allKeys = new ulong[keys.Length + newKeys.Length];
        long[] allIds = new long[allKeys.Length];
        for (int i = 0, j = 0, k = 0; k < allKeys.Length; k++)
        {
            bool old = j == newKeys.Length || (i < keys.Length && keys[i] <= newKeys[j]);
            (allKeys[k], allIds[k]) = old ? (keys[i], ids[i++]) : (newKeys[j], newIds[j++]);
        }

        (keys, ids) = (allKeys, allIds);
    }

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
