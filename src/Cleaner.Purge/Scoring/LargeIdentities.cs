namespace Cleaner.Purge.Scoring;

/// <summary>
/// A second opinion on how many labels are wrong, for sets whose identities have hundreds of images and whose mistakes resemble their
/// label, so that ranks say little (<see cref="RankShare"/>). One mixture for all labels cannot tell hard right ones from such mistakes;
/// second heaps can (<see cref="SecondHeaps"/>). Where many identities have one, mistakes are proved and taken for more than the heaps
/// hold; where none has and ranks prove nothing either, the set is a hard one, and next to nothing is called.
/// </summary>
internal sealed class LargeIdentities(float[] scores, Evidence evidence, ClassNulls nulls, Skew skew, int seed)
{
    /// <summary>Share of the identities with a second heap from which on mistakes are proved. Without noise 0 to .05 on seven sets.</summary>
    public const double Proved = 0.2;

    /// <summary>Below this share, nothing is proved.</summary>
    public const double Unproved = 0.1;

    /// <summary>What is called all the same: what a clean set may lose.</summary>
    public const double Harmless = 0.005;

    private const double LeastSeen = 0.5; // of the samples have to lie in identities that are large enough

    /// <summary>The share that should be called; null where what is called already is as good.</summary>
    /// <param name="called">What one mixture for all calls.</param>
    /// <param name="least">What ranks prove.</param>
    /// <param name="margins">[N], above 0: nearer to another identity.</param>
    public double? Share(double called, double least, float[] margins)
    {
        SecondHeaps heaps = SecondHeaps.Find(scores, evidence.Groups, nulls);
        if (heaps.Seen < LeastSeen)
        {
            return null;
        }

        if (heaps.Identities >= Proved)
        {
            // The one misses mistakes that lie among hard right labels; the other counts hard right labels in.
            double share = (ClassMixtures.Called(scores, evidence.Groups, nulls, skew, seed) + Contradicted(margins)) / 2;
            return share > called ? share : null;
        }

        return heaps.Identities < Unproved && least < RankShare.Doubt && called > Harmless ? Harmless : null;
    }

    /// <summary>The share of labels that the network has contradicted on average over the training; at its end, where that was not recorded.</summary>
    private double Contradicted(float[] margins)
    {
        if (evidence.DynamicsFirst is not { } dynamics)
        {
            return (double)margins.Count(margin => margin > 0) / margins.Length;
        }

        int contradicted = 0;
        var values = new float[dynamics.Dim];
        for (int i = 0; i < margins.Length; i++)
        {
            dynamics.CopyRow(i, values);
            contradicted += values[0] < 0 ? 1 : 0;
        }

        return (double)contradicted / margins.Length;
    }
}
