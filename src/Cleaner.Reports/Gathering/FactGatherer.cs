using Cleaner.Manifests;

namespace Cleaner.Reports.Gathering;

/// <summary>Streams a revision once and fills <see cref="ReportFacts"/>.</summary>
internal static class FactGatherer
{
    public static ReportFacts Gather(Manifest manifest, long revision, PurgeSettings? purge, AngleEvidence? angles, ReportOptions options)
    {
        var facts = new ReportFacts(options);
        foreach (var view in manifest.Samples(revision))
        {
            long row = angles?.RowOf(view.Sample.Id) ?? -1;
            double angle = row < 0 ? double.NaN : angles!.Angle(row);
            var shown = new ShownSample(view.Sample, view.GivenIdentityId, Fates.Of(view), view.Belief, angle);
            Count(facts, shown);
            CountIdentity(facts, shown);
            Offer(facts, shown, purge);
        }

        return facts;
    }

    private static void Count(ReportFacts facts, ShownSample shown)
    {
        var sample = shown.Sample;
        facts.ByFate[(int)shown.Fate]++;
        facts.Bytes += sample.Bytes;
        Increment(facts.Formats, sample.Format.Length == 0 ? "other" : sample.Format);
        if (shown.Fate != Fate.Kept)
        {
            Increment(facts.ByRule, (shown.Fate, shown.Belief.Rule));
        }

        if (sample.Width > 0)
        {
            facts.Sides.Add(0, Math.Min(sample.Width, sample.Height));
        }

        if (shown.Fate == Fate.Unusable)
        {
            Increment(facts.BadInputs, (sample.Status, sample.Reason ?? shown.Belief.Reason));
        }

        if (!double.IsNaN(shown.Angle))
        {
            facts.AddAngle(shown.Angle, shown.Fate.Goes());
        }
    }

    private static void CountIdentity(ReportFacts facts, ShownSample shown)
    {
        if (shown.Fate == Fate.Unusable)
        {
            return;
        }

        var given = facts.Identity(shown.GivenIdentity);
        given.Before++;
        switch (shown.Fate)
        {
            case Fate.Dropped:
                given.Dropped++;
                break;
            case Fate.Duplicate:
                given.Duplicates++;
                break;
            case Fate.Relabelled:
                given.Left++;
                var believed = facts.Identity(shown.Belief.IdentityId);
                believed.Joined++;
                believed.After++;
                break;
            default:
                given.After++;
                break;
        }
    }

    private static void Offer(ReportFacts facts, ShownSample shown, PurgeSettings? purge)
    {
        double even = Reservoir<ShownSample>.Mixed(shown.Id);
        switch (shown.Fate)
        {
            case Fate.Dropped:
                facts.Dropped.Offer(even, shown);
                break;
            case Fate.Relabelled:
                facts.Relabelled.Offer(even, shown);
                facts.RelabelledIds.Add(shown.Id);
                break;
            case Fate.Duplicate:
                facts.Duplicates.Offer(even, shown);
                break;
        }

        if (purge is not null && shown.Belief.Rule == purge.Rule && double.IsFinite(shown.Belief.Score))
        {
            bool goes = shown.Fate.Goes();
            facts.Scores.Add(goes ? 1 : 0, shown.Belief.Score);
            double distance = purge.HasThreshold ? Math.Abs(shown.Belief.Score - purge.Threshold) : -shown.Belief.Score;
            (goes ? facts.JustOver : facts.JustUnder).Offer(distance, shown);
        }
    }

    private static void Increment<TKey>(Dictionary<TKey, long> counts, TKey key)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}
