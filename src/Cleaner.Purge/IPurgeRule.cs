using Cleaner.Manifests;

namespace Cleaner.Purge;

/// <summary>A rule that finds wrongly labelled samples: evidence in, a score, a verdict and a reason for every sample out.</summary>
public interface IPurgeRule
{
    /// <summary>What <c>--rule</c> calls it.</summary>
    string Name { get; }

    /// <summary>The rule in one line, for help texts and reports.</summary>
    string Formula { get; }

    /// <summary>Whether <see cref="PurgeOptions.Threshold"/> means anything to it.</summary>
    bool UsesAngle => false;

    /// <summary>Scores every sample.</summary>
    /// <exception cref="CleanerException">The run lacks an array that the rule needs.</exception>
    RuleResult Evaluate(Evidence evidence, PurgeOptions options);
}
