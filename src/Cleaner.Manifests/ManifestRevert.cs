namespace Cleaner.Manifests;

/// <summary>What a revert changes.</summary>
/// <param name="Revision">The revision whose beliefs come back.</param>
/// <param name="Restored">Samples whose belief becomes again what it was.</param>
/// <param name="Withdrawn">Samples that were added later; they are dropped, since facts are never deleted.</param>
public sealed record RevertCounts(long Revision, long Restored, long Withdrawn)
{
    /// <summary>Samples whose belief changes.</summary>
    public long Changed => Restored + Withdrawn;
}

/// <summary>Takes decisions back: a new revision that believes again what an earlier one believed. Nothing is lost; it can be reverted itself.</summary>
public static class ManifestRevert
{
    /// <summary>Rule of samples that are dropped because they came after the revision.</summary>
    public const string WithdrawnRule = "reverted";

    /// <summary>Counts what a revert would change.</summary>
    /// <exception cref="CleanerException">There is no such revision.</exception>
    public static RevertCounts Plan(Manifest manifest, long revision) => Run(manifest, revision, null);

    /// <summary>Writes the revert as a new revision.</summary>
    /// <returns>The counts, and the revision; null where nothing would change, then none is written.</returns>
    /// <exception cref="CleanerException">There is no such revision, or another process is writing.</exception>
    public static (RevertCounts Counts, Revision? Written) Apply(Manifest manifest, long revision, string command, string actor = "cleaner")
    {
        // The earlier state is looked up before anything is begun, so that a wrong number is told first.
        IEnumerable<Belief> earlier = manifest.Beliefs(revision);
        using RevisionWriter writer = manifest.Begin(command, new { revision }, actor);
        RevertCounts counts = Run(manifest, earlier, revision, writer);
        return counts.Changed == 0 ? (counts, null) : (counts, writer.Commit(counts));
    }

    private static RevertCounts Run(Manifest manifest, long revision, RevisionWriter? writer) => Run(manifest, manifest.Beliefs(revision), revision, writer);

    private static RevertCounts Run(Manifest manifest, IEnumerable<Belief> earlier, long revision, RevisionWriter? writer)
    {
        long restored = 0;
        long withdrawn = 0;
        using IEnumerator<Belief> then = earlier.GetEnumerator();
        bool more = then.MoveNext();
        foreach (Belief now in manifest.Beliefs())
        {
            if (more && then.Current.SampleId == now.SampleId)
            {
                if (now != then.Current)
                {
                    writer?.Set(then.Current);
                    restored++;
                }

                more = then.MoveNext();
            }
            else if (now.State is SampleState.Kept or SampleState.Duplicate)
            {
                writer?.Set(now with
                {
                    State = SampleState.Dropped,
                    DuplicateOf = 0,
                    Rule = WithdrawnRule,
                    Score = double.NaN,
                    Reason = FormattableString.Invariant($"added after revision {revision}"),
                });
                withdrawn++;
            }
        }

        return new RevertCounts(revision, restored, withdrawn);
    }
}
