using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;

namespace Cleaner.Purge;

/// <summary>What the manifest's newest revision believes of a run's samples.</summary>
/// <param name="State">[N]: kept, dropped, duplicate or unusable now.</param>
/// <param name="Identity">[N]: the identity believed now.</param>
/// <param name="ByPerson">[N]: a person decided; rules leave it alone.</param>
/// <param name="IdentityByPerson">[N]: a person merged or split the identity after the training; rules may drop the sample, but not put it back under its old name.</param>
/// <param name="Added">Ids of samples that are kept now and that the run has not seen.</param>
public sealed record RunMatch(SampleState[] State, long[] Identity, bool[] ByPerson, bool[] IdentityByPerson, IReadOnlyList<long> Added)
{
    /// <summary>The rule's name under which a person's decisions stand in the manifest.</summary>
    public const string PersonsRule = PersonsDecision.Rule;

    /// <summary>Compares runs with the manifest, and refuses scores that belong to another one or to other labels.</summary>
    /// <exception cref="CleanerException">Other manifest; a revision that is not there; labels or drops changed since the training (in the first round, unless forced).</exception>
    public static RunMatch Check(Manifest manifest, Evidence evidence, IReadOnlyList<RunFolder> runs, PurgeOptions options)
    {
        RunConfig[] configs = [.. runs.Select(run => run.ReadConfig())];
        for (int i = 0; i < runs.Count; i++)
        {
            RequireSameManifest(manifest, configs[i], runs[i].Path);
        }

        var match = Read(manifest, evidence);
        MarkIdentities(manifest, evidence, configs[0], match);
        for (int i = 0; i < runs.Count; i++)
        {
            // A later round scores every sample again, those that a purge dropped too, so changes since then are what it is for.
            if (!options.Force && options.Round == 1 && manifest.Head != configs[i].ManifestRevision)
            {
                RequireSameBeliefs(manifest, evidence, configs[i], match, runs[i].Path);
            }
        }

        return match;
    }

    private static void RequireSameManifest(Manifest manifest, RunConfig run, string runPath)
    {
        if (!Guid.TryParse(run.ManifestUid, out Guid uid) || uid != manifest.Uid)
        {
            throw new CleanerException($"{runPath}: trained on manifest {run.ManifestUid} ({run.ManifestPath}), but {manifest.Path} is manifest {manifest.Uid}; purge the one it was trained on");
        }

        if (run.ManifestRevision > manifest.Head || run.ManifestRevision < 1)
        {
            throw new CleanerException($"{runPath}: trained on revision {run.ManifestRevision}, but the newest revision of {manifest.Path} is {manifest.Head}; this is an older copy of that manifest, use the newer one or train again");
        }
    }

    private static RunMatch Read(Manifest manifest, Evidence evidence)
    {
        int rows = evidence.Count, row = 0;
        var match = new RunMatch(new SampleState[rows], new long[rows], new bool[rows], new bool[rows], new List<long>());
        var added = (List<long>)match.Added;
        foreach (Belief belief in manifest.Beliefs())
        {
            if (row == rows || belief.SampleId < evidence.SampleIds[row])
            {
                if (belief.State == SampleState.Kept)
                {
                    added.Add(belief.SampleId);
                }

                continue;
            }

            RequireKnown(belief.SampleId == evidence.SampleIds[row], evidence, row, manifest);
            match.State[row] = belief.State;
            match.Identity[row] = belief.IdentityId;
            match.ByPerson[row] = belief.Rule == PersonsRule;
            row++;
        }

        RequireKnown(row == rows, evidence, row, manifest);
        return match;
    }

    /// <summary>A person's newest word on an identity holds as long as nothing later (a revert, say) has changed it.</summary>
    private static void MarkIdentities(Manifest manifest, Evidence evidence, RunConfig run, RunMatch match)
    {
        HashSet<long> reviews = [.. manifest.Log().Where(r => r.Id > run.ManifestRevision && PersonsDecision.IsIn(r)).Select(r => r.Id)];
        if (reviews.Count == 0)
        {
            return;
        }

        foreach (Belief belief in manifest.BeliefsWrittenBy(reviews))
        {
            int row = Array.BinarySearch(evidence.SampleIds, belief.SampleId);
            if (row >= 0)
            {
                match.IdentityByPerson[row] = belief.IdentityId == match.Identity[row];
            }
        }
    }

    private static void RequireKnown(bool known, Evidence evidence, int row, Manifest manifest)
    {
        if (!known)
        {
            throw new CleanerException($"sample {evidence.SampleIds[row]} of the run is not in {manifest.Path}; the run folder is damaged or its ids are not ascending, train again");
        }
    }

    /// <summary>Additions, duplicates found later and decisions by a person are fine; labels or drops that a command changed are not.</summary>
    private static void RequireSameBeliefs(Manifest manifest, Evidence evidence, RunConfig run, RunMatch now, string runPath)
    {
        int row = 0, changed = 0;
        long firstChanged = 0;
        foreach (Belief then in manifest.Beliefs(run.ManifestRevision))
        {
            if (row < evidence.Count && then.SampleId == evidence.SampleIds[row])
            {
                if (!now.ByPerson[row] && IsJudged(now.State[row]) && (then.IdentityId != now.Identity[row] || (IsJudged(then.State) && then.State != now.State[row])))
                {
                    firstChanged = changed++ == 0 ? then.SampleId : firstChanged;
                }

                row++;
            }
        }

        if (changed > 0)
        {
            throw new CleanerException(
                $"{runPath}: its scores belong to revision {run.ManifestRevision}, but {manifest.Path} stands at revision {manifest.Head}, which changed {changed} of its samples (first: sample {firstChanged}); "
                + $"train again, go back with 'cleaner revert {manifest.Path}@{run.ManifestRevision}', or add --force");
        }
    }

    internal static bool IsJudged(SampleState state) => state is SampleState.Kept or SampleState.Dropped;
}
