using System.Text.Json;
using Cleaner.Manifests.Sqlite;

namespace Cleaner.Manifests;

/// <summary>
/// Writes one revision: new samples, beliefs, findings. Begun by <see cref="Manifest.Begin"/> (one transaction) or
/// <see cref="Manifest.BeginStaged"/> (batches that survive a kill but stay invisible until <see cref="Commit"/>).
/// </summary>
public sealed class RevisionWriter : IDisposable
{
    /// <summary>Rows (samples and beliefs) between two transactions of a staged revision.</summary>
    private const int BatchRows = 100_000;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly Manifest manifest;
    private readonly Database database;
    private readonly IdentityTable identities;
    private readonly StateReader states;
    private readonly Lock gate;
    private readonly WriterLock writerLock;
    private readonly PendingRevision revision;
    private readonly bool staged;
    private readonly HashSet<long> awaiting = [];
    private Statement? insertSample;
    private Statement? insertBelief;
    private Statement? insertFinding;
    private long nextSample;
    private int rows;
    private bool ended;

    private RevisionWriter(
        Manifest manifest, Database database, IdentityTable identities, StateReader states, Lock gate, WriterLock writerLock, PendingRevision revision, bool staged)
    {
        this.manifest = manifest;
        this.database = database;
        this.identities = identities;
        this.states = states;
        this.gate = gate;
        this.writerLock = writerLock;
        this.revision = revision;
        this.staged = staged;
        nextSample = database.Scalar(SampleTable.LargestId) + 1;
    }

    /// <summary>The id that the revision will have.</summary>
    public long Id => revision.Id;

    /// <summary>Samples with this id or a larger one were added by this revision.</summary>
    public long FirstSample => revision.FirstSample;

    /// <summary>What was last noted with <see cref="Checkpoint"/>, also by the process that began the revision; "" none.</summary>
    public string Note { get; private set; } = "";

    /// <summary>Adds a sample. What is first believed of it must follow through <see cref="Set"/> before the next commit or checkpoint.</summary>
    /// <param name="facts">The facts; its <see cref="Sample.Id"/> is ignored.</param>
    /// <param name="identityId">The identity that its source gives it.</param>
    /// <returns>The sample's id.</returns>
    public long Add(Sample facts, long identityId)
    {
        lock (gate)
        {
            FlushWhenDue();
            string name = identities.Name(identityId);
            long id = nextSample++;
            insertSample ??= database.Prepare(SampleTable.Insert);
            SampleTable.Bind(insertSample, id, facts, identityId, facts.Label == name ? null : facts.Label);
            insertSample.Run();
            awaiting.Add(id);
            rows++;
            return id;
        }
    }

    /// <summary>
    /// Writes what this revision believes of a sample; a second call for the same sample replaces the first. Whether it differs from
    /// what was believed before is the caller's business.
    /// </summary>
    public void Set(in Belief belief)
    {
        lock (gate)
        {
            if (belief.SampleId < 1 || belief.SampleId >= nextSample || !identities.Contains(belief.IdentityId))
            {
                throw new ArgumentException($"No such sample or identity: {belief}", nameof(belief));
            }

            insertBelief ??= database.Prepare(BeliefTable.Insert);
            BeliefTable.Bind(insertBelief, Id, belief);
            insertBelief.Run();
            awaiting.Remove(belief.SampleId);
            rows++;
            FlushWhenDue();
        }
    }

    /// <summary>Adds a finding.</summary>
    public void Add(Finding finding)
    {
        lock (gate)
        {
            insertFinding ??= database.Prepare(FindingTable.Insert);
            FindingTable.Bind(insertFinding, Id, finding);
            insertFinding.Run();
            rows++;
        }
    }

    /// <summary>
    /// Streams all samples as they stand in this unfinished revision, its own included, by sample id. Beliefs may be set meanwhile;
    /// those of samples within the next few thousand may or may not be seen.
    /// </summary>
    public IEnumerable<SampleView> Samples() => states.Samples(Id);

    /// <summary>Streams the beliefs as they stand in this unfinished revision, by sample id; see <see cref="Samples"/>.</summary>
    public IEnumerable<Belief> Beliefs() => states.Beliefs(Id);

    /// <summary>The findings as they stand in this unfinished revision.</summary>
    public IReadOnlyList<Finding> Findings()
    {
        lock (gate)
        {
            return FindingTable.UpTo(database, Id);
        }
    }

    /// <summary>
    /// Makes what was written so far outlive the process, with a note of where its writer was (a cursor, a phase). For staged
    /// revisions; batches are written by themselves too, so this is for the note.
    /// </summary>
    public void Checkpoint(string note)
    {
        if (!staged)
        {
            throw new InvalidOperationException("Only a staged revision has checkpoints.");
        }

        lock (gate)
        {
            CheckNoneAwaiting();
            RevisionTable.Note(database, note);
            Note = note;
            Flush();
        }
    }

