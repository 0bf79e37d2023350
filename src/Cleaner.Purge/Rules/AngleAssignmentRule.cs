namespace Cleaner.Purge.Rules;

/// <summary>Drop where <see cref="AngleRule"/> or <see cref="AssignmentRule"/> would.</summary>
public sealed class AngleAssignmentRule : IPurgeRule
{
    /// <summary>Lifts samples of another sub-center above every angle, so that the score ranks as the rule drops.</summary>
    private const float OtherCenterOffset = 180;

    private readonly AngleRule _angle = new();
    private readonly AssignmentRule _assignment = new();

    /// <inheritdoc/>
    public string Name => "angle+assignment";

    /// <inheritdoc/>
    public string Formula => "angle to the dominant center (degrees), + 180 when nearest to another sub-center, ≥ threshold";

    /// <inheritdoc/>
    public bool UsesAngle => true;

    /// <inheritdoc/>
    public RuleResult Evaluate(Evidence evidence, PurgeOptions options)
    {
        RuleResult byAngle = _angle.Evaluate(evidence, options);
        RuleResult byCenter = _assignment.Evaluate(evidence, options);
        return new RuleResult
        {
            Score = [.. byAngle.Score.Select((angle, i) => byCenter.Drop[i] ? angle + OtherCenterOffset : angle)],
            Drop = [.. byAngle.Drop.Select((drop, i) => drop || byCenter.Drop[i])],
            Threshold = options.Angle,
            Reason = i => byCenter.Drop[i] ? byCenter.Reason(i) : byAngle.Reason(i),
        };
    }
}
