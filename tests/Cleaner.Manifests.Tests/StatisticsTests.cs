using Cleaner.Manifests.Statistics;
using Cleaner.Manifests.Tests.Support;

namespace Cleaner.Manifests.Tests;

public sealed class StatisticsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Everything_is_counted_at_the_revision_asked_for()
    {
        using Manifest manifest = Some.Manifest(folder.At("a.db"), 35);
        RevisionTests.Change(
            manifest,
            [new Belief(1, SampleState.Kept, 2), new Belief(2, SampleState.Dropped, 1, 0, "angle"), .. Enumerable.Range(31, 5).Select(i => new Belief(i, SampleState.Dropped, 4, 0, "angle"))]);

        ManifestStatistics first = StatisticsCounter.Count(manifest, 1);
        ManifestStatistics now = StatisticsCounter.Count(manifest);
        Assert.Equal((1L, 35L, 0L, 4L, 0L), (first.Revision, first.Samples, first.Relabelled, first.Identities, first.EmptiedIdentities));
        Assert.Equal((2L, 35L, 1L, 3L, 1L), (now.Revision, now.Samples, now.Relabelled, now.Identities, now.EmptiedIdentities));
        Assert.Equal(new PerIdentity(5, 10, 8.75, 10), first.PerIdentity);
        Assert.Equal(new PerIdentity(8, 10, 29 / 3.0, 11), now.PerIdentity);
        Assert.Equal([new HistogramBar(5, 9, 1), new HistogramBar(10, 19, 2)], now.PerIdentityHistogram);
        Assert.Equal([new NamedCount("kept", 29), new NamedCount("dropped", 6), new NamedCount("duplicate", 0), new NamedCount("unusable", 0)], now.States);
        Assert.Equal([new NamedCount("angle", 6)], now.Rules);
        Assert.Equal([new NamedCount("jpeg", 35)], now.Formats);
        Assert.Equal([new NamedCount("train", 35)], now.Splits);
        Assert.Equal([new NamedCount("folder /data", 35)], now.Sources);
        Assert.Equal((35 * 1000) + (35 * 36 / 2), now.Bytes);
        Assert.Equal(35, now.Aligned);
        Assert.Equal([18L, 18L, 16L], now.QualityFlags.Take(3));
        Assert.Equal([new HistogramBar(50, 99, 11), new HistogramBar(100, 199, 24)], now.ShorterSide);
    }

    [Fact]
    public void What_is_wrong_with_files_and_what_was_noticed_is_counted()
    {
        using Manifest manifest = Some.Manifest(folder.At("a.db"), 2);
        using (RevisionWriter writer = manifest.Begin("ingest", "{}"))
        {
            foreach (string reason in (string[])["cut off", "cut off", "an HTML page"])
            {
                long id = writer.Add(Some.Sample(1, 90, "id0") with { Status = SampleStatus.Damaged, Reason = reason }, 1);
                writer.Set(new Belief(id, SampleState.Unusable, 1, Rule: "unreadable"));
            }

            writer.Add(new Finding("conflict", 1, 2, 1, 2, 0, "same picture"));
            writer.Commit("{}");
        }

        ManifestStatistics now = StatisticsCounter.Count(manifest);
        Assert.Equal([new NamedCount("cut off", 2), new NamedCount("an HTML page", 1)], now.Reasons);
        Assert.Equal([new NamedCount("conflict", 1)], now.Findings);
        Assert.Empty(StatisticsCounter.Count(manifest, 1).Findings);
    }

    [Fact]
    public void An_empty_manifest_has_statistics_too()
    {
        using Manifest manifest = Manifest.Create(folder.At("a.db"));
        ManifestStatistics none = StatisticsCounter.Count(manifest);
        Assert.Equal((0L, 0L), (none.Revision, none.Samples));
        Assert.Null(none.PerIdentity);
        Assert.Empty(none.PerIdentityHistogram);
    }

    [Fact]
    public void Bars_grow_with_the_value_and_leave_no_gap()
    {
        IReadOnlyList<HistogramBar> bars = Histogram.Of([new(1, 2), new(4, 1), new(60, 5), new(1000, 1), new(0, 3)]);
        Assert.Equal(
            [(0, 0, 3), (1, 1, 2), (2, 2, 0), (3, 4, 1), (5, 9, 0), (10, 19, 0), (20, 49, 0), (50, 99, 5), (100, 199, 0), (200, 499, 0), (500, 999, 0), (1000, 1999, 1)],
            bars.Select(bar => ((int)bar.From, (int)bar.To, (int)bar.Count)));
    }
}
