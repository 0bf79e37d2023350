using Cleaner.Manifests;

namespace Cleaner.Reports.Gathering;

/// <summary>
/// Finds, for chosen identities, the kept images that stand for them best: those nearest their dominant center; where none is known, those
/// that the identity had from its source before those that a purge gave it.
/// </summary>
internal static class TypicalSamples
{
    private const double NoAngle = 360, Newcomer = 361;

    /// <summary>One pass over the beliefs of a revision.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="revision">The revision.</param>
    /// <param name="identities">The identities.</param>
    /// <param name="relabelled">Ids of samples that are kept under another identity than their source's.</param>
    /// <param name="angles">Angles to dominant centers; null: unknown.</param>
    /// <param name="count">At most so many for each.</param>
    /// <returns>Samples by identity id, the most typical first.</returns>
    public static Dictionary<long, IReadOnlyList<Sample>> Find(
        Manifest manifest, long revision, IReadOnlySet<long> identities, IReadOnlySet<long> relabelled, AngleEvidence? angles, int count)
    {
        angles?.Rewind();
        var nearest = identities.ToDictionary(id => id, _ => new Reservoir<long>(count));
        foreach (var belief in manifest.Beliefs(revision))
        {
            if (belief.State == SampleState.Kept && nearest.TryGetValue(belief.IdentityId, out var reservoir))
            {
                long row = angles?.RowOf(belief.SampleId) ?? -1;
                reservoir.Offer(row >= 0 ? angles!.Angle(row) : relabelled.Contains(belief.SampleId) ? Newcomer : NoAngle, belief.SampleId);
            }
        }

        return nearest.ToDictionary(n => n.Key, n => (IReadOnlyList<Sample>)[.. n.Value.Items().Select(id => manifest.Find(id)!)]);
    }
}
