using Cleaner.Manifests;
using Cleaner.Reports.Gathering;

namespace Cleaner.Reports.Review;

/// <summary>
/// The cases of a session, most doubtful first: images by their distance from the operating point of the newest purge, then the same
/// picture under two names, then suggestions. The order stays as it is while the person works.
/// </summary>
internal sealed class CaseQueue
{
    /// <summary>Degrees; insightface's rule, taken as the operating point where nothing was purged yet.</summary>
    private const double DefaultAngle = 75;

    private readonly Dictionary<string, ReviewCase> _byKey;

    private CaseQueue(List<ReviewCase> all, long judged)
    {
        All = all;
        Judged = judged;
        _byKey = all.ToDictionary(c => c.Key);
    }

    public IReadOnlyList<ReviewCase> All { get; }

    /// <summary>Images that a rule judged and no person yet, those beyond the queue's length included.</summary>
    public long Judged { get; }

    public ReviewCase? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>One pass over the beliefs; fills the index of identities on the way.</summary>
    public static CaseQueue Build(Manifest manifest, PurgeSettings? purge, AngleEvidence? angles, int limit, IdentityIndex index, ISet<long> decided)
    {
        var nearest = new Reservoir<long>(limit);
        var findings = Settlement.Open(manifest.Findings());
        HashSet<long> inConflict = [.. findings.Where(f => f.Kind == "conflict").SelectMany(f => new[] { f.SampleA, f.SampleB })];
        foreach (var belief in manifest.Beliefs())
        {
            index.Add(belief);
            if (belief.State != SampleState.Kept)
            {
                inConflict.Remove(belief.SampleId);
            }

            if (belief.Rule == PersonsDecision.Rule)
            {
                decided.Add(belief.SampleId);
            }
            else if (Doubt(belief, purge, angles) is { } distance)
            {
                nearest.Offer(distance, belief.SampleId);
            }
        }

        bool Stands(ReviewCase c) => c.Kind switch
        {
            CaseKind.Conflict => inConflict.Contains(c.Finding!.SampleA) && inConflict.Contains(c.Finding.SampleB),
            CaseKind.Merge => index.Of(c.Finding!.IdentityA).Kept.Count > 0 && index.Of(c.Finding.IdentityB).Kept.Count > 0,
            _ => index.Of(c.Finding!.IdentityA).Kept.Count > 0,
        };
        var questions = findings.Select(ReviewCase.Of).OfType<ReviewCase>().Where(Stands)
            .OrderBy(c => c.Kind).ThenByDescending(c => double.IsNaN(c.Finding!.Score) ? double.NegativeInfinity : c.Finding.Score);
        return new CaseQueue([.. nearest.Items().Select(ReviewCase.Of), .. questions], nearest.Offered);
    }

    /// <summary>Distance from the operating point, or null where no rule judged the sample.</summary>
    private static double? Doubt(in Belief belief, PurgeSettings? purge, AngleEvidence? angles)
    {
        if (belief.State is not (SampleState.Kept or SampleState.Dropped))
        {
            return null;
        }

        if (purge is not null)
        {
            return belief.Rule == purge.Rule && double.IsFinite(belief.Score) && purge.HasThreshold ? Math.Abs(belief.Score - purge.Threshold) : null;
        }

        return angles?.RowOf(belief.SampleId) is { } row and >= 0 ? Math.Abs(angles.Angle(row) - DefaultAngle) : null;
    }
}
