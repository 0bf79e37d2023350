using Cleaner.Purge.Rules;
using Cleaner.Purge.Scoring;

namespace Cleaner.Purge;

/// <summary>What insightface's rule would drop at one threshold.</summary>
/// <param name="Angle">Threshold in degrees.</param>
/// <param name="Dropped">Number of samples at this angle or more.</param>
/// <param name="Share">Their share of all samples.</param>
/// <param name="EmptiedIdentities">Identities that would lose every image.</param>
public sealed record SweepRow(double Angle, int Dropped, double Share, int EmptiedIdentities);

/// <summary>The table of <c>purge --dry-run</c>: insightface's rule over a range of angles.</summary>
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
