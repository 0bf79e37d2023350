namespace Cleaner.Purge.Suggestions;

/// <summary>
/// What the length of a mean of unit vectors tells (Mardia and Jupp, "Directional Statistics", 2000), and the similarity of two groups freed
/// of what their small sizes take away from it (Spearman's correction for attenuation, 1904).
/// </summary>
public static class Resultant
{
    /// <summary>Below this the vectors of a group have so little in common that a correction would blow up chance.</summary>
    private const double LeastWithin = 0.05;

    /// <summary>Mean cosine over all pairs of n unit vectors, from the squared length of their sum: (‖Σx‖² − n) / (n·(n − 1)); 1 for one vector.</summary>
    public static float Within(double squaredLength, int n) => n < 2 ? 1 : (float)((squaredLength - n) / ((double)n * (n - 1)));

    /// <summary>
    /// Factor that undoes how much the mean of n samples strays from the direction of its group: √((1 + (n − 1)·w) / (n·w)), at least 1.
    /// </summary>
    /// <param name="within">w: mean cosine over the pairs of the group.</param>
    /// <param name="n">Samples in the mean.</param>
    public static float Correction(float within, int n)
    {
        double w = Math.Max(within, LeastWithin);
        return (float)Math.Sqrt((1 + ((n - 1) * w)) / (n * w));
    }

    /// <summary>
    /// ρ = mean cosine across two groups / √(w₁·w₂): 1 in expectation where both are drawn from one identity, whatever their sizes.
    /// Given as cosine of the two means times both corrections, which is the same number.
    /// </summary>
    public static float Similarity(float cosineOfMeans, float correctionA, float correctionB) => cosineOfMeans * correctionA * correctionB;
}
