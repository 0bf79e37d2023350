namespace Cleaner.Purge.Scoring;

/// <summary>
/// Whether samples show the identity that they fit best, or somebody who is not in the set. Kept samples show how right names fit; the same
/// samples, their own identity left out, how strangers fit the identity that they resemble most. The samples in question are a mixture of both
/// (<see cref="NoiseMixture"/>), in which strangers may lie nearer than that, since the network was not trained to tell them from anybody.
/// </summary>
internal static class StrangerOdds
{
    private const int PriorSteps = 100;
    private const double Least = 1e-6;

    /// <summary>The probability of each sample that it is a stranger's.</summary>
    /// <param name="own">Fit of kept samples to their own identity; −∞ where there is nothing to compare with.</param>
    /// <param name="elsewhere">Fit of kept samples to the best other one.</param>
    /// <param name="fit">Fit of the samples in question to the identity that they fit best.</param>
    public static double[] Of(float[] own, float[] elsewhere, float[] fit)
    {
        float[] right = Negated(own), strangers = Negated(elsewhere);
        if (right.Length == 0 || strangers.Length == 0)
        {
            return [.. fit.Select(_ => 1.0)];
        }

        // The mixture takes the larger heap for the right names: these have to be more than strangers can be.
        float[] some = Thinned.Evenly(Negated(fit), right.Length / 2);
        NoiseMixture mixture = NoiseMixture.Fit([.. right, .. some], strangers, FusedScore.SkewOfMargins, right: right);
        return ForShareAmong([.. fit.Select(value => float.IsFinite(value) ? mixture.Posterior(-value) : 1)], mixture.Share);
    }

    /// <summary>
    /// Probabilities for the share that holds among the samples in question, instead of that among them and the kept ones together:
    /// expectation-maximisation (Saerens, Latinne and Decaestecker, Adjusting the outputs of a classifier to new a priori probabilities, 2002).
    /// </summary>
    private static double[] ForShareAmong(double[] probability, double share)
    {
        double among = 0.5;
        double[] adjusted = probability;
        for (int step = 0; step < PriorSteps; step++)
        {
            double factor = Odds(among) / Odds(share);
            adjusted = Array.ConvertAll(probability, p => p is 0 or 1 ? p : NoiseMixture.ScaleOdds(p, factor));
            among = adjusted.Average();
        }

        return adjusted;
    }

    private static double Odds(double share)
    {
        double held = Math.Clamp(share, Least, 1 - Least);
        return held / (1 - held);
    }

    private static float[] Negated(float[] fits) => [.. fits.Where(float.IsFinite).Select(fit => -fit)];
}
