using Cleaner.Evaluation.Noise;
using Cleaner.Evaluation.Tests.Support;
using Cleaner.Manifests;

namespace Cleaner.Evaluation.Tests;

public sealed class NoiseDetectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Figures_agree_with_scikit_learn_with_and_without_ties(int index)
    {
        var expected = Reference.Load().Detection[index];
        var result = NoiseDetection.Measure(expected.Noise, expected.Dropped, expected.Scores);
        Assert.Equal(expected.Precision, result.Precision, 1e-12);
        Assert.Equal(expected.Recall, result.Recall, 1e-12);
        Assert.Equal(expected.F1, result.F1, 1e-12);
        Assert.Equal(expected.Ap, result.AveragePrecision, 1e-12);
    }

    [Fact]
    public void A_ranking_equals_naive_counts_at_every_threshold()
    {
        var set = Reference.Load().Detection[1];
        double sum = 0, best = 0, recallBefore = 0;
        foreach (float threshold in set.Scores.Distinct().OrderDescending())
        {
            double called = set.Scores.Count(s => s >= threshold);
            double found = set.Scores.Where((s, i) => s >= threshold && set.Noise[i]).Count();
            double recall = found / set.Noise.Count(n => n);
            sum += (recall - recallBefore) * (found / called);
            recallBefore = recall;
            best = found == 0 ? best : Math.Max(best, 2 / ((1 / recall) + (called / found)));
        }

        var ranking = NoiseDetection.Rank(set.Noise, set.Scores);
        Assert.Equal(sum, ranking.AveragePrecision, 1e-12);
        Assert.Equal(best, ranking.BestF1, 1e-12);
        Assert.InRange(best, set.F1, 1);
    }

    [Fact]
    public void Nothing_flagged_gives_zeros_and_no_scores_no_figures_of_a_ranking()
    {
        var result = NoiseDetection.Measure([true, false], [false, false], []);
        Assert.Equal((0, 0, 0), (result.Precision, result.Recall, result.F1));
        Assert.True(double.IsNaN(result.AveragePrecision) && double.IsNaN(result.BestF1));
    }

    [Fact]
    public void A_missing_score_ranks_last()
    {
        Assert.Equal(new RankingQuality(1, 1), NoiseDetection.Rank([true, false, false], [0.1f, float.NaN, -3f]));
    }

    [Fact]
    public void Ground_truth_is_read_with_quotes_other_columns_and_unicode()
    {
        string path = Write("kind,path,label,true_identity,note\nopen,\"a, b/é.jpg\",ann,stranger:zoë,x\nnear-duplicate,c/2.png,c,c,\n");
        var rows = GroundTruth.Read(path).ToList();
        Assert.Equal(new TruthRow("a, b/é.jpg", "stranger:zoë", "ann", TruthKind.Open), rows[0]);
        Assert.True(rows[0].IsNoise);
        Assert.Equal(TruthKind.NearDuplicate, rows[1].Kind);
        Assert.False(rows[1].IsNoise);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("path,label,kind\n", "true_identity is missing")]
    [InlineData("path,true_identity,label,kind\na,b,c,weird\n", ":2: unknown kind 'weird'")]
    [InlineData("path,true_identity,label,kind\na,b\n", ":2: 2 columns where 4 are needed")]
    [InlineData("path,true_identity,label,kind\n\"a,b\n", "never closed")]
    public void A_broken_ground_truth_file_is_refused_with_its_line(string text, string message)
    {
        var error = Assert.Throws<CleanerException>(() => GroundTruth.Read(Write(text)).ToList());
        Assert.Contains(message, error.Message);
    }

    private string Write(string text) => _folder.Write("truth.csv", text);
}
