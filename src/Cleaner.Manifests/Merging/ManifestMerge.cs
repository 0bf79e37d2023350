namespace Cleaner.Manifests.Merging;

/// <summary>A manifest to merge.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="Revision">Which of its revisions; null is the head.</param>
public sealed record MergeInput(Manifest Manifest, long? Revision = null);

/// <summary>What one input brought.</summary>
/// <param name="Path">The input.</param>
/// <param name="Samples">Samples in it.</param>
/// <param name="Added">Samples that were new.</param>
/// <param name="BelievedOtherwise">Samples that were there already with another state or identity; they are left as they were.</param>
public sealed record MergeCount(string Path, long Samples, long Added, long BelievedOtherwise);

/// <summary>
/// Joins partial manifests, such as those of the shards of one ingest, into one. Sources unify by kind and root, identities by name
/// (numbers of different sources stay apart, see <see cref="LocalLabels"/>), samples by their place; what is there already is left as it is, so merging twice adds nothing.
/// </summary>
public static class ManifestMerge
{
    /// <summary>Merges manifests into another as one revision. A merge that was killed or stopped goes on with the same call.</summary>
    /// <param name="target">Where to; written.</param>
    /// <param name="inputs">What to merge, in this order.</param>
    /// <param name="command">The command line.</param>
    /// <param name="onSample">Called for each sample of the inputs.</param>
    /// <param name="stop">Ends the merge early.</param>
    /// <returns>Counts for each input, and the revision; null where nothing was new, then none is written.</returns>
    /// <exception cref="CleanerException">The same place holds other bytes or another label in two of them.</exception>
    public static (IReadOnlyList<MergeCount> Counts, Revision? Written) Run(
        Manifest target, IReadOnlyList<MergeInput> inputs, string command, Action? onSample = null, CancellationToken stop = default)
    {
        using RevisionWriter writer = BeginOrResume(target, inputs, command);
        using KnownSamples known = target.Known();
        IdentityOwners owners = target.IdentityOwners();
        var counts = new List<MergeCount>();
        foreach (MergeInput input in inputs)
        {
            using var merger = new InputMerger(target, writer, known, owners, input);
            counts.Add(merger.Run(onSample, stop));
            known.Refresh();
        }

        if (known.Count < writer.FirstSample)
        {
            writer.Discard();
            return (counts, null);
        }

        return (counts, writer.Commit(new { inputs = counts }));
    }

    private static RevisionWriter BeginOrResume(Manifest target, IReadOnlyList<MergeInput> inputs, string command)
    {
        var settings = new { inputs = inputs.Select(input => new { uid = input.Manifest.Uid, revision = input.Revision ?? input.Manifest.Head }) };
        string json = RevisionWriter.ToJson(settings);
        return target.Pending?.SettingsJson == json ? target.ResumePending() : target.BeginStaged(command, json);
    }
}