    /// <summary>Makes the revision visible, as the new head.</summary>
    /// <param name="counts">What changed, serialized as JSON.</param>
    public Revision Commit(object counts)
    {
        lock (gate)
        {
            CheckNoneAwaiting();
            long head = RevisionTable.Head(database);
            var committed = new Revision(
                Id, head == 0 ? null : head, revision.Created, revision.Command, revision.SettingsJson, ToolVersion, revision.Actor, ToJson(counts));
            RevisionTable.Insert(database, committed);
            if (staged)
            {
                RevisionTable.ClearPending(database);
            }

            database.Execute("COMMIT");
            End();
            return committed;
        }
    }

    /// <summary>Ends without a commit: rolls back to the state before, or, if staged, to the last batch.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (ended)
            {
                return;
            }

            database.Rollback();
            identities.Forget();
            End();
        }
    }

    internal static RevisionWriter Begin(
        Manifest manifest, Database database, IdentityTable identities, StateReader states, Lock gate, string command, object settings, string actor) =>
        Start(database, writerLock => new RevisionWriter(
            manifest, database, identities, states, gate, writerLock, Describe(manifest, database, command, settings, actor), staged: false));

    internal static RevisionWriter BeginStaged(
        Manifest manifest, Database database, IdentityTable identities, StateReader states, Lock gate, string command, object settings, string actor) =>
        Start(database, writerLock =>
        {
            PendingRevision pending = Describe(manifest, database, command, settings, actor);
            RevisionTable.InsertPendingRow(database, pending, ToolVersion);
            var writer = new RevisionWriter(manifest, database, identities, states, gate, writerLock, pending, staged: true);
            writer.Flush();
            return writer;
        });

    internal static RevisionWriter Resume(Manifest manifest, Database database, IdentityTable identities, StateReader states, Lock gate) =>
        Start(database, writerLock =>
        {
            PendingRevision pending = RevisionTable.Pending(database)
                ?? throw new CleanerException($"{database.Path}: there is no unfinished revision");
            return new RevisionWriter(manifest, database, identities, states, gate, writerLock, pending, staged: true) { Note = pending.Note };
        });

    internal void Discard()
    {
        lock (gate)
        {
            Delete("DELETE FROM belief WHERE revision = ?1", Id);
            Delete("DELETE FROM finding WHERE revision = ?1", Id);
            Delete("DELETE FROM sample WHERE id >= ?1", FirstSample);
            RevisionTable.ClearPending(database);
            database.Execute("COMMIT");
            End();
        }
    }

    /// <summary>The version of Cleaner that revisions are signed with.</summary>
    public static string ToolVersion { get; } = typeof(Manifest).Assembly.GetName().Version?.ToString(3) ?? "";

    private static RevisionWriter Start(Database database, Func<WriterLock, RevisionWriter> make)
    {
        WriterLock writerLock = WriterLock.Take(database.Path);
        try
        {
            database.Execute("BEGIN IMMEDIATE");
            return make(writerLock);
        }
        catch
        {
            database.Rollback();
            writerLock.Dispose();
            throw;
        }
    }

    private static PendingRevision Describe(Manifest manifest, Database database, string command, object settings, string actor)
    {
        if (RevisionTable.Pending(database) is { } unfinished)
        {
            throw new CleanerException(
                $"{database.Path}: holds an unfinished '{unfinished.Command}'; run that again to go on with it, or drop it with 'cleaner revert {database.Path} --unfinished'");
        }

        return new PendingRevision(
            RevisionTable.Head(database) + 1,
            manifest.Clock.GetUtcNow(),
            command,
            ToJson(settings),
            actor,
            database.Scalar(SampleTable.LargestId) + 1,
            "");
    }

    internal static string ToJson(object value) => value as string ?? JsonSerializer.Serialize(value, Json);

    private void Delete(string sql, long value)
    {
        using Statement delete = database.Prepare(sql);
        delete.Bind(1, value).Run();
    }

    private void FlushWhenDue()
    {
        if (staged && rows >= BatchRows && awaiting.Count == 0)
        {
            Flush();
        }
    }

    private void Flush()
    {
        database.Execute("COMMIT");
        database.Execute("BEGIN IMMEDIATE");
        rows = 0;
    }

    private void CheckNoneAwaiting()
    {
        if (awaiting.Count > 0)
        {
            throw new InvalidOperationException($"{awaiting.Count} added samples have no belief, sample {awaiting.Min()} for one.");
        }
    }

    private void End()
    {
        ended = true;
        insertSample?.Dispose();
        insertBelief?.Dispose();
        insertFinding?.Dispose();
        writerLock.Dispose();
        manifest.Ended(this);
    }
}
