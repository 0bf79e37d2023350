using Cleaner.Purge.Scoring;
using static Cleaner.Purge.Tests.Support.Draw;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class NoiseMixtureTests
{
    private const double Ratio = 1.6, Left = 0.15, Right = Ratio * Left * 0.7978845608 / 1.3862943611;

    private static readonly Skew Skew = new(Ratio, 1);
    private static readonly float[] Null = [.. Normal(new Random(1), 1.2, 0.4, 2000)];

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(0.6)]
    public void Fit_finds_the_share_and_the_parameters_that_made_the_scores(double share)
    {
        NoiseMixture mixture = NoiseMixture.Fit(Scores(share, 4000), Null, Skew);
        Assert.Equal(share, mixture.Share, 0.02);
        Assert.Equal(-0.5, mixture.Right.Mode, 0.05);
        Assert.Equal(Left, mixture.Right.Left, 0.03);
        Assert.Equal(Right, mixture.Right.Scale, 0.03);
        Assert.InRange(mixture.Wrong.Mean, 0.88, 1.08); // a few wrong labels are drawn towards where they lie on other sets
    }

    [Fact]
    public void Wrong_labels_far_from_where_random_ones_would_lie_are_found_too()
    {
        // Learned by heart, or strangers that resemble somebody: the null says 1.2.
        float[] scores = [.. Rights(new Random(3), 2400), .. Normal(new Random(4), 0.35, 0.3, 1600)];
        Assert.Equal(0.4, NoiseMixture.Fit(scores, Null, Skew).Share, 0.05);
    }

    [Fact]
    public void More_wrong_labels_than_right_ones_do_not_take_the_mode()
    {
        float[] scores = [.. Rights(new Random(3), 1600), .. Normal(new Random(4), 1.0, 0.35, 2400)];
        NoiseMixture mixture = NoiseMixture.Fit(scores, Null, Skew);
        Assert.Equal(0.6, mixture.Share, 0.03);
        Assert.Equal(-0.5, mixture.Right.Mode, 0.06);
    }

    [Fact]
    public void Wrong_labels_have_the_shape_of_the_null()
    {
        // Of few identities a random label is near or far: two bumps, which one broad normal would join over the hard right labels.
        float[] Bumps(int seed, int count) => [.. Normal(new Random(seed), 0.8, 0.12, count / 2), .. Normal(new Random(seed + 1), 2.4, 0.15, count / 2)];
        float[] scores = [.. Rights(new Random(3), 2400, hard: 0.3), .. Bumps(5, 1600)];
        NoiseMixture mixture = NoiseMixture.Fit(scores, Bumps(8, 2000), Skew);
        Assert.Equal(0.4, mixture.Share, 0.03);
        Assert.InRange(mixture.Threshold(), 0.3, 0.8);
    }

    [Theory]
    [InlineData(2.5, true)]
    [InlineData(4, false)]
    [InlineData(5, false)]
    public void Hard_images_may_spread_more_widely_than_usual(double ratio, bool usual)
    {
        float[] scores = [.. Rights(new Random(3), 3600, hard: 0.4, ratio: ratio), .. Normal(new Random(4), 3.0, 0.5, 400)];
        NoiseMixture mixture = NoiseMixture.Fit(scores, [.. Normal(new Random(1), 4, 0.7, 2000)], Skew);
        Assert.Equal(usual, mixture.Right.HardRatio == RightScores.UsualHardRatio);
        Assert.Equal(0.1, mixture.Share, 0.03);
    }

    [Theory]
    [InlineData(0.4, 0.2, 0.05)]
    [InlineData(0, 0.03, 0.01)]
    public void Hard_right_labels_and_wrong_ones_are_not_taken_for_each_other(double hard, double share, double within)
    {
        int wrong = (int)(share * 4000);
        float[] scores = [.. Rights(new Random(3), 4000 - wrong, hard), .. Normal(new Random(4), 1.1, 0.4, wrong)];
        NoiseMixture mixture = NoiseMixture.Fit(scores, Null, Skew);
        Assert.Equal(share, mixture.Share, within);
    }

    [Fact]
    public void Without_noise_the_share_goes_to_zero_and_nearly_nothing_is_above_the_threshold()
    {
        float[] scores = Scores(0, 4000);
        NoiseMixture mixture = NoiseMixture.Fit(scores, Null, Skew);
        Assert.True(mixture.Share < 0.004);
        Assert.True(scores.Count(score => score >= mixture.Threshold()) <= 0.003 * scores.Length);
    }

    [Fact]
    public void Right_labels_that_spread_far_wider_than_expected_are_not_wrong()
    {
        // Identities that resemble each other: three times as wide as the left half lets expect, and no second heap.
        float[] scores = [.. Rights(new Random(3), 4000, wider: 3)];
        NoiseMixture mixture = NoiseMixture.Fit(scores, Null, Skew);
        Assert.True(mixture.Share < 0.02, $"{mixture.Share}");
        Assert.Equal(3 * Right, mixture.Right.Scale, 0.06);
    }

    [Fact]
    public void Where_a_free_spread_wins_the_held_one_keeps_half_a_vote()
    {
        // Much wider than expected, with wrong labels within its reach: it alone calls fewer wrong than both together.
        float[] scores = [.. Rights(new Random(3), 3300, wider: 2.5), .. Normal(new Random(4), 1.0, 0.3, 700)];
        NoiseMixture mixture = NoiseMixture.Fit(scores, Null, Skew);
        Assert.True(mixture.Right.Scale > 1.5 * Right, "the free one wins");
        Assert.InRange(scores.Average(score => mixture.Posterior(score)), mixture.Share + 0.02, 0.4);
    }

    [Fact]
    public void A_second_heap_near_the_right_labels_is_not_called_wrong()
    {
        // Random labels score 1.2; what lies a fifth of the way there is not told from right ones by anything.
        float[] scores = [.. Rights(new Random(3), 3000), .. Normal(new Random(4), -0.15, 0.2, 1000)];
        NoiseMixture mixture = NoiseMixture.Fit(scores, Null, Skew);
        Assert.True(mixture.Wrong.Way >= WrongScores.LeastWay);
        Assert.True(scores.Count(score => score >= mixture.Threshold()) < 0.01 * scores.Length);
    }

    [Fact]
    public void The_probability_grows_with_the_score_and_is_one_half_at_the_threshold()
    {
        NoiseMixture mixture = NoiseMixture.Fit(Scores(0.2, 4000), Null, Skew);
        double before = 0;
        for (double score = -2; score < 4; score += 0.01)
        {
            double now = mixture.Posterior(score);
            Assert.InRange(now, before, 1);
            before = now;
        }

        Assert.Equal(0.5, mixture.Posterior(mixture.Threshold()), 6);
    }

    [Fact]
    public void Scores_that_are_all_the_same_are_right()
    {
        var scores = new float[50];
        NoiseMixture mixture = NoiseMixture.Fit(scores, Null, Skew);
        Assert.DoesNotContain(scores, score => score >= mixture.Threshold());
    }

    [Fact]
    public void A_few_scores_beyond_all_measure_of_the_others_leave_numbers()
    {
        float[] scores = [.. new float[500], 0.5f, 3, 40, 1000];
        NoiseMixture mixture = NoiseMixture.Fit(scores, Null, Skew);
        Assert.All(new[] { mixture.Share, mixture.Right.Mode, mixture.Right.Left, mixture.Right.Scale, mixture.Wrong.Mean, mixture.Wrong.Spread }, value => Assert.True(double.IsFinite(value), $"{mixture}"));
        Assert.Equal(0, mixture.Posterior(0));
    }

    [Fact]
    public void Many_scores_give_what_all_of_them_taken_singly_would()
    {
        float[] few = Scores(0.3, 8000);
        float[] many = [.. few.SelectMany(score => Enumerable.Repeat(score, 10))];
        // Ten times the samples weigh ten times as much against the prior, so only what the prior does not touch is equal.
        Assert.Equal(NoiseMixture.Fit(few, Null, Skew).Share, NoiseMixture.Fit(many, Null, Skew).Share, 0.01);
        Assert.Equal(NoiseMixture.Fit(few, Null, Skew).Right.Mode, NoiseMixture.Fit(many, Null, Skew).Right.Mode, 0.01);
    }

    [Fact]
    public void What_is_known_to_be_wrong_is_called_so_where_the_right_labels_took_it_in()
    {
        // Hard right labels reach where a few wrong ones lie: by their scores alone nothing is likelier wrong.
        float[] scores = [.. Rights(new Random(3), 3840, hard: 0.4, ratio: 5), .. Normal(new Random(4), 1.2, 0.4, 160)];
        float[] random = [.. Normal(new Random(1), 3, 0.7, 2000)];
        NoiseMixture alone = NoiseMixture.Fit(scores, random, Skew), told = NoiseMixture.Fit(scores, random, Skew, leastShare: 0.04);
        Assert.InRange(alone.Share, 0, 0.02);
        Assert.Equal(0.04, told.Share);
        Assert.Equal(0.04, (double)scores.Count(score => score >= told.Threshold()) / scores.Length, 0.002);
        Assert.Equal(0.5, told.Posterior(told.Threshold()), 6);
    }

    [Fact]
    public void What_is_known_to_be_wrong_is_called_so_where_it_lies_far_more_densely_than_the_right_labels()
    {
        // And nearer to them than random labels: alone, it is taken for the right ones.
        float[] scores = [.. Normal(new Random(3), -6, 4, 1600), .. Normal(new Random(4), 1.0, 0.35, 2400)], random = [.. Normal(new Random(1), 14, 1, 2000)];
        Assert.InRange(NoiseMixture.Fit(scores, random, Skew).Called(scores), 0, 0.01);
        NoiseMixture told = NoiseMixture.Fit(scores, random, Skew, leastShare: 0.5);
        Assert.Equal(0.5, told.Called(scores), 0.001);
        double bar = told.Threshold();
        Assert.True(told.Posterior(bar - 2) < told.Posterior(bar - 1) && told.Posterior(bar) < told.Posterior(bar + 1));
    }

    [Fact]
    public void Precision_is_what_is_expected_to_be_wrong_of_what_is_called_so()
    {
        float[] scores = Scores(0.2, 4000);
        NoiseMixture mixture = NoiseMixture.Fit(scores, Null, Skew);
        double[] called = [.. scores.Select(score => mixture.Posterior(score)).Where(probability => probability >= 0.5)];
        Assert.Equal(called.Average(), mixture.Precision(scores), 1e-3);
        // Heaps that overlap leave more doubt; and of nothing, nothing is wrong.
        float[] near = [.. scores.Select(score => score > mixture.Threshold() ? score * 0.7f : score)];
        Assert.True(NoiseMixture.Fit(near, [.. Null.Select(score => score * 0.7f)], Skew).Precision(near) < mixture.Precision(scores));
        Assert.Equal(0, mixture.Precision([-1, 0]));
    }

    [Theory]
    [InlineData(0.005)]
    [InlineData(0.1)]
    [InlineData(0.3)]
    public void The_odds_are_set_so_that_a_share_is_called_wrong_and_the_order_stays(double share)
    {
        float[] scores = Scores(0.2, 4000);
        NoiseMixture mixture = NoiseMixture.Fit(scores, Null, Skew);
        mixture.Call(share, scores);
        Assert.Equal(share, mixture.Called(scores), 0.001);
        Assert.Equal(share, mixture.Share);
        double[] inOrder = [.. scores.Order().Select(score => mixture.Posterior(score))];
        Assert.Equal(inOrder.Order(), inOrder);
    }

    [Theory]
    [InlineData(0, 0.22)]
    [InlineData(0.01, 0.22)]
    [InlineData(0.03, 0.2)]
    public void Two_heaps_that_lie_apart_are_believed_within_the_doubt_of_the_least_share(double doubt, double called)
    {
        float[] scores = [.. Rights(new Random(3), 3200), .. Normal(new Random(4), 1.8, 0.3, 800)], random = [.. Normal(new Random(1), 2, 0.4, 2000)];
        Assert.Equal(called, NoiseMixture.Fit(scores, random, Skew, leastShare: 0.22, doubt).Called(scores), 0.003);
    }

    [Fact]
    public void Heaps_that_overlap_are_not()
    {
        float[] scores = [.. Rights(new Random(3), 3200, hard: 0.4), .. Normal(new Random(4), 0.7, 0.4, 800)];
        double least = NoiseMixture.Fit(scores, Null, Skew).Called(scores) + 0.02;
        Assert.Equal(least, NoiseMixture.Fit(scores, Null, Skew, least, doubt: 0.03).Called(scores), 0.003);
    }

    [Fact]
    public void A_least_share_below_what_the_scores_say_changes_nothing()
    {
        float[] scores = Scores(0.2, 4000);
        Assert.Equal(NoiseMixture.Fit(scores, Null, Skew).Threshold(), NoiseMixture.Fit(scores, Null, Skew, leastShare: 0.1).Threshold());
    }

    [Fact]
    public void Of_fits_that_are_as_likely_one_that_finds_more_counts_where_more_are_shown()
    {
        // .05 are wrong and lie beyond hard right labels: wider ones of these are as likely.
        float[] scores = [.. Rights(new Random(3), 7600, hard: 0.15, ratio: 4), .. Normal(new Random(13), 2.1, 0.9, 400)];
        float[] random = [.. Normal(new Random(1), 3, 0.7, 2000)];
        double alone = NoiseMixture.Fit(scores, random, Skew).Called(scores);
        Assert.InRange(alone, 0.03, 0.04);
        Assert.Equal(alone, NoiseMixture.Fit(scores, random, Skew, shown: 0.02).Called(scores));
        Assert.InRange(NoiseMixture.Fit(scores, random, Skew, shown: 0.05).Called(scores), 0.045, 0.05);
    }

    private static float[] Scores(double share, int count)
    {
        var random = new Random(7);
        int wrong = (int)(share * count);
        return [.. Rights(random, count - wrong), .. Normal(random, 1.0, 0.45, wrong)];
    }

    /// <summary>Around −0.5: half a normal density left of it, half a logistic one right of it, of one height.</summary>
    /// <param name="hard">Share of the right half that is wider by the ratio.</param>
    /// <param name="wider">How much wider than expected all of the right half is.</param>
    private static IEnumerable<float> Rights(Random random, int count, double hard = 0, double wider = 1, double ratio = RightScores.UsualHardRatio)
    {
        double scale = wider * Right, leftArea = 1.2533141373 * Left, rightArea = 2 * scale;
        for (int i = 0; i < count; i++)
        {
            double u = random.NextDouble();
            double distance = random.NextDouble() * (leftArea + rightArea) < leftArea
                ? -Left * Math.Abs(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))
                : scale * (hard > 0 && random.NextDouble() < hard ? ratio : 1) * Math.Log((1 + u) / (1 - u));
            yield return (float)(-0.5 + distance);
        }
    }
}
