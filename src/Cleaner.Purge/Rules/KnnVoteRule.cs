using System.Globalization;
using Cleaner.Purge.Scoring;

namespace Cleaner.Purge.Rules;

/// <summary>Drop a sample whose nearest samples vote for another identity. Time grows with the square of the number of samples.</summary>
public sealed class KnnVoteRule : IPurgeRule
{
    /// <summary>Number of neighbours that vote.</summary>
    public const int Voters = 10;

    /// <inheritdoc/>
    public string Name => "knn";

    /// <inheritdoc/>
    public string Formula => $"another identity has more votes among the {Voters} nearest samples (weighted by cosine); score = its share − the own one's";

    /// <inheritdoc/>
    public RuleResult Evaluate(Evidence evidence, PurgeOptions options)
    {
        Neighbours neighbours = Neighbours.Find(Vectors.Concatenate(evidence.Snapshots), Voters);
        var score = new float[evidence.Count];
        var winner = new int[evidence.Count];
        for (int i = 0; i < score.Length; i++)
        {
            (score[i], winner[i]) = Lead(neighbours.Votes(i, evidence.ClassOfRow), evidence.ClassOfRow[i]);
        }

        return new RuleResult
        {
            Score = score,
            Drop = Array.ConvertAll(score, lead => lead > 0),
            Threshold = 0,
            Reason = i => string.Create(
                CultureInfo.InvariantCulture,
                $"the {Voters} nearest samples vote {(score[i] > 0 ? $"for {evidence.NameOf(winner[i])}" : "for its own identity")} by {Math.Abs(score[i]):P0}"),
        };
    }

    /// <summary>By how much the strongest other class leads over the own one (negative: the own leads), and which class it is.</summary>
    public static (float Lead, int Other) Lead((int Class, double Share)[] votes, int own)
    {
        double ownShare = 0, best = 0;
        int other = own;
        foreach (var (c, share) in votes)
        {
            if (c == own)
            {
                ownShare = share;
            }
            else if (share > best)
            {
                (best, other) = (share, c);
            }
        }

        return ((float)(best - ownShare), other);
    }
}
