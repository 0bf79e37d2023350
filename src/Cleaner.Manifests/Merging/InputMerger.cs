using Cleaner.Manifests.Sqlite;

namespace Cleaner.Manifests.Merging;

/// <summary>Brings one input into the target: sources, identities, samples, beliefs, findings.</summary>
internal sealed class InputMerger : IDisposable
{
    private readonly Manifest target;
    private readonly RevisionWriter writer;
    private readonly KnownSamples known;
    private readonly MergeInput input;
    private readonly Statement newestBelief;
    private readonly Dictionary<long, long> sources;
    private readonly Dictionary<long, long> identities;

    /// <summary>The target's id of each of the input's samples; 0 where it has none.</summary>
    private readonly long[] samples;

    private long seen;
    private long added;
    private long believedOtherwise;

    public InputMerger(Manifest target, RevisionWriter writer, KnownSamples known, IdentityOwners owners, MergeInput input)
    {
        this.target = target;
        this.writer = writer;
        this.known = known;
        this.input = input;
        sources = input.Manifest.Sources().ToDictionary(source => source.Id, source => target.AddSource(source.Kind, source.Root, source.OptionsJson));
        IdentityOwners given = input.Manifest.IdentityOwners();
        identities = input.Manifest.Identities().ToDictionary(
            identity => identity.Id, identity => owners.IdentityId(identity.Name, [.. given.Of(identity.Id).Select(source => sources[source])]));
        samples = new long[input.Manifest.SampleCount + 1];
        newestBelief = target.Database.Prepare("SELECT state, identity_id FROM belief WHERE sample_id = ?1 ORDER BY revision DESC LIMIT 1");
    }

    public MergeCount Run(Action? onSample, CancellationToken stop)
    {
        foreach (SampleView view in input.Manifest.Samples(input.Revision))
        {
            stop.ThrowIfCancellationRequested();
            seen++;
            Merge(view);
            onSample?.Invoke();
        }

        LinkDuplicates();
        AddFindings();
        return new MergeCount(input.Manifest.Path, seen, added, believedOtherwise);
    }

    public void Dispose() => newestBelief.Dispose();

    private void Merge(SampleView view)
    {
        Sample sample = view.Sample with { SourceId = sources[view.Sample.SourceId] };
        long given = identities[view.GivenIdentityId];
        if (FindSame(view, sample, given) is { } same)
        {
            samples[view.Sample.Id] = same.Id;
            CompareBelief(same.Id, view.Belief);
            return;
        }

        long id = writer.Add(sample, given);
        samples[view.Sample.Id] = id;
        writer.Set(view.Belief with { SampleId = id, IdentityId = identities[view.Belief.IdentityId], DuplicateOf = 0 });
        added++;
    }

    /// <summary>The sample of the target that is this one; null where there is none.</summary>
    private KnownSample? FindSame(in SampleView view, Sample sample, long given)
    {
        IReadOnlyList<KnownSample> there = known.Find(sample.SourceId, sample.Locator, sample.Offset);
        KnownSample? same = there.FirstOrDefault(other =>
            other.GivenIdentityId == given && other.Status == sample.Status && other.Sha256.AsSpan().SequenceEqual(sample.Sha256));
        if (same is not null || there.Count == 0)
        {
            return same;
        }

        // A file that was replaced over time has several samples, and only the newest is usable: those do not disagree.
        if (view.Belief.State == SampleState.Unusable || there.All(other => BeliefOf(other.Id).State == SampleState.Unusable))
        {
            return null;
        }

        string what = there[0].GivenIdentityId != given ? "another label" : "other bytes";
        throw new CleanerException(
            $"{input.Manifest.Path}: '{sample.Locator}' has {what} than in {target.Path}; ingest the older of the two again, or leave one out");
    }

    private void CompareBelief(long id, Belief belief)
    {
        (SampleState state, long identity) = BeliefOf(id);
        if (state != belief.State || identity != identities[belief.IdentityId])
        {
            believedOtherwise++;
        }
    }

    private (SampleState State, long Identity) BeliefOf(long id)
    {
        lock (target.Gate)
        {
            newestBelief.Bind(1, id).Step();
            var belief = ((SampleState)newestBelief.Int32(0), newestBelief.Int64(1));
            newestBelief.Reset();
            return belief;
        }
    }

    /// <summary>A second pass, since a sample may be the duplicate of a later one.</summary>
    private void LinkDuplicates()
    {
        foreach (Belief belief in input.Manifest.Beliefs(input.Revision))
        {
            long id = samples[belief.SampleId];
            if (belief.DuplicateOf != 0 && id >= writer.FirstSample)
            {
                writer.Set(belief with { SampleId = id, IdentityId = identities[belief.IdentityId], DuplicateOf = samples[belief.DuplicateOf] });
            }
        }
    }

    private void AddFindings()
    {
        HashSet<(string, long, long, long, long)> there = [.. writer.Findings().Select(Key)];
        foreach (Finding finding in input.Manifest.Findings(input.Revision))
        {
            Finding mapped = finding with
            {
                IdentityA = identities.GetValueOrDefault(finding.IdentityA),
                IdentityB = identities.GetValueOrDefault(finding.IdentityB),
                SampleA = samples[finding.SampleA],
                SampleB = samples[finding.SampleB],
            };
            if (there.Add(Key(mapped)))
            {
                writer.Add(mapped);
            }
        }
    }

    private static (string, long, long, long, long) Key(Finding f) => (f.Kind, f.IdentityA, f.IdentityB, f.SampleA, f.SampleB);
}
