using Cleaner.Manifests;

namespace Cleaner.Purge;

/// <summary>How to purge. Every default is named in its comment; <see cref="Validated"/> checks them once.</summary>
public sealed record PurgeOptions
{
    /// <summary>Angle in degrees of the rules <c>angle</c> and <c>angle+assignment</c>, 0 &lt; t ≤ 180; null: 75 (insightface's).</summary>
    public double? Threshold { get; init; }

    /// <summary>Name of the rule; <c>auto</c> with a <see cref="Threshold"/> means <c>angle</c>. The default is <c>auto</c>.</summary>
    public string Rule { get; init; } = AutoRule;

    /// <summary>Rule <c>auto</c> drops what is wrong with at least this probability, 0 &lt; p &lt; 1: less finds more and loses more; null: 0.5.</summary>
    public double? Probability { get; init; }

    /// <summary>
    /// About this share of the labels is wrong, 0 &lt; share &lt; 1, where that is known: rule <c>auto</c> drops as many, those that look wrong the
    /// most. The default is null: it is estimated.
    /// </summary>
    public double? Noise { get; init; }

    /// <summary>Refuse when more than this share of the samples would go, 0 &lt; share ≤ 1. The default is 0.6.</summary>
    public double MaxDrop { get; init; } = 0.6;

    /// <summary>Go on where the evidence is too weak, too much would go, or an identity would lose its last image. The default is false.</summary>
    public bool Force { get; init; }

    /// <summary>1 after the first training; 2 and more when the model was retrained on what a purge kept. The default is 1.</summary>
    public int Round { get; init; } = 1;

    /// <summary>
    /// Keep samples that show another identity of the set under that identity instead of dropping them, where that is sure; with rule
    /// <c>auto</c>. The default is false.
    /// </summary>
    public bool Relabel { get; init; }

    /// <summary>Seed of the random parts (folds of confident learning). The default is 0.</summary>
    public int Seed { get; init; }

    /// <summary>The default angle in degrees: recognition/subcenter_arcface/drop.py of insightface.</summary>
    public const double DefaultAngle = 75;

    /// <summary>The default probability: what is more likely wrong than right.</summary>
    public const double DefaultProbability = 0.5;

    internal const string AutoRule = "auto", AngleRule = "angle";

    /// <summary>The probability in force.</summary>
    public double LeastProbability => Probability ?? DefaultProbability;

    /// <summary>Whether the purge itself estimates how many labels are wrong.</summary>
    internal bool EstimatesNoise => this is { Rule: AutoRule, Noise: null };

    /// <summary>The angle in force.</summary>
    public double Angle => Threshold ?? DefaultAngle;

    /// <summary>The options with the rule resolved.</summary>
    /// <exception cref="UsageException">A value is out of range, or the rule has no such name.</exception>
    public PurgeOptions Validated()
    {
        if (Threshold is { } angle && !(angle > 0 && angle <= 180))
        {
            throw new UsageException(FormattableString.Invariant($"--threshold {angle} is out of range: give an angle in degrees, above 0 and up to 180 (insightface uses 75)"));
        }

        if (Probability is { } least && !(least > 0 && least < 1))
        {
            throw new UsageException(FormattableString.Invariant($"--probability {least} is out of range: give a number above 0 and below 1 (default 0.5)"));
        }

        if (Noise is { } share && !(share > 0 && share < 1))
        {
            throw new UsageException(FormattableString.Invariant($"--noise {share} is out of range: give the share of the labels that is wrong, above 0 and below 1"));
        }

        if (!(MaxDrop > 0 && MaxDrop <= 1))
        {
            throw new UsageException(FormattableString.Invariant($"--max-drop {MaxDrop} is out of range: give a share above 0 and up to 1 (default 0.6)"));
        }

        string rule = Rule == AutoRule && Threshold is not null ? AngleRule : Rule;
        IPurgeRule found = PurgeRules.Find(rule);
        if (Threshold is not null && !found.UsesAngle)
        {
            throw new UsageException($"--threshold is an angle; the rule '{rule}' does not use one (rules that do: {string.Join(", ", PurgeRules.All.Where(r => r.UsesAngle).Select(r => r.Name))})");
        }

        if ((Probability ?? Noise) is not null && rule != AutoRule)
        {
            throw new UsageException($"--{(Probability is null ? "noise" : "probability")} is of rule 'auto'; the rule '{rule}' knows none: leave --threshold and --rule out");
        }

        if (Probability is not null && Noise is not null)
        {
            throw new UsageException("--noise says how many go, --probability how surely wrong they have to be: give one of the two");
        }

        if (Relabel && rule != AutoRule)
        {
            throw new UsageException("--relabel is of rule 'auto', which knows how right labels lie: leave --threshold and --rule out");
        }

        return this with { Rule = rule };
    }
}
