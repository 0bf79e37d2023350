using System.Buffers.Binary;
using Cleaner.Manifests.Sqlite;

namespace Cleaner.Manifests.Diffing;

/// <summary>Reads what a diff matches samples by, without the other facts.</summary>
internal static class EntryReader
{
    private const string KeyColumns = "id, sha256, locator, \"offset\"";

    /// <summary>Streams the samples of a state, by id.</summary>
    /// <param name="state">The state.</param>
    /// <param name="identities">The number of each identity id; see <see cref="JointIdentities.Add"/>.</param>
    /// <param name="onEntry">Called for each sample.</param>
    /// <param name="stop">Ends the reading.</param>
    public static void Read(DiffState state, int[] identities, Action<Entry> onEntry, CancellationToken stop)
    {
        lock (state.Manifest.Gate)
        {
            using Statement facts = state.Manifest.Database.Prepare($"SELECT {KeyColumns} FROM sample ORDER BY id");
            using Statement beliefs = state.Manifest.Database.Prepare(
                "SELECT sample_id, state, identity_id FROM belief WHERE revision <= ?1 ORDER BY sample_id, revision");
            beliefs.Bind(1, state.Revision);
            bool more = beliefs.Step();
            while (more && facts.Step())
            {
                stop.ThrowIfCancellationRequested();
                long id = facts.Int64(0);
                bool visible = false;
                Entry entry = default;
                for (; more && beliefs.Int64(0) == id; more = beliefs.Step())
                {
                    visible = true;
                    entry.State = (SampleState)beliefs.Int32(1);
                    entry.Identity = identities[beliefs.Int64(2)];
                }

                if (visible)
                {
                    SetKeys(ref entry, facts);
                    onEntry(entry);
                }
            }
        }
    }

    /// <summary>A statement for <see cref="Complete"/>.</summary>
    public static Statement PrepareKeys(Database database) => database.Prepare($"SELECT {KeyColumns} FROM sample WHERE id = ?1");

    /// <summary>Fills in content and place of an entry whose id is known.</summary>
    public static void Complete(ref Entry entry, Statement keys)
    {
        if (keys.Bind(1, entry.Id).Step())
        {
            SetKeys(ref entry, keys);
        }

        keys.Reset();
    }

    private static void SetKeys(ref Entry entry, Statement facts)
    {
        entry.Id = facts.Int64(0);
        ReadOnlySpan<byte> hash = facts.Blob(1);
        entry.HasContent = hash.Length >= sizeof(ulong);
        entry.Content = entry.HasContent ? BinaryPrimitives.ReadUInt64BigEndian(hash) : 0;
        entry.Place = PlaceHash.Of(facts.Blob(2), facts.Int64(3));
    }
}
