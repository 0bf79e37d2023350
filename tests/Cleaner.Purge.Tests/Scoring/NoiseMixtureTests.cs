using Cleaner.Purge.Scoring;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class NoiseMixtureTests
{
    private static readonly float[] Null = [.. Normal(new Random(1), 1.2, 0.4, 2000)];

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(0.6)]
    public void Fit_finds_the_share_and_the_parameters_that_made_the_scores(double share)
    {
        NoiseMixture mixture = NoiseMixture.Fit(Scores(share, 4000), Null);
        Assert.Equal(share, mixture.Share, 0.02);
        Assert.Equal(-0.5, mixture.Mode, 0.03);
        Assert.Equal(0.12, mixture.Scale, 0.02);
        Assert.Equal(1.0, mixture.Mean, 0.08);
    }

    [Fact]
    public void Without_noise_the_share_goes_to_zero_and_nearly_nothing_is_above_the_threshold()
    {
        float[] scores = Scores(0, 4000);
        NoiseMixture mixture = NoiseMixture.Fit(scores, Null);
        Assert.True(mixture.Share < 0.004);
        Assert.True(scores.Count(score => score >= mixture.Threshold()) <= 0.003 * scores.Length);
    }

    [Fact]
    public void The_probability_grows_with_the_score_and_is_one_half_at_the_threshold()
    {
        NoiseMixture mixture = NoiseMixture.Fit(Scores(0.2, 4000), Null);
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
        NoiseMixture mixture = NoiseMixture.Fit(scores, Null);
        Assert.DoesNotContain(scores, score => score >= mixture.Threshold());
    }

    [Fact]
    public void Many_scores_give_what_all_of_them_taken_singly_would()
    {
        float[] few = Scores(0.3, 8000);
        float[] many = [.. few.SelectMany(score => Enumerable.Repeat(score, 10))];
        // Ten times the samples weigh ten times as much against the prior, so only what the prior does not touch is equal.
        Assert.Equal(NoiseMixture.Fit(few, Null).Share, NoiseMixture.Fit(many, Null).Share, 2);
        Assert.Equal(NoiseMixture.Fit(few, Null).Mode, NoiseMixture.Fit(many, Null).Mode, 2);
    }

    private static float[] Scores(double share, int count)
    {
        var random = new Random(7);
        int wrong = (int)(share * count);
        IEnumerable<float> right = Enumerable.Range(0, count - wrong).Select(_ =>
        {
            double u = random.NextDouble();
            return (float)(-0.5 + (0.12 * Math.Log(u / (1 - u))));
        });
        return [.. right, .. Normal(random, 1.0, 0.45, wrong)];
    }

    private static IEnumerable<float> Normal(Random random, double mean, double deviation, int count) => Enumerable.Range(0, count)
        .Select(_ => (float)(mean + (deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))));
}
