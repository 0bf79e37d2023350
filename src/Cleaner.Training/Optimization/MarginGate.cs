namespace Cleaner.Training.Optimization;

/// <summary>
/// Holds margin and scale back until the network can bear them. With a large scale, guesses are punished for being sure, and a margin
/// punishes every distance between an embedding and its center: where the network knows hardly any label yet (few identities, hard images,
/// many wrong labels) the cheapest way out is to put all images and all centers into one point, from which no training returns.
/// So both follow the accuracy on the training labels, corrected for chance (Cohen's kappa for uniform guesses).
/// </summary>
public static class MarginGate
{
    /// <summary>Below this share of the accuracy that is wanted there is no margin at all.</summary>
    public const double MarginFrom = 0.3;

    private const double Memory = 0.95;

    /// <summary>How much of what is asked for the network can bear, 0 to 1.</summary>
    /// <param name="accuracy">Running share of the images nearest to their own identity's center, without margin, 0 to 1.</param>
    /// <param name="classes">Number of identities.</param>
    /// <param name="fullAt">κ from which margin and scale are wholly in force; 0: always.</param>
    public static double Share(double accuracy, int classes, double fullAt) =>
        fullAt <= 0 || classes < 2 ? 1 : Math.Clamp(Kappa(accuracy, classes) / fullAt, 0, 1);

    /// <summary>Share of the margin that is in force: 0 up to <see cref="MarginFrom"/>, then growing to 1.</summary>
    /// <param name="share">What <see cref="Share"/> says.</param>
    public static double Margin(double share) => Math.Max(0, (share - MarginFrom) / (1 - MarginFrom));

    /// <summary>
    /// s in force: from AdaCos' fixed scale √2·ln(C − 1) (Zhang et al., CVPR 2019, arXiv:1905.00292, eq. 12), at which random cosines are
    /// hardly punished, to the whole one; never more than the whole one.
    /// </summary>
    /// <param name="whole">The scale that was asked for.</param>
    /// <param name="classes">Number of identities.</param>
    /// <param name="share">What <see cref="Share"/> says.</param>
    public static double Scale(double whole, int classes, double share)
    {
        var first = Math.Min(whole, Math.Max(1, Math.Sqrt(2) * Math.Log(Math.Max(2, classes - 1))));
        return first + ((whole - first) * share);
    }

    /// <summary>κ = (a − 1/C) / (1 − 1/C): 0 for guessing, 1 for knowing every label.</summary>
    public static double Kappa(double accuracy, int classes)
    {
        var chance = 1.0 / classes;
        return (accuracy - chance) / (1 - chance);
    }

    /// <summary>The running accuracy after one more step, over about the last twenty.</summary>
    public static double Follow(double accuracy, int hits, int images) => (Memory * accuracy) + ((1 - Memory) * hits / Math.Max(1, images));
}
