using System.Globalization;
using Cleaner.Purge.Scoring;

namespace Cleaner.Purge.Rules;

/// <summary>
/// insightface's rule: drop a sample whose angle to its identity's dominant center is at least the threshold.
/// Deng et al., "Sub-center ArcFace" (ECCV 2020), section 3.4; recognition/subcenter_arcface/drop.py keeps where
/// cosine &gt; cos(threshold), and so does this, in float64.
/// </summary>
public sealed class AngleRule : IPurgeRule
{
    /// <inheritdoc/>
    public string Name => PurgeOptions.AngleRule;

    /// <inheritdoc/>
    public string Formula => "angle to the dominant center (degrees) ≥ threshold";

    /// <inheritdoc/>
    public bool UsesAngle => true;

    /// <inheritdoc/>
    public RuleResult Evaluate(Evidence evidence, PurgeOptions options)
    {
        float[] cosine = DominantCenters.Assign(evidence).Cosine;
        double bound = CosineBound(options.Angle);
        float[] angle = Array.ConvertAll(cosine, Degrees);
        bool[] drop = Array.ConvertAll(cosine, value => IsDropped(value, bound));
        return new RuleResult
        {
            Score = angle,
            Drop = drop,
            Threshold = options.Angle,
            Reason = i => Describe(angle[i], drop[i], options.Angle),
        };
    }

    /// <summary>cos(threshold), computed as numpy does: cos(π·t/180).</summary>
    public static double CosineBound(double degrees) => Math.Cos(Math.PI * degrees / 180);

    /// <summary>Whether a sample at this cosine to the dominant center goes.</summary>
    public static bool IsDropped(float cosine, double bound) => !(cosine > bound);

    /// <summary>The angle of a cosine in degrees; cosines a rounding error beyond ±1 are taken as ±1.</summary>
    public static float Degrees(float cosine) => (float)(Math.Acos(Math.Clamp(cosine, -1.0, 1.0)) * 180 / Math.PI);

    internal static string Describe(float angle, bool dropped, double threshold) => string.Create(
        CultureInfo.InvariantCulture, $"angle {angle:F1}° to the dominant center {(dropped ? "≥" : "<")} {threshold:0.##}°");
}
