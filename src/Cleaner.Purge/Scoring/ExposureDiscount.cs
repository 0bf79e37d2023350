namespace Cleaner.Purge.Scoring;

/// <summary>
/// Badly exposed pictures, hardly lit or washed out, fit no identity whatever their label, so a high score says little of it. Nobody mislabels
/// pictures for being dark: among them about as many labels are wrong as among the others. Where many more are called wrong, their odds are
/// lowered by one factor until the expected number is as large as the others' share says.
/// </summary>
internal static class ExposureDiscount
{
    /// <summary>Fewer than this many times the expected number, and twice its standard deviation more, may be chance or true.</summary>
    public const double Tolerated = 1.5;

    private const int Halvings = 60;

    /// <summary>Lowers the scores of the pictures concerned, in place, to those at which the mixture gives the lowered probability.</summary>
    /// <param name="scores">[N], higher: more likely wrong.</param>
    /// <param name="mixture">Of these scores.</param>
    /// <param name="exposed">[N]: the badly exposed ones. Where they are half of the set or more, nothing is done: then they are what it is made of.</param>
    /// <param name="comparable">[N]: whether the sample's identity has another image.</param>
    /// <returns>[N]: whether the picture's wrong label, likely by its score, no longer is.</returns>
    public static bool[] Apply(float[] scores, NoiseMixture mixture, bool[] exposed, Func<int, bool> comparable)
    {
        var cleared = new bool[scores.Length];
        int[] all = [.. Enumerable.Range(0, scores.Length).Where(comparable)];
        int[] dim = Array.FindAll(all, row => exposed[row]);
        if (dim.Length == 0 || 2 * dim.Length >= all.Length)
        {
            return cleared;
        }

        double ofOthers = all.Where(row => !exposed[row]).Sum(row => mixture.Posterior(scores[row]));
        double expected = ofOthers / (all.Length - dim.Length) * dim.Length;
        double[] probability = Array.ConvertAll(dim, row => mixture.Posterior(scores[row]));
        if (probability.Sum() <= (Tolerated * expected) + (2 * Math.Sqrt(expected)))
        {
            return cleared;
        }

        double factor = Solve(probability, expected);
        for (int i = 0; i < dim.Length; i++)
        {
            double lowered = NoiseMixture.ScaleOdds(probability[i], factor);
            scores[dim[i]] = (float)Math.Min(scores[dim[i]], mixture.Threshold(lowered));
            cleared[dim[i]] = probability[i] >= 0.5 && lowered < 0.5;
        }

        return cleared;
    }

    // The factor of the odds at which the probabilities add up to the number asked for: they grow with it.
    private static double Solve(double[] probability, double expected)
    {
        double low = 0, high = 1;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = probability.Sum(p => NoiseMixture.ScaleOdds(p, middle)) < expected ? (middle, high) : (low, middle);
        }

        return low;
    }
}
