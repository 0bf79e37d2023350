using System.Globalization;

namespace Cleaner.Manifests.Diffing;

/// <summary>One side of a diff.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="Revision">A revision of it; 0 is the empty state before the first.</param>
public sealed record DiffState(Manifest Manifest, long Revision);

/// <summary>
/// What differs between two states, of one manifest or of two. Streams: memory holds the identities and parts of a fixed size, the
/// rest lies in temporary files.
/// </summary>
public static class ManifestDiff
{
    /// <summary>Compares two states and tells each change that passes the filter.</summary>
    /// <param name="before">The first state.</param>
    /// <param name="after">The second state. If it is of the same <see cref="Manifest"/> object, samples are matched by id, else by content, then by place.</param>
    /// <param name="filter">Which changes to tell and count.</param>
    /// <param name="onChange">Called for each: those of the first state by its sample ids, then what was added.</param>
    /// <param name="stop">Ends the comparison with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="CleanerException">A revision does not exist, a manifest is damaged, or there is no room for temporary files.</exception>
    public static DiffSummary Compare(DiffState before, DiffState after, DiffFilter filter, Action<Change> onChange, CancellationToken stop = default)
    {
        Check(before);
        Check(after);
        var identities = new JointIdentities();
        int[] identitiesBefore = identities.Add(before.Manifest.Identities());
        int[] identitiesAfter = identities.Add(after.Manifest.Identities());
        var flows = new IdentityFlows(identities);
        using var log = new ChangeLog(before, after, flows);
        if (ReferenceEquals(before.Manifest, after.Manifest))
        {
            RevisionComparison.Run(before.Manifest, before.Revision, after.Revision, identitiesBefore, log, stop);
        }
        else
        {
            FileComparison.Run(before, after, identitiesBefore, identitiesAfter, log, stop);
        }

        var summary = new SummaryBuilder();
        foreach (Change change in log.Tell().Where(filter.Passes))
        {
            stop.ThrowIfCancellationRequested();
            summary.Add(change);
            onChange(change);
        }

        return summary.Build(identities, flows, log.SamplesBefore, log.SamplesAfter, filter);
    }

    private static void Check(DiffState state)
    {
        long head = state.Manifest.Head;
        if (state.Revision < 0 || state.Revision > head)
        {
            throw new CleanerException(string.Create(
                CultureInfo.InvariantCulture, $"{state.Manifest.Path}: has no revision {state.Revision}; they go from 0 (empty) to {head}, see 'cleaner log'"));
        }
    }
}
