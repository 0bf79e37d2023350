using Cleaner.Purge.Rules;
using Cleaner.Purge.Scoring;

namespace Cleaner.Purge;

/// <summary>What insightface's rule would drop at one threshold.</summary>
/// <param name="Angle">Threshold in degrees.</param>
/// <param name="Dropped">Number of samples at this angle or more.</param>
/// <param name="Share">Their share of all samples.</param>
/// <param name="EmptiedIdentities">Identities that would lose every image.</param>
public sealed record SweepRow(double Angle, int Dropped, double Share, int EmptiedIdentities);

/// <summary>What rule <c>auto</c> would drop at one probability.</summary>
/// <param name="Probability">Least probability of a wrong label.</param>
/// <param name="Dropped">Number of samples that reach it.</param>
/// <param name="Share">Their share of all samples.</param>
/// <param name="Precision">Expected share of wrong labels among them; NaN where nothing reaches it.</param>
/// <param name="Recall">Expected share of the wrong labels that reach it; NaN where none is expected.</param>
public sealed record ProbabilityRow(double Probability, int Dropped, double Share, double Precision, double Recall);

/// <summary>The tables of <c>purge --dry-run</c>: insightface's rule over a range of angles, rule <c>auto</c> over probabilities.</summary>
public static class ThresholdSweep
{
    private const double From = 60, To = 85, Step = 2.5;

    /// <summary>One row for each of 60°, 62.5° … 85°, and for <paramref name="chosen"/> where it is not among them; ascending.</summary>
    public static IReadOnlyList<SweepRow> Angles(Evidence evidence, double? chosen)
    {
        float[] cosine = DominantCenters.Assign(evidence).Cosine;
        IEnumerable<double> angles = Enumerable.Range(0, (int)((To - From) / Step) + 1).Select(i => From + (i * Step));
        return [.. (chosen is { } angle ? angles.Append(angle) : angles).Distinct().Order().Select(a => At(evidence, cosine, a))];
    }

    /// <summary>One row for each of .1, .25, .5, .75, .9 and .95, and for <paramref name="chosen"/> where it is not among them; ascending.</summary>
    /// <param name="probability">[N], of each label being wrong.</param>
    /// <param name="sure">[N], those that surely show another identity.</param>
    /// <param name="chosen">The one in force.</param>
    public static IReadOnlyList<ProbabilityRow> Probabilities(float[] probability, bool[] sure, double? chosen)
    {
        double[] usual = [0.1, 0.25, 0.5, 0.75, 0.9, 0.95];
        return [.. (chosen is { } p ? usual.Append(p) : usual).Distinct().Order().Select(least =>
        {
            bool[] drop = Array.ConvertAll(probability, value => value >= least);
            int dropped = drop.Count(d => d);
            SelfEstimate estimate = SelfEstimate.Of(probability, drop, sure);
            return new ProbabilityRow(least, dropped, probability.Length == 0 ? 0 : (double)dropped / probability.Length, estimate.Precision, estimate.Recall);
        })];
    }

    private static SweepRow At(Evidence evidence, float[] cosine, double angle)
    {
        double bound = AngleRule.CosineBound(angle);
        int dropped = 0, emptied = 0;
        for (int c = 0; c < evidence.Classes; c++)
        {
            int of = 0;
            foreach (int row in evidence.Groups[c])
            {
                of += AngleRule.IsDropped(cosine[row], bound) ? 1 : 0;
            }

            dropped += of;
            emptied += of > 0 && of == evidence.Groups.Size(c) ? 1 : 0;
        }

        return new SweepRow(angle, dropped, (double)dropped / evidence.Count, emptied);
    }
}
