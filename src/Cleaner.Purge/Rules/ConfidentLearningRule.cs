using System.Globalization;
using Cleaner.Purge.Scoring;

namespace Cleaner.Purge.Rules;

/// <summary>
/// cleanlab's default: confident learning on out-of-sample probabilities, here the votes of each sample's nearest other samples.
/// Time grows with the square of the number of samples.
/// </summary>
public sealed class ConfidentLearningRule : IPurgeRule
{
    /// <inheritdoc/>
    public string Name => "confident";

    /// <inheritdoc/>
    public string Formula => $"confident learning (cleanlab's prune_by_noise_rate) on the votes of the {KnnVoteRule.Voters} nearest samples; score = 1 − P(own)";

    /// <inheritdoc/>
    public RuleResult Evaluate(Evidence evidence, PurgeOptions options)
    {
        Neighbours neighbours = Neighbours.Find(Vectors.Concatenate(evidence.Snapshots), KnnVoteRule.Voters);
        (int Class, double Share)[][] probabilities = [.. Enumerable.Range(0, evidence.Count).Select(i => neighbours.Votes(i, evidence.ClassOfRow))];
        float[] score = [.. probabilities.Select((p, i) => (float)(1 - ConfidentJoint.ShareOf(p, evidence.ClassOfRow[i])))];
        bool[] drop = ConfidentJoint.FindIssues(evidence.ClassOfRow, evidence.Classes, probabilities);
        return new RuleResult
        {
            Score = score,
            Drop = drop,
            Threshold = double.NaN,
            Reason = i => string.Create(CultureInfo.InvariantCulture, $"P(own identity) {1 - score[i]:0.00} among the {KnnVoteRule.Voters} nearest samples{(drop[i] ? ", among the least of those that confidently show another" : "")}"),
        };
    }
}
