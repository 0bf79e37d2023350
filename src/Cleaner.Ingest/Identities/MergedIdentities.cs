using Cleaner.Manifests;

namespace Cleaner.Ingest.Identities;

/// <summary>
/// Which identities were merged into which, so that images that come later follow. Read from the beliefs: a merge that was reverted
/// is none any more.
/// </summary>
internal sealed class MergedIdentities
{
    /// <summary>The identities that a merge took up, by finding.</summary>
    private readonly HashSet<long> _candidates;

    /// <summary>What all samples of a given identity are believed to be; 0 where they differ.</summary>
    private readonly Dictionary<long, long> _believed = [];

    public MergedIdentities(Manifest manifest) => _candidates = manifest.Head == 0
        ? []
        : [.. manifest.Findings().Where(f => f.Kind == MergeFinding.Applied).SelectMany(f => new[] { f.IdentityA, f.IdentityB })];

    /// <summary>Takes note of a sample.</summary>
    public void Observe(in SampleView view)
    {
        if (!_candidates.Contains(view.GivenIdentityId) || view.Belief.State is not (SampleState.Kept or SampleState.Duplicate))
            return;
        var believed = view.Belief.IdentityId;
        if (!_believed.TryAdd(view.GivenIdentityId, believed) && _believed[view.GivenIdentityId] != believed)
            _believed[view.GivenIdentityId] = 0;
    }

    /// <summary>The identity that a given one was merged into, or itself.</summary>
    public long Of(long given) => _believed.GetValueOrDefault(given) is var merged and not 0 ? merged : given;
}
