using System.Globalization;
using System.Numerics;

namespace Cleaner.Manifests.Statistics;

/// <summary>Counts a manifest in one pass over its samples; memory grows with identities and distinct values only.</summary>
public static class StatisticsCounter
{
    /// <summary>Counts a revision.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="revision">The revision; null is the head.</param>
    /// <param name="onSample">Called for each sample, for a progress bar.</param>
    public static ManifestStatistics Count(Manifest manifest, long? revision = null, Action? onSample = null)
    {
        var pass = new Pass();
        foreach (SampleView view in manifest.Samples(revision))
        {
            pass.Add(view);
            onSample?.Invoke();
        }

        var findings = (manifest.Head == 0 ? [] : manifest.Findings(revision)).CountBy(finding => finding.Kind).ToDictionary(kind => kind.Key, kind => (long)kind.Value);
        return pass.Result(revision ?? manifest.Head, manifest.Sources(), findings);
    }

    private sealed class Pass
    {
        private readonly Dictionary<SampleState, long> states = [];
        private readonly Dictionary<SampleStatus, long> statuses = [];
        /// <summary>Reasons may hold numbers, and a hostile set could make each its own.</summary>
        private const int MostReasons = 1000;

        private readonly Dictionary<string, long> rules = [];
        private readonly Dictionary<string, long> reasons = [];
        private readonly Dictionary<string, long> formats = [];
        private readonly Dictionary<string, long> splits = [];
        private readonly Dictionary<long, long> sources = [];
        private readonly Dictionary<long, long> shorterSides = [];
        private readonly Dictionary<long, long> keptOf = [];
        private readonly long[] flags = new long[32];
        private long samples;
        private long relabelled;
        private long bytes;
        private long aligned;

        public void Add(in SampleView view)
        {
            Sample sample = view.Sample;
            samples++;
            bytes += sample.Bytes;
            relabelled += view.IsRelabelled ? 1 : 0;
            aligned += sample.Align is null ? 0 : 1;
            Increment(states, view.Belief.State);
            Increment(statuses, sample.Status);
            if (sample is { Status: not SampleStatus.Ok, Reason: { } reason } && (reasons.Count < MostReasons || reasons.ContainsKey(reason)))
            {
                Increment(reasons, reason);
            }

            Increment(formats, sample.Format);
            Increment(splits, sample.Split ?? "");
            Increment(sources, sample.SourceId);
            bool kept = view.Belief.State == SampleState.Kept;
            keptOf[view.Belief.IdentityId] = keptOf.GetValueOrDefault(view.Belief.IdentityId) + (kept ? 1 : 0);
            if (!kept)
            {
                Increment(rules, view.Belief.Rule);
            }

            if (sample.Width > 0)
            {
                Increment(shorterSides, Math.Min(sample.Width, sample.Height));
            }

            for (uint bits = (uint)(sample.Quality?.Flags ?? 0); bits != 0; bits &= bits - 1)
            {
                flags[BitOperations.TrailingZeroCount(bits)]++;
            }
        }

        public ManifestStatistics Result(long revision, IReadOnlyList<SourceInfo> allSources, Dictionary<string, long> findings)
        {
            long[] kept = [.. keptOf.Values.Where(count => count > 0).Order()];
            return new ManifestStatistics
            {
                Revision = revision,
                Samples = samples,
                Relabelled = relabelled,
                Bytes = bytes,
                Identities = kept.Length,
                EmptiedIdentities = keptOf.Count - kept.Length,
                PerIdentity = kept.Length == 0 ? null : new PerIdentity(kept[0], kept[(kept.Length - 1) / 2], kept.Average(), kept[^1]),
                PerIdentityHistogram = Histogram.Of(kept.CountBy(count => count).Select(group => KeyValuePair.Create(group.Key, (long)group.Value))),
                States = [.. Enum.GetValues<SampleState>().Select(state => new NamedCount(Name(state), states.GetValueOrDefault(state)))],
                Statuses = [.. Enum.GetValues<SampleStatus>().Select(status => new NamedCount(Name(status), statuses.GetValueOrDefault(status)))],
                Rules = Sorted(rules),
                Reasons = Sorted(reasons),
                Findings = Sorted(findings),
                Formats = Sorted(formats),
                Splits = Sorted(splits),
                Sources = [.. allSources.Select(source => new NamedCount($"{source.Kind} {source.Root}", sources.GetValueOrDefault(source.Id)))],
                ShorterSide = Histogram.Of(shorterSides),
                QualityFlags = flags,
                Aligned = aligned,
            };
        }

        private static void Increment<T>(Dictionary<T, long> counts, T key)
            where T : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;

        private static string Name<T>(T value)
            where T : struct, Enum => value.ToString().ToLower(CultureInfo.InvariantCulture);

        private static IReadOnlyList<NamedCount> Sorted(Dictionary<string, long> counts) =>
        [
            .. counts.Select(pair => new NamedCount(pair.Key, pair.Value)).OrderByDescending(count => count.Samples).ThenBy(count => count.Name, StringComparer.Ordinal),
        ];
    }
}
