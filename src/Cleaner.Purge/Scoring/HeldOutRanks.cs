namespace Cleaner.Purge.Scoring;

/// <summary>
/// The ranks of the labels by networks that were not trained on their samples (<see cref="Evidence.HeldOutRanks"/>). These have learned no label of
/// them by heart, so that no wrong one is hidden; but they know hard right labels less. Those get rarer from bar to bar and wrong ones do not, so
/// they count as far as they are spread evenly.
/// </summary>
internal static class HeldOutRanks
{
    /// <summary>
    /// The part of the wrong labels, 0 to 1, that the run's own network has learned by heart: as many labels agree with its centers beyond those
    /// that can be right, by what the held-out networks show. 0 where they show none.
    /// </summary>
    public static double ByHeart(Evidence evidence)
    {
        double wrong = Of(evidence, _ => true).Middle;
        return wrong <= 0 || evidence.TrainingAccuracy() is not { } agreement ? 0 : Math.Clamp((agreement + wrong - 1) / wrong, 0, 1);
    }

    /// <summary>Counts them; nothing is shown where there are none.</summary>
    /// <param name="evidence">The samples.</param>
    /// <param name="comparable">Whether a row has others of its class.</param>
    public static RankShare Of(Evidence evidence, Func<int, bool> comparable)
    {
        if (evidence.HeldOutRanks is not { } ranks)
        {
            return default;
        }

        int others = evidence.Classes - 1;
        var counted = new List<(int Nearer, int Others)>();
        var rank = new float[1];
        for (int row = 0; row < evidence.Count; row++)
        {
            ranks.CopyRow(row, rank);
            if (comparable(row) && float.IsFinite(rank[0]))
            {
                counted.Add(((int)Math.Round(rank[0] * others), others));
            }
        }

        return others < RankShare.LeastOthers ? default : RankShare.Of([.. counted], others);
    }
}
