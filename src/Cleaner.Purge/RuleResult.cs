namespace Cleaner.Purge;

/// <summary>What a rule says of every sample, in the order of the evidence's rows.</summary>
public sealed class RuleResult
{
    /// <summary>Higher: more likely wrong. The unit is the rule's own (see <see cref="IPurgeRule.Formula"/>).</summary>
    public required float[] Score { get; init; }

    /// <summary>Whether the rule would drop the sample.</summary>
    public required bool[] Drop { get; init; }

    /// <summary>Where the rule cuts, in the unit of <see cref="Score"/>; NaN where it does not cut the score.</summary>
    public required double Threshold { get; init; }

    /// <summary>One phrase for a person on why row i goes or stays, e.g. "angle 81.3° to the dominant center ≥ 75°".</summary>
    public required Func<int, string> Reason { get; init; }

    /// <summary>Number of samples that the rule would drop.</summary>
    public int DropCount => Drop.Count(drop => drop);
}
