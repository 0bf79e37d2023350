using System.Globalization;
using Cleaner.Manifests;
using Cleaner.Purge.Scoring;

namespace Cleaner.Purge.Rules;

/// <summary>Drop a sample that is nearer to another sub-center of its identity than to the dominant one.</summary>
public sealed class AssignmentRule : IPurgeRule
{
    /// <inheritdoc/>
    public string Name => "assignment";

    /// <inheritdoc/>
    public string Formula => "nearest sub-center of the identity ≠ its dominant one; score = cosine to the best other − cosine to the dominant";

    /// <inheritdoc/>
    public RuleResult Evaluate(Evidence evidence, PurgeOptions options)
    {
        Assignment assignment = DominantCenters.Assign(evidence);
        RequireSubCenters(assignment);
        var score = new float[evidence.Count];
        var row = new float[assignment.Centers];
        for (int i = 0; i < score.Length; i++)
        {
            evidence.OwnCosines!.CopyRow(i, row);
            score[i] = Lead(row, assignment.Dominant[evidence.ClassOfRow[i]]);
        }

        int DominantOf(int i) => assignment.Dominant[evidence.ClassOfRow[i]];
        return new RuleResult
        {
            Score = score,
            Drop = [.. Enumerable.Range(0, score.Length).Select(i => assignment.Nearest[i] != DominantOf(i))],
            Threshold = 0,
            Reason = i => Describe(assignment.Nearest[i], DominantOf(i), score[i]),
        };
    }

    /// <summary>By how much the best center other than the dominant one is nearer; negative where the dominant one is the nearest.</summary>
    public static float Lead(ReadOnlySpan<float> cosines, int dominant)
    {
        float best = float.NegativeInfinity;
        for (int k = 0; k < cosines.Length; k++)
        {
            if (k != dominant)
            {
                best = Math.Max(best, cosines[k]);
            }
        }

        return best - cosines[dominant];
    }

    /// <exception cref="CleanerException">The run has one center an identity.</exception>
    internal static void RequireSubCenters(Assignment assignment)
    {
        if (assignment.Centers < 2)
        {
            throw new CleanerException("the run has one center an identity (K = 1), so every sample is nearest to the dominant one; train with K ≥ 2 or use --rule angle");
        }
    }

    internal static string Describe(int nearest, int dominant, float lead) => nearest == dominant
        ? string.Create(CultureInfo.InvariantCulture, $"nearest to the dominant center {dominant}")
        : string.Create(CultureInfo.InvariantCulture, $"nearest to sub-center {nearest} by {lead:F2}, the dominant one is {dominant}");
}
