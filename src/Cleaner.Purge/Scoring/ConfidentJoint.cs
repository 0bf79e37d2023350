namespace Cleaner.Purge.Scoring;

/// <summary>
/// Confident learning: how many samples of each given class show each other class, estimated from predicted probabilities, and which ones.
/// Northcutt, Jiang and Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels" (JAIR 2021); the same as cleanlab's
/// find_label_issues(labels, pred_probs) with its default filter, prune_by_noise_rate. Probabilities are sparse: classes not listed have 0.
/// </summary>
public static class ConfidentJoint
{
    private const double Tolerance = 1e-6, LowestThreshold = 2e-6;
    private const int MinImagesPerClass = 1;

    /// <summary>Which samples cleanlab would report.</summary>
    /// <param name="labels">Given class of each sample.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="probabilities">For each sample its classes of non-zero probability, ascending by class, summing to 1.</param>
    public static bool[] FindIssues(int[] labels, int classes, (int Class, double Share)[][] probabilities)
    {
        double[] thresholds = Thresholds(labels, classes, probabilities);
        Dictionary<int, int>[] joint = Count(labels, classes, probabilities, thresholds);
        var groups = new Grouping(labels, classes);
        Calibrate(joint, groups);
        var issue = new bool[labels.Length];
        for (int c = 0; c < classes; c++)
        {
            if (groups.Size(c) > MinImagesPerClass)
            {
                Prune(groups[c], c, KeepOne(joint[c], c), probabilities, issue);
            }
        }

        for (int i = 0; i < issue.Length; i++)
        {
            issue[i] &= Predicted(probabilities[i], labels[i]) != labels[i];
        }

        return issue;
    }

    /// <summary>P(class) of a sample.</summary>
    public static double ShareOf((int Class, double Share)[] probabilities, int c)
    {
        foreach (var (candidate, share) in probabilities)
        {
            if (candidate == c)
            {
                return share;
            }
        }

        return 0;
    }

    /// <summary>Mean probability of each class over the samples that carry its label.</summary>
    private static double[] Thresholds(int[] labels, int classes, (int Class, double Share)[][] probabilities)
    {
        var sum = new double[classes];
        var count = new int[classes];
        for (int i = 0; i < labels.Length; i++)
        {
            sum[labels[i]] += ShareOf(probabilities[i], labels[i]);
            count[labels[i]]++;
        }

        // A class without samples gets a threshold above every probability.
        return [.. sum.Select((s, c) => count[c] == 0 ? 2 : Math.Max(LowestThreshold, s / count[c]))];
    }

    private static Dictionary<int, int>[] Count(int[] labels, int classes, (int Class, double Share)[][] probabilities, double[] thresholds)
    {
        Dictionary<int, int>[] joint = [.. Enumerable.Range(0, classes).Select(_ => new Dictionary<int, int>())];
        for (int i = 0; i < labels.Length; i++)
        {
            int guess = -1;
            foreach (var (c, share) in probabilities[i])
            {
                // Of several confident classes cleanlab takes the most probable of all classes: that one is confident or ties with one.
                if (share >= thresholds[c] - Tolerance && guess < 0)
                {
                    guess = c;
                }
                else if (share >= thresholds[c] - Tolerance)
                {
                    guess = Predicted(probabilities[i], own: -1);
                    break;
                }

            }

            if (guess >= 0)
            {
                joint[labels[i]][guess] = joint[labels[i]].GetValueOrDefault(guess) + 1;
            }
        }

        for (int c = 0; c < classes; c++)
        {
            joint[c][c] = Math.Max(1, joint[c].GetValueOrDefault(c));
        }

        return joint;
    }

    /// <summary>Scales each given class's counts to the number of its samples, and rounds them to integers with the same sum.</summary>
    private static void Calibrate(Dictionary<int, int>[] joint, Grouping groups)
    {
        for (int c = 0; c < joint.Length; c++)
        {
            int[] shown = [.. joint[c].Keys.Order()];
            double total = joint[c].Values.Sum();
            int[] rounded = RoundKeepingSum([.. shown.Select(k => joint[c][k] / total * groups.Size(c))]);
            joint[c] = shown.Zip(rounded).ToDictionary(pair => pair.First, pair => pair.Second);
        }
    }

    /// <summary>Rounds to integers of the same (rounded) sum: those with the largest remainders give way.</summary>
    internal static int[] RoundKeepingSum(double[] values)
    {
        double[] rounded = Array.ConvertAll(values, value => Math.Round(value, MidpointRounding.ToEven));
        int missing = (int)Math.Round(Math.Round(values.Sum(), MidpointRounding.ToEven) - rounded.Sum());
        int step = Math.Sign(missing);
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i] - rounded[i]).ThenBy(i => i)];
        if (step > 0)
        {
            Array.Reverse(order);
        }

        foreach (int i in order.Take(Math.Abs(missing)))
        {
            rounded[i] += step;
        }

        return Array.ConvertAll(rounded, value => (int)value);
    }

    /// <summary>Raises the count of right labels to one at least, taking it evenly from the others.</summary>
    private static Dictionary<int, int> KeepOne(Dictionary<int, int> counts, int own)
    {
        int lack = Math.Max(0, MinImagesPerClass - counts.GetValueOrDefault(own));
        int others = Math.Max(1, counts.Count(pair => pair.Value != 0) - 1);
        return counts.ToDictionary(
            pair => pair.Key,
            pair => pair.Key == own ? Math.Max(MinImagesPerClass, pair.Value) : (int)Math.Max(0, pair.Value - ((double)lack / others)));
    }

    /// <summary>Marks, for each shown class, as many samples as the joint says: those with the largest P(shown) − P(given).</summary>
    private static void Prune(ReadOnlySpan<int> members, int own, Dictionary<int, int> counts, (int Class, double Share)[][] probabilities, bool[] issue)
    {
        int[] rows = members.ToArray();
        foreach (var (shown, count) in counts)
        {
            if (shown == own || count <= 0)
            {
                continue;
            }

            foreach (int row in rows.OrderByDescending(i => ShareOf(probabilities[i], shown) - ShareOf(probabilities[i], own)).Take(count))
            {
                issue[row] = true;
            }
        }
    }

    /// <summary>The most probable class, the own one winning ties; of others the first.</summary>
    private static int Predicted((int Class, double Share)[] probabilities, int own)
    {
        int best = own;
        double bestShare = own < 0 ? -1 : ShareOf(probabilities, own) + Tolerance;
        foreach (var (c, share) in probabilities)
        {
            if (share > bestShare)
            {
                (best, bestShare) = (c, share);
            }
        }

        return best;
    }
}
