using Cleaner.Ingest.Deduplication;
using Cleaner.Ingest.Sources;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Pipeline;

/// <summary>First stage: lists the source, reads what is new or changed, and writes the facts with a first belief.</summary>
internal sealed class ReadStage(
    IDatasetSource source, long sourceId, Manifest manifest, RevisionWriter writer, FactReader facts, IngestOptions options, IngestTally tally, ThumbnailStore thumbnails)
{
    /// <summary>How often what was done so far is made to outlive the process.</summary>
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromSeconds(5);

    private readonly SourceSamples _known = new();
    private readonly HashSet<long> _replaced = [];
    private readonly SourceIdentities _identities = new(manifest, sourceId, options.SameLabels);
    private readonly DuplicateTable _usable = new();
    private readonly DuplicateCounts _before = new();
    private long _lastKnown;

    public ReadResult Run(SourceNotes notes, IProgress<IngestProgress>? progress, int threads, CancellationToken stop)
    {
        LoadKnown();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var items = Meet(source.Items(notes, stop), notes);
        try
        {
            foreach (var outcome in OrderedParallel.Run(items, i => Math.Max(i.Item.Bytes, i.Item.Length), Look, threads, stop))
            {
                Write(outcome);
                progress?.Report(new IngestProgress("read", tally.Listed, source.ExpectedCount, tally.BadInputs));
                if (clock.Elapsed > CheckpointInterval)
                {
                    writer.Checkpoint("read");
                    clock.Restart();
                }
            }
        }
        catch (OperationCanceledException)
        {
            writer.Checkpoint("read");
            throw;
        }
        if (_identities.Renamed is { Count: > 0 } renamed)
        {
            notes.Warn(FormattableString.Invariant(
                $"{renamed.Count} labels are numbers that another source has too: they are taken as other identities ({renamed[0].Label} is '{renamed[0].Name}'); give --same-labels where they mean the same"));
        }
        var gone = _known.Unseen();
        gone.UnionWith(_replaced);
        return new ReadResult(_usable, _lastKnown, gone, _before);
    }

    private void LoadKnown()
    {
        foreach (var view in writer.Samples())
        {
            _lastKnown = view.Sample.Id;
            _identities.Observe(view);
            _before.Count(view.Belief);
            if (IsUsable(view))
                _usable.Add(view.Sample.Id, view.Sample, view.Belief);
            if (view.Sample.SourceId != sourceId || !options.Shard.Has(view.Sample.Label))
                continue;
            if (_known.Add(view.Sample) is var earlier and not 0)
                _replaced.Add(earlier);
            // Written by this very ingest before it was interrupted.
            if (view.Sample.Id >= writer.FirstSample)
                tally.Resumed(view.Sample);
        }
    }

    private static bool IsUsable(in SampleView view) =>
        view.Sample is { Status: SampleStatus.Ok, PixelHash: not null, PHash: not null, Sha256: not null }
        && (IngestRules.Owns(view.Belief) || view.Belief.State is SampleState.Kept or SampleState.Dropped);

    /// <summary>On the listing thread: what is known of each item.</summary>
    private IEnumerable<(SourceItem Item, SourceSamples.Knowledge Known)> Meet(IEnumerable<SourceItem> items, SourceNotes notes)
    {
        foreach (var item in items.Select(Named))
        {
            if (!options.Shard.Has(item.Label))
                continue;
            var known = _known.Meet(item);
            if (known.IsRepeat)
                notes.Ignore("entry listed a second time");
            else
                yield return (item, known);
        }
    }

    /// <summary>An empty label is no identity: such images are recorded, as bad inputs, under one name that says so.</summary>
    private static SourceItem Named(SourceItem item) => string.IsNullOrWhiteSpace(item.Label)
        ? item with { Label = SourceItem.UnknownLabel, Status = item.Status == SampleStatus.Ok ? SampleStatus.Damaged : item.Status, Reason = item.Reason ?? "its label is empty" }
        : item;

    /// <summary>On a worker thread: the facts of an item, or null where they are known already.</summary>
    private Outcome Look((SourceItem Item, SourceSamples.Knowledge Known) work)
    {
        var (item, known) = work;
        if (known.Id == 0)
            return new Outcome(facts.Read(item, sourceId), 0);
        // Where only the time stamp differs (a copied tree) the bytes are the same, and so is everything else.
        var isSame = known.IsUnchanged
            || (manifest.Find(known.Id)?.Sha256 is { } sha && facts.Sha256(item, sourceId) is { } now && sha.AsSpan().SequenceEqual(now));
        return isSame ? new Outcome(null, known.Id) : new Outcome(facts.Read(item, sourceId), known.Id);
    }

    private void Write(Outcome outcome)
    {
        if (outcome.Reading is not { Facts: { } sample } reading)
        {
            tally.Unchanged(isOfThisRun: outcome.Known >= writer.FirstSample);
            return;
        }
        if (outcome.Known != 0)
            _replaced.Add(outcome.Known);
        tally.Added(sample);
        var identity = _identities.Of(sample.Label);
        var id = writer.Add(sample, identity);
        var belief = FirstBelief(sample, id, _identities.Believed(identity));
        writer.Set(belief);
        if (sample.Status == SampleStatus.Ok)
            _usable.Add(id, sample, belief);
        thumbnails.Keep(id, reading.Thumbnail);
    }

    /// <summary>What is believed of a sample from its facts alone.</summary>
    public static Belief FirstBelief(Sample sample, long id, long identity) => sample.Status == SampleStatus.Ok
        ? Kept(id, identity)
        : new Belief(id, SampleState.Unusable, identity, Rule: IngestRules.Unreadable, Reason: sample.Reason ?? sample.Status.ToString());

    /// <summary>Kept as its source gives it.</summary>
    public static Belief Kept(long id, long identity) => new(id, SampleState.Kept, identity, Rule: IngestRules.Kept);

    private readonly record struct Outcome(Reading? Reading, long Known);
}
