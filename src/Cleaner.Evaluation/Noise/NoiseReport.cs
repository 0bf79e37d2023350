using Cleaner.Manifests;

namespace Cleaner.Evaluation.Noise;

/// <summary>What became of the samples of one kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Samples">Samples of this kind that the manifest has.</param>
/// <param name="Found">Those dealt with as the kind asks: wrong labels dropped or relabelled, copies marked as duplicates, broken files as unusable. For the rightly labelled kinds: those wrongly dropped or relabelled.</param>
public sealed record KindOutcome(TruthKind Kind, long Samples, long Found)
{
    /// <summary>Found / Samples; 0 when there are none.</summary>
    public double Share => Samples == 0 ? 0 : (double)Found / Samples;
}

/// <summary>The decisions of a manifest's revision held against a ground truth.</summary>
/// <param name="Labels">Detection of wrong labels among the samples that are neither duplicate nor unusable.</param>
/// <param name="Kinds">Outcome by kind, in the order of <see cref="TruthKind"/>; kinds without samples are left out.</param>
/// <param name="Relabelled">Samples kept under another identity than the given one.</param>
/// <param name="RelabelledRightly">Those whose new identity is the true one.</param>
/// <param name="NotInManifest">Lines of the truth without a sample.</param>
/// <param name="NotInTruth">Samples without a line; they are left out.</param>
public sealed record NoiseReport(
    DetectionResult Labels, IReadOnlyList<KindOutcome> Kinds, long Relabelled, long RelabelledRightly, long NotInManifest, long NotInTruth)
{
    /// <summary>Compares a revision with a ground truth; samples are matched by their path inside the source.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="revision">The revision; null is the head.</param>
    /// <param name="truth">Rows of the ground-truth file.</param>
    /// <param name="truthName">Its name, for errors.</param>
    /// <exception cref="CleanerException">No row matches a sample, or a path occurs twice.</exception>
    public static NoiseReport Of(Manifest manifest, long? revision, IEnumerable<TruthRow> truth, string truthName)
    {
        var rows = new Dictionary<string, TruthRow>(StringComparer.Ordinal);
        foreach (var row in truth)
        {
            if (!rows.TryAdd(row.Path, row))
            {
                throw new CleanerException($"{truthName}: '{row.Path}' occurs twice; every path needs one line");
            }
        }

        var originals = new HashSet<long>(manifest.Beliefs(revision).Where(b => b.State == SampleState.Duplicate).Select(b => b.DuplicateOf));
        var names = manifest.Identities().ToDictionary(i => i.Id, i => i.Name);
        var tally = new Tally(originals, names);
        long unknown = 0;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var view in manifest.Samples(revision))
        {
            if (!rows.TryGetValue(view.Sample.Locator, out var row))
            {
                unknown++;
            }
            else if (!seen.Add(row.Path))
            {
                throw new CleanerException($"{manifest.Path}: two sources hold '{row.Path}', so {truthName} does not say which is meant; evaluate a manifest of one source");
            }
            else
            {
                tally.Add(view, row);
            }
        }

        if (seen.Count == 0 && rows.Count > 0)
        {
            throw new CleanerException($"none of the {rows.Count} paths of {truthName} is a sample of {manifest.Path} (its first is '{rows.Keys.First()}'); paths are relative to the folder that was ingested");
        }

        return tally.Close(rows.Count - seen.Count, unknown);
    }

    /// <summary>Counts up one sample after the other.</summary>
    private sealed class Tally(HashSet<long> originals, Dictionary<long, string> names)
    {
        private readonly long[] _samples = new long[Enum.GetValues<TruthKind>().Length];
        private readonly long[] _found = new long[Enum.GetValues<TruthKind>().Length];
        private readonly List<bool> _isNoise = [];
        private readonly List<bool> _flagged = [];
        private readonly List<float> _scores = [];
        private long _relabelled;
        private long _relabelledRightly;

        public void Add(SampleView view, TruthRow row)
        {
            bool flagged = view.Belief.State == SampleState.Dropped || view.IsRelabelled;
            _samples[(int)row.Kind]++;
            _found[(int)row.Kind] += row.Kind switch
            {
                // Of two copies either may be the one that stands for both.
                TruthKind.ExactDuplicate or TruthKind.NearDuplicate => view.Belief.State == SampleState.Duplicate || originals.Contains(view.Sample.Id),
                TruthKind.Damaged or TruthKind.Foreign => view.Belief.State == SampleState.Unusable,
                _ => flagged,
            } ? 1 : 0;

            if (view.IsRelabelled)
            {
                _relabelled++;
                _relabelledRightly += names[view.Belief.IdentityId] == row.TrueIdentity ? 1 : 0;
            }

            if (view.Belief.State is SampleState.Kept or SampleState.Dropped)
            {
                _isNoise.Add(row.IsNoise);
                _flagged.Add(flagged);
                _scores.Add((float)view.Belief.Score);
            }
        }

        public NoiseReport Close(long notInManifest, long notInTruth)
        {
            // A ranking needs a score for nearly every sample; a score on the dropped ones alone would only repeat the decision.
            bool ranked = _scores.Count(s => !float.IsNaN(s)) > 0.9 * _scores.Count;
            var labels = NoiseDetection.Measure([.. _isNoise], [.. _flagged], ranked ? [.. _scores] : []);
            var kinds = Enum.GetValues<TruthKind>().Select(k => new KindOutcome(k, _samples[(int)k], _found[(int)k])).Where(k => k.Samples > 0);
            return new NoiseReport(labels, [.. kinds], _relabelled, _relabelledRightly, notInManifest, notInTruth);
        }
    }
}
