using Cleaner.Evaluation.Noise;
using Cleaner.Evaluation.Tests.Support;
using Cleaner.Manifests;

namespace Cleaner.Evaluation.Tests;

public sealed class NoiseReportTests
{
    private static readonly string[] Files = ["a/0", "a/1", "a/2", "a/3", "b/0", "b/1", "b/2", "b/3", "b/4"];

    private static readonly TruthRow[] Truth =
    [
        new("a/0", "a", "a", TruthKind.Clean),
        new("a/1", "b", "a", TruthKind.Closed),
        new("a/2", "stranger:x", "a", TruthKind.Open),
        new("a/3", "a", "a", TruthKind.ExactDuplicate),
        new("b/0", "b", "b", TruthKind.Clean),
        new("b/1", "stranger:y", "b", TruthKind.Open),
        new("b/2", "b", "b", TruthKind.Damaged),
        new("b/3", "a", "b", TruthKind.Closed),
        new("gone", "b", "b", TruthKind.Clean),
    ];

    [Fact]
    public void Decisions_are_counted_by_kind_and_as_precision_and_recall()
    {
        using var set = new ManifestBuilder().Ingest(Files).Decide(
            (0, SampleState.Dropped, null, 0, 80),    // wrong: clean
            (1, SampleState.Kept, "b", 0, 85),        // relabelled, rightly
            (2, SampleState.Dropped, null, 0, 90),
            (3, SampleState.Kept, null, 0, 10),       // stands for b/4
            (4, SampleState.Kept, null, 0, 20),
            (5, SampleState.Kept, null, 0, 30),       // missed
            (6, SampleState.Unusable, null, 0, double.NaN),
            (7, SampleState.Dropped, null, 0, 70),
            (8, SampleState.Duplicate, null, 3, double.NaN));
        var report = NoiseReport.Of(set.Manifest, null, Truth, "truth.csv");

        Assert.Equal((7, 4, 4, 3), (report.Labels.Samples, report.Labels.Noise, report.Labels.Flagged, report.Labels.Found));
        Assert.Equal(0.75, report.Labels.Precision);
        Assert.Equal(0.75, report.Labels.Recall);
        // Ranking: 90 noise, 85 noise, 80 clean, 70 noise, 30 noise, 20, 10.
        Assert.Equal((1 + 1 + (3 / 4.0) + (4 / 5.0)) / 4, report.Labels.AveragePrecision, 1e-9);
        Assert.Equal((1, 1), (report.Relabelled, report.RelabelledRightly));
        Assert.Equal((1, 1), (report.NotInManifest, report.NotInTruth));
        Assert.Equal(new KindOutcome(TruthKind.Open, 2, 1), report.Kinds.Single(k => k.Kind == TruthKind.Open));
        Assert.Equal(new KindOutcome(TruthKind.Closed, 2, 2), report.Kinds.Single(k => k.Kind == TruthKind.Closed));
        Assert.Equal(new KindOutcome(TruthKind.Clean, 2, 1), report.Kinds.Single(k => k.Kind == TruthKind.Clean));
        Assert.Equal(1, report.Kinds.Single(k => k.Kind == TruthKind.ExactDuplicate).Share);
        Assert.Equal(1, report.Kinds.Single(k => k.Kind == TruthKind.Damaged).Share);
    }

    [Fact]
    public void Scores_on_the_dropped_alone_are_no_ranking()
    {
        using var set = new ManifestBuilder().Ingest(Files).Decide((2, SampleState.Dropped, null, 0, 90));
        Assert.True(double.IsNaN(NoiseReport.Of(set.Manifest, null, Truth, "truth.csv").Labels.AveragePrecision));
    }

    [Fact]
    public void An_older_revision_is_judged_as_it_was()
    {
        using var set = new ManifestBuilder().Ingest(Files).Decide((2, SampleState.Dropped, null, 0, 90));
        Assert.Equal(0, NoiseReport.Of(set.Manifest, 1, Truth, "truth.csv").Labels.Flagged);
        Assert.Equal(1, NoiseReport.Of(set.Manifest, 2, Truth, "truth.csv").Labels.Flagged);
    }

    [Fact]
    public void A_truth_of_another_folder_is_refused()
    {
        using var set = new ManifestBuilder().Ingest("a/0");
        var error = Assert.Throws<CleanerException>(() => NoiseReport.Of(set.Manifest, null, [new("x/a/0", "a", "a", TruthKind.Clean)], "truth.csv"));
        Assert.Contains("none of the 1 paths", error.Message);
    }

    [Fact]
    public void A_path_that_occurs_twice_is_refused()
    {
        using var set = new ManifestBuilder().Ingest("a/0");
        Assert.Throws<CleanerException>(() => NoiseReport.Of(set.Manifest, null, [Truth[0], Truth[0]], "truth.csv"));
    }
}
