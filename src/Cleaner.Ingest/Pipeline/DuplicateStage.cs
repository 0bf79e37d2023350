using System.Globalization;
using System.Text.Json;
using Cleaner.Ingest.Deduplication;
using Cleaner.Ingest.Sources;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Pipeline;

/// <summary>
/// Second stage: finds duplicates among all samples of the manifest, and brings ingest's own beliefs up to date. Beliefs of
/// other rules (a purge, a person) stay as they are.
/// </summary>
internal sealed class DuplicateStage(RevisionWriter writer, SampleReader reader, IngestOptions options, IReadOnlySet<long> gone, SourceNotes notes, ThumbnailStore thumbnails)
{
    private readonly DuplicateTable _table = new();

    /// <summary>Number of beliefs that changed beyond the first ones of new samples.</summary>
    public long Changed { get; private set; }

    /// <summary>What was found.</summary>
    public DuplicateCounts Counts { get; private set; } = new();

    /// <summary>Counts what an earlier ingest found, where nothing has changed since: no pixels are read.</summary>
    public void Recount(IReadOnlyList<Finding> knownConflicts)
    {
        foreach (var view in writer.Samples())
            Counts.Count(view.Belief);
        foreach (var conflict in knownConflicts)
            Counts.Contest(conflict.IdentityA, conflict.IdentityB);
    }

    public void Run(IReadOnlyList<Finding> knownConflicts, IProgress<IngestProgress>? progress, int threads, CancellationToken stop)
    {
        foreach (var view in writer.Samples())
        {
            if (IsUsable(view))
                _table.Add(view.Sample, view.Belief);
        }
        void Report(long done, long total) => progress?.Report(new IngestProgress("duplicates", done, total, 0));
        var verifier = new ThumbnailVerifier(_table, thumbnails, writer.Samples, reader, options, threads, Report);
        var found = DuplicateFinder.Find(_table, options.NearDistance, threads, verifier, stop);
        if (found.SearchedDistance < options.NearDistance)
        {
            notes.Warn(string.Create(CultureInfo.InvariantCulture,
                $"near duplicates were searched to pHash distance {found.SearchedDistance} instead of {options.NearDistance}: the pictures of this set are too much alike"));
        }
        WriteBeliefs(found);
        WriteConflicts(found, knownConflicts.Select(f => (f.SampleA, f.SampleB)).ToHashSet());
    }

    private bool IsUsable(in SampleView view) =>
        view.Sample is { Status: SampleStatus.Ok, PixelHash: not null, PHash: not null, Sha256: not null } && !gone.Contains(view.Sample.Id)
        && (IngestRules.Owns(view.Belief) || view.Belief.State is SampleState.Kept or SampleState.Dropped);

    private void WriteBeliefs(Duplicates found)
    {
        var row = 0;
        foreach (var view in writer.Samples())
        {
            var isInTable = row < _table.Count && _table.Ids[row] == view.Sample.Id;
            var next = isInTable ? BeliefOf(row, view, found) : BeliefOutside(view);
            if (isInTable)
                row++;
            Counts.Count(next);
            if (!next.Equals(view.Belief))
            {
                writer.Set(next);
                Changed++;
            }
        }
    }

    /// <summary>A sample that has no pixels to compare.</summary>
    private Belief BeliefOutside(in SampleView view)
    {
        if (!IngestRules.Owns(view.Belief))
            return view.Belief;
        return gone.Contains(view.Sample.Id)
            ? new Belief(view.Sample.Id, SampleState.Unusable, view.Belief.IdentityId, Rule: IngestRules.Gone, Reason: "its source does not hold it any more")
            : ReadStage.FirstBelief(view.Sample, view.Sample.Id, view.Belief.IdentityId);
    }

    private Belief BeliefOf(int row, in SampleView view, Duplicates found)
    {
        var star = found.Representative[row];
        if (!IngestRules.Owns(view.Belief))
            return view.Belief;
        if (star == row)
            return ReadStage.FirstBelief(view.Sample, view.Sample.Id, view.Belief.IdentityId);
        var (rule, score, reason) = found.Likeness[row] switch
        {
            Likeness.SameBytes => (IngestRules.SameBytes, 0.0, "the same bytes"),
            Likeness.SamePixels => (IngestRules.SamePixels, 0.0, "the same pixels in other bytes"),
            _ => (IngestRules.NearPixels, found.Distance[row], string.Create(CultureInfo.InvariantCulture, $"nearly the same pixels, pHash distance {found.Distance[row]}")),
        };
        var of = _table.Ids[star];
        return new Belief(view.Sample.Id, SampleState.Duplicate, view.Belief.IdentityId, of, rule, score,
            string.Create(CultureInfo.InvariantCulture, $"{reason} as sample {of}"));
    }

    private void WriteConflicts(Duplicates found, HashSet<(long, long)> known)
    {
        foreach (var conflict in found.Conflicts)
        {
            long a = _table.Ids[conflict.A], b = _table.Ids[conflict.B];
            Counts.Contest(_table.Identities[conflict.A], _table.Identities[conflict.B]);
            if (known.Contains((a, b)))
                continue;
            var rule = conflict.Likeness switch
            {
                Likeness.SameBytes => IngestRules.SameBytes,
                Likeness.SamePixels => IngestRules.SamePixels,
                _ => IngestRules.NearPixels,
            };
            var what = conflict.Likeness == Likeness.NearPixels ? "nearly the same picture" : "the same picture";
            writer.Add(new Finding("conflict", _table.Identities[conflict.A], _table.Identities[conflict.B], a, b, conflict.Distance,
                $"two identities claim {what}: at least one label is wrong",
                JsonSerializer.Serialize(new { rule, distance = conflict.Distance })));
            Changed++;
        }
    }
}

/// <summary>States of all samples after an ingest.</summary>
internal sealed class DuplicateCounts
{
    public long Kept { get; private set; }

    public long SameBytes { get; private set; }

    public long SamePixels { get; private set; }

    public long NearPixels { get; private set; }

    public long Gone { get; private set; }

    public long Conflicts { get; private set; }

    /// <summary>Conflicts of each identity that has any.</summary>
    public Dictionary<long, long> Contested { get; } = [];

    /// <summary>Two identities claim one picture.</summary>
    public void Contest(long a, long b)
    {
        Conflicts++;
        Contested[a] = Contested.GetValueOrDefault(a) + 1;
        Contested[b] = Contested.GetValueOrDefault(b) + 1;
    }

    public void Count(in Belief belief)
    {
        switch (belief)
        {
            case { State: SampleState.Kept }:
                Kept++;
                break;
            case { State: SampleState.Duplicate, Rule: IngestRules.SameBytes }:
                SameBytes++;
                break;
            case { State: SampleState.Duplicate, Rule: IngestRules.SamePixels }:
                SamePixels++;
                break;
            case { State: SampleState.Duplicate, Rule: IngestRules.NearPixels }:
                NearPixels++;
                break;
            case { State: SampleState.Unusable, Rule: IngestRules.Gone }:
                Gone++;
                break;
        }
    }
}
