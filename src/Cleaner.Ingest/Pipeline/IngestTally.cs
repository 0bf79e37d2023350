using Cleaner.Imaging;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Pipeline;

/// <summary>Counts of the read stage.</summary>
internal sealed class IngestTally
{
    /// <summary>Distinct reasons that are counted; reasons may hold numbers, and a hostile set could make each its own.</summary>
    private const int MaxReasons = 1000;

    private readonly SortedDictionary<SampleStatus, long> _statuses = [];
    private readonly Dictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private readonly List<BadInput> _examples = [];
    private readonly Dictionary<string, long> _badOf = new(StringComparer.Ordinal);

    public long Listed { get; private set; }

    public long UnchangedCount { get; private set; }

    public long AddedCount { get; private set; }

    public long BadInputs { get; private set; }

    public long WithoutFace { get; private set; }

    public long WithSeveralFaces { get; private set; }

    public IReadOnlyDictionary<SampleStatus, long> Bad => _statuses.Where(s => s.Key != SampleStatus.Ok).ToDictionary(s => s.Key, s => s.Value);

    public IReadOnlyList<BadInput> Examples => _examples;

    /// <summary>Labels with the most bad inputs.</summary>
    public IReadOnlyList<ReasonCount> Offenders => Most(_badOf, IngestSummary.MaxOffenders);

    public IReadOnlyList<ReasonCount> Reasons => Most(_reasons, IngestSummary.MaxExamples);

    /// <summary>A sample was listed and added.</summary>
    public void Added(Sample sample)
    {
        Listed++;
        Count(sample);
    }

    /// <summary>A sample was added before an interruption; the listing will meet it again.</summary>
    public void Resumed(Sample sample) => Count(sample);

    /// <summary>A listed item is known already.</summary>
    public void Unchanged(bool isOfThisRun)
    {
        Listed++;
        if (!isOfThisRun)
            UnchangedCount++;
    }

    private void Count(Sample sample)
    {
        AddedCount++;
        var flags = (QualityFlags)(sample.Quality?.Flags ?? 0);
        WithoutFace += flags.HasFlag(QualityFlags.NoFace) ? 1 : 0;
        WithSeveralFaces += flags.HasFlag(QualityFlags.SeveralFaces) ? 1 : 0;
        _statuses[sample.Status] = _statuses.GetValueOrDefault(sample.Status) + 1;
        if (sample.Status == SampleStatus.Ok)
            return;
        if (sample.Status != SampleStatus.Skipped)
        {
            BadInputs++;
            _badOf[sample.Label] = _badOf.GetValueOrDefault(sample.Label) + 1;
        }
        var reason = sample.Reason ?? "";
        if (_reasons.Count < MaxReasons || _reasons.ContainsKey(reason))
            _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
        if (_examples.Count < IngestSummary.MaxExamples)
            _examples.Add(new BadInput(sample.Locator, sample.Status, reason));
    }

    private static ReasonCount[] Most(Dictionary<string, long> counts, int most) =>
        [.. counts.OrderByDescending(r => r.Value).ThenBy(r => r.Key, StringComparer.Ordinal).Take(most).Select(r => new ReasonCount(r.Key, r.Value))];
}
