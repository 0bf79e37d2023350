using System.Globalization;
using Cleaner.Manifests;
using Cleaner.Purge.Scoring;

namespace Cleaner.Purge.Rules;

/// <summary>
/// Drop a sample that the network fitted late or never: the mean over the epochs of own − largest other logit is lower than a wrong label's
/// would be. The area under the margin of Pleiss et al., "Identifying Mislabeled Data using the Area Under the Margin Ranking" (2020); in
/// place of their extra class of threshold samples, two normal densities are fitted and the likelier one decides.
/// </summary>
public sealed class DynamicsRule : IPurgeRule
{
    /// <inheritdoc/>
    public string Name => "dynamics";

    /// <inheritdoc/>
    public string Formula => "− (own − largest other logit, mean over the epochs), where the upper of two normal densities is the likelier one";

    /// <inheritdoc/>
    public RuleResult Evaluate(Evidence evidence, PurgeOptions options)
    {
        Vectors dynamics = evidence.Dynamics
            ?? throw new CleanerException("the run has no scores/dynamics.npy (margins along the training); train again with this version, or use another rule");
        var score = new float[evidence.Count];
        for (int i = 0; i < score.Length; i++)
        {
            dynamics.CopyRow(i, score.AsSpan(i, 1));
            score[i] = -score[i];
        }

        double threshold = TwoNormals.Fit(score).Threshold();
        return new RuleResult
        {
            Score = score,
            Drop = Array.ConvertAll(score, value => value >= threshold),
            Threshold = threshold,
            Reason = i => string.Create(CultureInfo.InvariantCulture, $"own − other logit {-score[i]:0.00} over the training {(score[i] >= threshold ? "≤" : ">")} {-threshold:0.00}"),
        };
    }
}
