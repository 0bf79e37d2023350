namespace Cleaner.Purge.Scoring;

/// <summary>
/// What a network has learned by heart: labels that its own centers agree with and the other images of their identity do not. Where these are
/// many, about as many labels are contradicted by the other images as are wrong: some wrong ones are not, some right ones are, in equal parts
/// (of letters and persons, .89 to 1.06 of the wrong ones at shares of .2 to .6). Where the network has not learned the set,
/// many more right labels are contradicted; but then its centers do not agree with them either.
/// </summary>
/// <param name="learned">Share of the labels that agrees with the network's own centers, 0 to 1; null: not known.</param>
/// <param name="contradicted"><see cref="Disagreement"/>; counted when it is first asked for.</param>
internal sealed class ByHeart(double? learned, Lazy<double> contradicted)
{
    /// <summary>Part of the contradicted labels that counts as wrong.</summary>
    private const double Careful = 0.95;

    /// <summary>Up to this share of the samples, learned by heart, proves nothing; from twice as much on it is believed wholly.</summary>
    private const double Few = 0.1;

    /// <summary>What ranks show of the wrong labels is at least this part of them: else something else is contradicted.</summary>
    private const double LeastSeen = 2.0 / 3;

    /// <summary>The share of wrong labels, 0 to 1, that is known from this beyond what a half-trained network's ranks show.</summary>
    public double Hidden(double shown)
    {
        if (learned is not { } share)
        {
            return 0;
        }

        double belief = Math.Clamp(((share + contradicted.Value - 1) / Few) - 1, 0, 1);
        return belief * Math.Max(0, Math.Min(Careful * contradicted.Value, shown / LeastSeen) - shown);
    }
}
