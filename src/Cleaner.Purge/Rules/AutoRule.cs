using System.Globalization;
using Cleaner.Manifests;
using Cleaner.Purge.Scoring;

namespace Cleaner.Purge.Rules;

/// <summary>
/// Drops a sample that is more likely labelled wrongly than rightly (or as likely as <see cref="PurgeOptions.Probability"/> asks, or among
/// as many as <see cref="PurgeOptions.Noise"/> says): its margin to the robust centroids and nearest samples of its own and of other
/// identities (<see cref="MarginScores"/>) with that of the logits along the training, and of networks that have not seen it (<see cref="FusedScore"/>), judged by a mixture tied to
/// a permutation null (<see cref="NoiseMixture"/>). The threshold follows the set: without noise nearly nothing goes, with much noise more does.
/// Whatever it is, what lies among another identity's samples, where hardly any right label comes, goes too (<see cref="SureOthers"/>).
/// </summary>
public sealed class AutoRule : IPurgeRule
{
    /// <inheritdoc/>
    public string Name => PurgeOptions.AutoRule;

    /// <inheritdoc/>
    public string Formula => "(other − own cosine to the identities' centroids + to the nearest samples) + (largest other − own logit, mean over the epochs, of networks trained on the set) + up to twice (largest other − own cosine to the centers of networks that were not trained on the sample), each in deviations from the mode, less what the identity as a whole is harder, where a wrong label is the likelier one, or where it surely lies among another identity's samples, unless --probability or --noise say otherwise";

    /// <inheritdoc/>
    public RuleResult Evaluate(Evidence evidence, PurgeOptions options)
    {
        MarginScores scores = evidence.Margins(options.Seed);
        NoiseMixture mixture = scores.Mixture
            ?? throw new CleanerException("no two identities can be told apart by the embeddings; train longer or on more identities, or use --rule angle");
        double threshold = options.Noise is { } share ? scores.Expect(share, scores.Company.Has) : mixture.Threshold(options.LeastProbability);
        var drop = new bool[evidence.Count];
        var probability = new float[evidence.Count];
        for (int i = 0; i < drop.Length; i++)
        {
            probability[i] = scores.Probability(i);
            bool isSure = scores.ShowsAnother[i] && options.Noise is null && probability[i] >= options.LeastProbability;
            drop[i] = (scores.Score[i] >= threshold || isSure) && scores.Company.Has(i);
        }

        return new RuleResult
        {
            Score = scores.Score,
            Drop = drop,
            Threshold = threshold,
            Reason = i => Describe(evidence, scores, i, drop[i], probability[i]),
        };
    }

    private static string Describe(Evidence evidence, MarginScores scores, int i, bool dropped, float probability)
    {
        if (!scores.Company.Has(i))
        {
            return evidence.Groups.Size(evidence.ClassOfRow[i]) == 1
                ? "the only image of its identity: nothing to compare it with"
                : "no other image of its identity seems right: nothing to compare it with";
        }

        string other = scores.OtherClass[i] < 0 ? "none" : $"{evidence.NameOf(scores.OtherClass[i])} {Number(scores.Other[i])}";
        string verdict = scores.Cleared[i] ? "too dark or too bright to tell"
            : !dropped ? "fits its identity"
            : scores.Other[i] > scores.Own[i] ? "shows another identity"
            : "unlike its identity";
        return string.Create(CultureInfo.InvariantCulture, $"{verdict}: cosine to its own {Number(scores.Own[i])}, nearest other {other}; wrong with probability {probability:0.###}");
    }

    private static string Number(float value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
