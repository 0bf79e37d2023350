using System.Globalization;
using Cleaner.Manifests.Sqlite;

namespace Cleaner.Manifests;

/// <summary>
/// A set of labelled samples in one SQLite file: facts that never change, and an append-only log of what is believed about them.
/// Reading is safe from several threads; writing is for one thread at a time.
/// </summary>
public sealed class Manifest : IDisposable
{
    /// <summary>"CLNR", SQLite's application_id of a manifest.</summary>
    public const int ApplicationId = 0x434C4E52;

    /// <summary>The schema that this build writes, SQLite's user_version.</summary>
    public const int SchemaVersion = 1;

    private readonly Lock gate = new();
    private readonly Database database;
    private readonly IdentityTable identities;
    private readonly StateReader states;
    private Statement? selectOne;
    private RevisionWriter? writer;

    private Manifest(Database database, bool writable)
    {
        this.database = database;
        Writable = writable;
        identities = new IdentityTable(database);
        states = new StateReader(database, identities, gate);
        Uid = ReadUid();
    }

    /// <summary>Where the file lies.</summary>
    public string Path => database.Path;

    /// <summary>Written at creation; run folders record it to know their manifest again.</summary>
    public Guid Uid { get; }

    /// <summary>Whether it was opened for writing.</summary>
    public bool Writable { get; }

    /// <summary>Where the time of new revisions comes from. The default is the system's clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Id of the newest revision; 0 while there is none.</summary>
    public long Head
    {
        get
        {
            lock (gate)
            {
                return RevisionTable.Head(database);
            }
        }
    }

    /// <summary>The revision that a writer began with <see cref="BeginStaged"/> and has not committed, or null.</summary>
    public PendingRevision? Pending
    {
        get
        {
            lock (gate)
            {
                return RevisionTable.Pending(database);
            }
        }
    }

    /// <summary>Number of samples with facts, visible at the head or not. Ids go from 1 to it without a gap.</summary>
    public long SampleCount
    {
        get
        {
            lock (gate)
            {
                return database.Scalar(SampleTable.LargestId);
            }
        }
    }

    /// <summary>Makes an empty manifest.</summary>
    /// <exception cref="CleanerException">The file exists or cannot be written.</exception>
    public static Manifest Create(string path)
    {
        ManifestFile.Create(path);
        return Open(path, writable: true);
    }

    /// <summary>Opens an existing manifest. One opened for reading is never changed and may lie on a read-only mount.</summary>
    /// <exception cref="CleanerException">Missing, not a database, of another program, of a newer version, or unreadable.</exception>
    public static Manifest Open(string path, bool writable = false) => new(ManifestFile.Open(path, writable), writable);

    /// <summary>Opens a manifest for writing; makes it where there is none.</summary>
    public static Manifest OpenOrCreate(string path) => File.Exists(path) ? Open(path, writable: true) : Create(path);

