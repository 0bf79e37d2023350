using Cleaner.Purge.Scoring;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class WrongScoresTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(48)]
    public void Density_is_the_sum_of_the_normal_densities_around_the_drawn_quantiles(int quantiles)
    {
        double[] z = [.. Enumerable.Range(0, quantiles).Select(q => 2 + (0.1 * q * q))];
        var wrong = new WrongScores(z, Mode: -0.5, Way: 0.7, Spread: 0.6);
        foreach (double score in new[] { -1, 0.4, 1.7, 3, 20 })
        {
            double expected = 0;
            foreach (double place in z.Select(quantile => -0.5 + (0.7 * (quantile + 0.5))))
            {
                double u = (score - place) / 0.6;
                expected += Math.Exp(-u * u / 2) / (0.6 * Math.Sqrt(2 * Math.PI)) / quantiles;
            }

            Assert.Equal(expected, wrong.Density(score), 1e-12);
        }
    }
}
