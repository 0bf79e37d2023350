using Cleaner.Manifests;

namespace Cleaner.Reports.Gathering;

/// <summary>Finds, for chosen identities, the kept images that stand for them best: those nearest their dominant center.</summary>
internal static class TypicalSamples
{
    private const double NoAngle = 360;

    /// <summary>One pass over the beliefs of a revision.</summary>
    /// <returns>Samples by identity id, the most typical first.</returns>
    public static Dictionary<long, IReadOnlyList<Sample>> Find(
        Manifest manifest, long revision, IReadOnlySet<long> identities, AngleEvidence? angles, int count)
    {
        angles?.Rewind();
        var nearest = identities.ToDictionary(id => id, _ => new Reservoir<long>(count));
        foreach (var belief in manifest.Beliefs(revision))
        {
            if (belief.State == SampleState.Kept && nearest.TryGetValue(belief.IdentityId, out var reservoir))
            {
                long row = angles?.RowOf(belief.SampleId) ?? -1;
                reservoir.Offer(row < 0 ? NoAngle : angles!.Angle(row), belief.SampleId);
            }
        }

        return nearest.ToDictionary(n => n.Key, n => (IReadOnlyList<Sample>)[.. n.Value.Items().Select(id => manifest.Find(id)!)]);
    }
}
