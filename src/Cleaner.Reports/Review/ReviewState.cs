using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Reports.Gathering;

namespace Cleaner.Reports.Review;

/// <summary>The manifest as one head revision has it, with the queue of cases over it; made anew when another command adds a revision.</summary>
internal sealed class ReviewState : IDisposable
{
    private readonly Dictionary<long, string> _names = [];
    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);

    private ReviewState(Manifest manifest, PurgeSettings? purge, RunFolder? run, int limit)
    {
        Manifest = manifest;
        Purge = purge;
        Reader = new SampleReader(manifest);
        LearnNames();
        using var angles = run is null ? null : AngleEvidence.Open(run);
        Queue = CaseQueue.Build(manifest, purge, angles, limit, Index, Decided);
        Faces = run is null ? null : FaceNeighbours.Open(run, Index);
        Undo = UndoStack.Read(manifest.Log());
        Head = manifest.Head;
    }

    public Manifest Manifest { get; }

    public PurgeSettings? Purge { get; }

    public FaceNeighbours? Faces { get; }

    public SampleReader Reader { get; }

    public IdentityIndex Index { get; } = new();

    /// <summary>Samples that a person has decided on.</summary>
    public HashSet<long> Decided { get; } = [];

    /// <summary>Keys of findings that were answered in this session, with the answer.</summary>
    public Dictionary<string, string> Settled { get; } = [];

    public CaseQueue Queue { get; }

    public UndoStack Undo { get; }

    /// <summary>The revision that this state follows.</summary>
    public long Head { get; private set; }

    /// <summary>An answer given in this session: it closes every case that asks the same.</summary>
    public void Settle(Question? question, string answer)
    {
        foreach (var asked in Asking(question))
        {
            Settled[asked.Key] = answer;
        }
    }

    /// <summary>An answer taken back: its cases are open again; those of an earlier session come back with a new queue.</summary>
    public void Reopen(Question? question)
    {
        var cases = Asking(question).ToList();
        cases.ForEach(asked => Settled.Remove(asked.Key));
        Head = question is not null && cases.Count == 0 ? -1 : Head;
    }

    /// <summary>Opens the manifest and reads the queue.</summary>
    /// <exception cref="CleanerException">It cannot be opened, is empty, or the run does not fit.</exception>
    public static ReviewState Open(ReviewOptions options)
    {
        var manifest = Manifest.Open(options.ManifestPath, writable: true);
        try
        {
            if (manifest.Head == 0)
            {
                throw new CleanerException($"{options.ManifestPath}: is empty; ingest something first");
            }

            var purge = PurgeSettings.Newest(manifest.Log(), manifest.Head);
            var run = options.Run ?? (purge is { Run.Length: > 0 } && Directory.Exists(purge.Run) ? new RunFolder(purge.Run) : null);
            return new ReviewState(manifest, purge, run, options.Cases);
        }
        catch
        {
            manifest.Dispose();
            throw;
        }
    }

    /// <summary>Names by identity id.</summary>
    public IReadOnlyDictionary<long, string> Names => _names;

    public string NameOf(long identity) => _names.GetValueOrDefault(identity, "?");

    public bool IsIdentity(long identity) => _names.ContainsKey(identity);

    public long? IdOf(string name) => _ids.TryGetValue(name, out long id) ? id : null;

    /// <summary>Follows a revision of this session: who stands where, what is decided, which names there are.</summary>
    public void Follow(long revision, IReadOnlyList<(Belief Before, Belief After)> changes)
    {
        Head = revision;
        LearnNames();
        foreach (var (before, after) in changes)
        {
            Index.Replace(before, after);
            if (after.Rule == PersonsDecision.Rule)
            {
                Decided.Add(after.SampleId);
            }
            else
            {
                Decided.Remove(after.SampleId);
            }
        }
    }

    public void Dispose()
    {
        Faces?.Dispose();
        Reader.Dispose();
        Manifest.Dispose();
    }

    private void LearnNames()
    {
        foreach (var identity in Manifest.Identities())
        {
            _names[identity.Id] = identity.Name;
            _ids[identity.Name] = identity.Id;
        }
    }

    private IEnumerable<ReviewCase> Asking(Question? question) => Queue.All.Where(c =>
        c.Finding is { } finding && question is { } asked && (Question.Of(finding) == asked || Question.Of(finding).OfNames() == asked));
}
