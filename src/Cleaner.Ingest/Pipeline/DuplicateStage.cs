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
internal sealed class DuplicateStage(Manifest manifest, RevisionWriter writer, SampleReader reader, IngestOptions options, ReadResult read, SourceNotes notes, ThumbnailStore thumbnails)
{
    private readonly DuplicateTable _table = read.Usable;

    /// <summary>Number of beliefs that changed beyond the first ones of new samples.</summary>
    public long Changed { get; private set; }

    /// <summary>What was found.</summary>
    public DuplicateCounts Counts { get; private set; } = new();

    /// <summary>Counts what an earlier ingest found, where nothing has changed since: no pixels are read.</summary>
    public void Recount(IReadOnlyList<Finding> knownConflicts)
    {
        Counts = read.Before;
        foreach (var conflict in knownConflicts)
            Counts.Contest(conflict.IdentityA, conflict.IdentityB);
    }

    public void Run(IReadOnlyList<Finding> knownConflicts, IProgress<IngestProgress>? progress, int threads, CancellationToken stop)
    {
        _table.Remove(read.Gone);
        void Report(long done, long total) => progress?.Report(new IngestProgress("duplicates", done, total, 0));
        var verifier = new ThumbnailVerifier(_table, thumbnails, manifest, writer.Samples, reader, options, threads, Report);
        var found = DuplicateFinder.Find(_table, options.NearDistance, threads, verifier, stop);
        if (found.SearchedDistance < options.NearDistance)
        {
            notes.Warn(string.Create(CultureInfo.InvariantCulture,
                $"near duplicates were searched to pHash distance {found.SearchedDistance} instead of {options.NearDistance}: the pictures of this set are too much alike"));
        }
        WriteBeliefs(found);
        WriteConflicts(found, knownConflicts.Select(f => (f.SampleA, f.SampleB)).ToHashSet());
    }

    private void WriteBeliefs(Duplicates found)
    {
        var row = 0;
        foreach (var view in read.LastKnown == 0 ? [] : writer.Samples().TakeWhile(v => v.Sample.Id <= read.LastKnown))
        {
            var isInTable = row < _table.Count && _table.Ids[row] == view.Sample.Id;
            Replace(view.Belief, isInTable ? BeliefOf(row, view.Belief, found) : BeliefOutside(view));
            if (isInTable)
                row++;
        }
        for (; row < _table.Count; row++)
        {
            var first = ReadStage.Kept(_table.Ids[row], _table.Identities[row]);
            Replace(first, BeliefOf(row, first, found));
        }
    }

    private void Replace(in Belief belief, in Belief next)
    {
        Counts.Count(next);
        if (next.Equals(belief))
            return;
        writer.Set(next);
        Changed++;
    }

    /// <summary>A sample that has no pixels to compare.</summary>
    private Belief BeliefOutside(in SampleView view)
    {
        if (!IngestRules.Owns(view.Belief))
            return view.Belief;
        return read.Gone.Contains(view.Sample.Id)
            ? new Belief(view.Sample.Id, SampleState.Unusable, view.Belief.IdentityId, Rule: IngestRules.Gone, Reason: "its source does not hold it any more")
            : ReadStage.FirstBelief(view.Sample, view.Sample.Id, view.Belief.IdentityId);
    }

    private Belief BeliefOf(int row, in Belief belief, Duplicates found)
    {
        if (!IngestRules.Owns(belief))
            return belief;
        var star = found.Representative[row];
        if (star == row)
            return ReadStage.Kept(belief.SampleId, belief.IdentityId);
        var (rule, score, reason) = found.Likeness[row] switch
        {
            Likeness.SameBytes => (IngestRules.SameBytes, 0.0, "the same bytes"),
            Likeness.SamePixels => (IngestRules.SamePixels, 0.0, "the same pixels in other bytes"),
            _ => (IngestRules.NearPixels, found.Distance[row], string.Create(CultureInfo.InvariantCulture, $"nearly the same pixels, pHash distance {found.Distance[row]}")),
        };
        var of = _table.Ids[star];
        return new Belief(belief.SampleId, SampleState.Duplicate, belief.IdentityId, of, rule, score,
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
