using Cleaner.Evaluation.Curves;
using Cleaner.Evaluation.Pairs;
using Cleaner.Evaluation.Tests.Support;
using Cleaner.Manifests;

namespace Cleaner.Evaluation.Tests;

public sealed class RocCurveTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Curve_agrees_with_scikit_learn_with_and_without_ties(int index)
    {
        var expected = Reference.Load().Pairs[index];
        var result = Verification.OfPairs(expected.Scores, expected.Same, expected.Fars);
        Assert.Equal(expected.Auc, result.Auc, 1e-12);
        Assert.Equal(expected.Eer, result.Eer, 1e-9);
        for (int i = 0; i < expected.Fars.Length; i++)
        {
            Assert.Equal(expected.Tars[i], result.Points[i].Tar, 1e-12);
            Assert.True(result.Points[i].ActualFar <= expected.Fars[i] + 1e-12);
        }
    }

    [Fact]
    public void Operating_points_equal_the_naive_search_over_thresholds()
    {
        var pairs = Reference.Load().Pairs[1];
        var curve = RocCurve.FromPairs(pairs.Scores, pairs.Same);
        foreach (double far in new[] { 0.005, 0.02, 0.3, 1 })
        {
            double best = 0;
            foreach (float threshold in pairs.Scores)
            {
                int falseAccepts = 0, accepts = 0;
                for (int i = 0; i < pairs.Scores.Length; i++)
                {
                    falseAccepts += !pairs.Same[i] && pairs.Scores[i] >= threshold ? 1 : 0;
                    accepts += pairs.Same[i] && pairs.Scores[i] >= threshold ? 1 : 0;
                }

                if ((double)falseAccepts / curve.Impostor <= far)
                {
                    best = Math.Max(best, (double)accepts / curve.Genuine);
                }
            }

            Assert.Equal(best, curve.At(far).Tar, 1e-12);
        }
    }

    [Fact]
    public void A_rate_below_one_impostor_is_marked_unresolved_and_lets_none_pass()
    {
        var curve = RocCurve.FromScores([0.9f, 0.5f, 0.2f], [0.4f, 0.1f]);
        var point = curve.At(1e-6);
        Assert.False(point.Resolved);
        Assert.Equal(0, point.ActualFar);
        Assert.Equal(2.0 / 3, point.Tar, 1e-12);
        Assert.Equal(0.5, point.Threshold, 1e-7);
    }

    [Fact]
    public void When_an_impostor_has_the_highest_score_nothing_passes_at_rate_zero()
    {
        var point = RocCurve.FromScores([0.5f], [0.9f]).At(0);
        Assert.Equal(0, point.Tar);
        Assert.True(point.Threshold > 0.9f);
    }

    [Fact]
    public void A_rate_that_is_a_whole_number_of_impostors_is_not_lost_to_rounding()
    {
        float[] impostors = [.. Enumerable.Range(0, 30).Select(i => i / 100f)];
        Assert.Equal(0.1, RocCurve.FromScores([1f], impostors).At(0.1).ActualFar, 1e-12);
    }

    [Fact]
    public void Only_genuine_pairs_are_refused_in_one_line()
    {
        var error = Assert.Throws<CleanerException>(() => RocCurve.FromScores([0.5f], []));
        Assert.Contains("at least two identities", error.Message);
    }

    [Fact]
    public void A_score_that_is_not_a_number_is_refused()
    {
        Assert.Throws<CleanerException>(() => RocCurve.FromScores([0.5f, float.NaN], [0.1f]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Fold_protocol_on_the_grid_agrees_with_the_published_procedure(int index)
    {
        var expected = Reference.Load().Pairs[index];
        var result = FoldProtocol.Run(expected.Scores, expected.Same, 10, ThresholdSearch.Grid);
        Assert.Equal(expected.Folds.Each, result.FoldAccuracy);
        Assert.Equal(expected.Folds.Accuracy, result.Accuracy, 1e-12);
        Assert.Equal(expected.Folds.Deviation, result.Deviation, 1e-12);
    }

    [Fact]
    public void The_exact_threshold_is_at_least_as_good_as_any_other_on_its_own_pairs()
    {
        var pairs = Reference.Load().Pairs[1];
        double best = FoldProtocol.Accuracy(pairs.Scores, pairs.Same, FoldProtocol.BestThreshold(pairs.Scores, pairs.Same));
        for (double threshold = -1; threshold <= 1; threshold += 0.0005)
        {
            Assert.True(FoldProtocol.Accuracy(pairs.Scores, pairs.Same, threshold) <= best);
        }
    }

    [Fact]
    public void The_threshold_of_a_fold_never_sees_the_fold()
    {
        // Two folds whose best thresholds contradict each other: each is judged by the other's.
        float[] scores = [0.9f, 0.8f, 0.3f, 0.2f];
        bool[] same = [true, false, true, false];
        var result = FoldProtocol.Run(scores, same, 2);
        Assert.Equal([0.5, 0.5], result.FoldAccuracy);
        Assert.Equal(0.25, result.FoldThreshold[0], 1e-6);
        Assert.Equal(0.85, result.FoldThreshold[1], 1e-6);
    }
}