    /// <summary>Splits "file.db@3" into path and revision; without "@number" the revision is null, which means the head.</summary>
    public static (string Path, long? Revision) ParseReference(string text)
    {
        int at = text.LastIndexOf('@');
        return at > 0 && long.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long revision)
            ? (text[..at], revision)
            : (text, null);
    }

    /// <summary>All committed revisions, oldest first.</summary>
    public IReadOnlyList<Revision> Log()
    {
        lock (gate)
        {
            return RevisionTable.All(database);
        }
    }

    /// <summary>The sources that samples were read from, by id.</summary>
    public IReadOnlyList<SourceInfo> Sources()
    {
        lock (gate)
        {
            return SourceTable.All(database);
        }
    }

    /// <summary>The splits that samples are in, by name; empty where no source names one.</summary>
    public IReadOnlyList<string> Splits()
    {
        lock (gate)
        {
            using Statement rows = database.Prepare("SELECT DISTINCT split FROM sample WHERE split IS NOT NULL ORDER BY split");
            var splits = new List<string>();
            while (rows.Step())
            {
                splits.Add(rows.Text(0));
            }

            return splits;
        }
    }

    /// <summary>Adds a source, or finds the one of the same kind and root again.</summary>
    /// <returns>Its id.</returns>
    public long AddSource(string kind, string root, string optionsJson)
    {
        lock (gate)
        {
            return SourceTable.GetOrAdd(database, kind, root, optionsJson);
        }
    }

    /// <summary>The id of an identity by its exact name; adds it where there is none.</summary>
    public long IdentityId(string name)
    {
        lock (gate)
        {
            return identities.GetOrAdd(name);
        }
    }

    /// <summary>The id of an identity by its exact name; null where there is none.</summary>
    public long? FindIdentity(string name)
    {
        lock (gate)
        {
            return identities.Find(name);
        }
    }

    /// <summary>Looks up which sources give which identities, those of an unfinished revision included.</summary>
    public IdentityOwners IdentityOwners()
    {
        lock (gate)
        {
            return Manifests.IdentityOwners.Read(this, database);
        }
    }

    /// <summary>All identities, by id.</summary>
    public IReadOnlyList<Identity> Identities()
    {
        lock (gate)
        {
            return identities.All();
        }
    }

    /// <summary>Streams the samples that exist at a revision with all facts and their state there, by sample id.</summary>
    /// <param name="revision">The revision; null is the head.</param>
    public IEnumerable<SampleView> Samples(long? revision = null) => states.Samples(Resolve(revision));

    /// <summary>Streams the state of each sample at a revision, by sample id.</summary>
    /// <param name="revision">The revision; null is the head.</param>
    public IEnumerable<Belief> Beliefs(long? revision = null) => states.Beliefs(Resolve(revision));

    /// <summary>The facts of one sample, or null.</summary>
    public Sample? Find(long sampleId)
    {
        lock (gate)
        {
            selectOne ??= database.Prepare(SampleTable.SelectOne);
            Sample? found = selectOne.Bind(1, sampleId).Step() ? SampleTable.Read(selectOne, identities).Sample : null;
            selectOne.Reset();
            return found;
        }
    }

    /// <summary>Ids, ascending, of the samples whose mean luma is below a bound or of whose quality flags one of some is set.</summary>
    /// <param name="brightness">The bound, 0 to 1.</param>
    /// <param name="flags">Bit set.</param>
    public IReadOnlyList<long> SamplesDimmerOr(double brightness, int flags)
    {
        lock (gate)
        {
            using Statement rows = database.Prepare("SELECT id FROM sample WHERE brightness < ?1 OR flags & ?2 ORDER BY id").Bind(1, brightness).Bind(2, flags);
            var ids = new List<long>();
            while (rows.Step())
            {
                ids.Add(rows.Int64(0));
            }

            return ids;
        }
    }

    /// <summary>One sample with what is believed of it at a revision, or null where it does not exist there.</summary>
    /// <param name="sampleId">The sample.</param>
    /// <param name="revision">The revision; null is the head.</param>
    public SampleView? View(long sampleId, long? revision = null) => states.View(sampleId, Resolve(revision));

    /// <summary>Streams the beliefs that some revisions wrote, by sample and revision; one pass over the whole log.</summary>
    /// <param name="revisions">Ids of committed revisions.</param>
    public IEnumerable<Belief> BeliefsWrittenBy(IReadOnlySet<long> revisions) => states.WrittenBy(revisions);

    /// <summary>Loads the places that there are samples for, to find out which are new. Dispose before the manifest.</summary>
    public KnownSamples Known() => new(database, gate);

    /// <summary>What was noticed up to a revision, oldest first; a finding about the same things made again replaces the older one.</summary>
    /// <param name="revision">The revision; null is the head.</param>
    public IReadOnlyList<Finding> Findings(long? revision = null)
    {
        long upTo = Resolve(revision);
        lock (gate)
        {
            return FindingTable.UpTo(database, upTo);
        }
    }

    /// <summary>
    /// Begins a revision in one transaction: all of it or nothing. Disposing the writer without <see cref="RevisionWriter.Commit"/>
    /// rolls it back.
    /// </summary>
    /// <param name="command">The command line.</param>
    /// <param name="settings">Resolved settings, serialized as JSON (a string is taken as JSON already).</param>
    /// <param name="actor">Who decides. The default is "cleaner".</param>
    /// <exception cref="CleanerException">Opened for reading, written by another process, or with an unfinished revision.</exception>
    public RevisionWriter Begin(string command, object settings, string actor = "cleaner") =>
        Start(() => RevisionWriter.Begin(this, database, identities, states, gate, command, settings, actor));

    /// <summary>
    /// Begins a revision that is written in batches, for work too long to lose (ingest). Each batch is its own transaction, yet nothing
    /// is visible to readers before <see cref="RevisionWriter.Commit"/>. When the process dies, or the writer is disposed early, the
    /// batches stay as <see cref="Pending"/>: go on with <see cref="ResumePending"/>, or <see cref="DiscardPending"/>. While there is
    /// one, no other revision can begin.
    /// </summary>
    /// <inheritdoc cref="Begin"/>
    public RevisionWriter BeginStaged(string command, object settings, string actor = "cleaner") =>
        Start(() => RevisionWriter.BeginStaged(this, database, identities, states, gate, command, settings, actor));

    /// <summary>Goes on with <see cref="Pending"/>. What it already holds is found with <see cref="RevisionWriter.Samples"/>.</summary>
    /// <exception cref="CleanerException">There is none, or its writer is still alive.</exception>
    public RevisionWriter ResumePending() =>
        Start(() => RevisionWriter.Resume(this, database, identities, states, gate));

    /// <summary>Deletes what <see cref="Pending"/> holds. The committed revisions are untouched.</summary>
    public void DiscardPending()
    {
        using RevisionWriter unfinished = ResumePending();
        unfinished.Discard();
    }

    /// <summary>Closes the file; an open writer is disposed first.</summary>
    public void Dispose()
    {
        writer?.Dispose();
        lock (gate)
        {
            selectOne?.Dispose();
            database.Dispose();
        }
    }

    internal Database Database => database;

    internal Lock Gate => gate;

    internal void Ended(RevisionWriter ended)
    {
        if (writer == ended)
        {
            writer = null;
        }
    }

    private RevisionWriter Start(Func<RevisionWriter> begin)
    {
        if (!Writable)
        {
            throw new InvalidOperationException("The manifest was opened for reading.");
        }

        if (writer is not null)
        {
            throw new InvalidOperationException("A revision is being written already.");
        }

        lock (gate)
        {
            return writer = begin();
        }
    }

    private long Resolve(long? revision)
    {
        long head = Head;
        if (revision is null)
        {
            return head;
        }

        if (revision < 1 || revision > head)
        {
            throw new CleanerException(string.Create(
                CultureInfo.InvariantCulture,
                $"{Path}: has no revision {revision}; {(head == 0 ? "it is empty" : $"they go from 1 to {head}, see 'cleaner log'")}"));
        }

        return revision.Value;
    }

    private Guid ReadUid()
    {
        using Statement row = database.Prepare("SELECT value FROM meta WHERE key = 'uid'");
        return row.Step() && Guid.TryParse(row.Text(0), out Guid uid)
            ? uid
            : throw new CleanerException(DatabaseErrors.NotAManifest(Path, "it has no uid"));
    }
}
