using Cleaner.Manifests.Sqlite;

namespace Cleaner.Manifests.Diffing;

/// <summary>
/// Two revisions of one manifest: one pass over the log. Samples are matched by id; those whose bytes went away are then matched by
/// content and place with those that came.
/// </summary>
internal sealed class RevisionComparison : IJoinTarget, IDisposable
{
    private readonly Database database;
    private readonly ChangeLog log;
    private readonly long samples;
    private readonly Partitions<Entry> went;
    private readonly Partitions<Entry> came;

    private RevisionComparison(Manifest manifest, ChangeLog log)
    {
        database = manifest.Database;
        this.log = log;
        samples = manifest.SampleCount;
        went = new Partitions<Entry>(samples);
        came = new Partitions<Entry>(samples);
    }

    public static void Run(Manifest manifest, long before, long after, int[] identities, ChangeLog log, CancellationToken stop)
    {
        lock (manifest.Gate)
        {
            using var comparison = new RevisionComparison(manifest, log);
            comparison.Scan(before, after, identities, stop);
            comparison.Match();
        }
    }

    public void Pair(in Entry before, in Entry after, ChangeKind? kind) => log.Pair(before, after, kind);

    public void OnlyBefore(in Entry entry)
    {
        if (entry.GoneElsewhere)
        {
            log.Pair(entry, Gone(entry), null);
        }
        else
        {
            log.OnlyBefore(entry);
        }
    }

    public void OnlyAfter(in Entry entry)
    {
        if (entry.GoneElsewhere)
        {
            log.Pair(Gone(entry), entry, null);
        }
        else
        {
            log.OnlyAfter(entry);
        }
    }

    public void Dispose()
    {
        went.Dispose();
        came.Dispose();
    }

    private static Entry Gone(Entry entry)
    {
        entry.State = SampleState.Unusable;
        return entry;
    }

    private void Scan(long before, long after, int[] identities, CancellationToken stop)
    {
        using Statement rows = database.Prepare(
            "SELECT sample_id, revision, state, identity_id FROM belief WHERE revision <= ?1 ORDER BY sample_id, revision");
        rows.Bind(1, Math.Max(before, after));
        bool more = rows.Step();
        while (more)
        {
            stop.ThrowIfCancellationRequested();
            long id = rows.Int64(0);
            Entry? first = null;
            Entry? second = null;
            for (; more && rows.Int64(0) == id; more = rows.Step())
            {
                var entry = new Entry { Id = id, State = (SampleState)rows.Int32(2), Identity = identities[rows.Int64(3)] };
                long revision = rows.Int64(1);
                first = revision <= before ? entry : first;
                second = revision <= after ? entry : second;
            }

            Compare(first, second);
        }
    }

    private void Compare(Entry? first, Entry? second)
    {
        if (first is { } a && second is { } b && (a.State == SampleState.Unusable) == (b.State == SampleState.Unusable))
        {
            log.Pair(a, b, null);
            return;
        }

        if (first is { } left && (second is null || left.State != SampleState.Unusable))
        {
            Hold(left, second is not null, went);
        }
        else if (second is { } right)
        {
            Hold(right, first is not null, came);
        }
    }

    private void Hold(Entry entry, bool goneElsewhere, Partitions<Entry> side)
    {
        entry.GoneElsewhere = goneElsewhere;
        side.Add((ulong)entry.Id * (ulong.MaxValue / (ulong)(samples + 1)), entry);
    }

    /// <summary>Only where something went and something came can they be the same: else the facts need not be read.</summary>
    private void Match()
    {
        if (went.Items > 0 && came.Items > 0)
        {
            using Partitions<Entry> first = ByContent(went);
            using Partitions<Entry> second = ByContent(came);
            ContentJoin.Run(first, second, this);
            return;
        }

        for (int part = 0; part < went.Count; part++)
        {
            Array.ForEach(went.Take(part), entry => OnlyBefore(entry));
            Array.ForEach(came.Take(part), entry => OnlyAfter(entry));
        }
    }

    private Partitions<Entry> ByContent(Partitions<Entry> byId)
    {
        var byContent = new Partitions<Entry>(samples);
        using Statement keys = EntryReader.PrepareKeys(database);
        for (int part = 0; part < byId.Count; part++)
        {
            foreach (Entry held in byId.Take(part))
            {
                Entry entry = held;
                EntryReader.Complete(ref entry, keys);
                byContent.Add(ContentJoin.Key(entry), entry);
            }
        }

        return byContent;
    }
}
