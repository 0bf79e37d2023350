namespace Cleaner.Purge.Scoring;

/// <summary>
/// Labels that surely belong to another identity, however few there are of them: where a set is nearly clean, no mixture can tell a handful of
/// wrong labels from the hardest right ones by their margin, for both lie far from their own identity. But a hard right label lies far from all
/// of them, while a swapped one lies among another's samples, where hardly any right label comes.
/// </summary>
internal static class SureOthers
{
    /// <summary>The probability that such a label is wrong.</summary>
    public const float Probability = 0.95f;

    /// <summary>It is nearer to the other identity than this share of that identity's own samples.</summary>
    private const double Among = 0.25;

    /// <summary>And nearer than other labels are to the identity nearest to them, those of the whole set and of its own label, by this many robust deviations.</summary>
    private const double Outlying = 5;

    /// <summary>And it is to its own identity as those of the whole set are to the nearest other: above their median by at most so many deviations.</summary>
    private const double Foreign = 2;

    /// <summary>Fewer samples do not show how an identity's samples lie.</summary>
    private const int FewestMembers = 4;

    // From the median absolute deviation to the standard deviation of a normal distribution.
    private const double Consistent = 1.4826;

    /// <summary>Which labels are such.</summary>
    /// <param name="own">[N], cosine to the own centroid, the sample left out.</param>
    /// <param name="other">[N], cosine to the nearest centroid of another identity.</param>
    /// <param name="otherClass">[N], the class of that centroid; −1 none.</param>
    /// <param name="classOfRow">Class of each row.</param>
    /// <param name="groups">The same, the other way round.</param>
    /// <param name="comparable">Whether a row has others of its class.</param>
    /// <param name="right">Whether a label is taken for right, so that it shows how right labels lie.</param>
    public static bool[] Find(float[] own, float[] other, int[] otherClass, int[] classOfRow, Grouping groups, Func<int, bool> comparable, Func<int, bool> right)
    {
        var sure = new bool[own.Length];
        int[] rows = [.. Enumerable.Range(0, own.Length).Where(row => comparable(row) && otherClass[row] >= 0)];
        float[] usualOthers = [.. rows.Where(right).Select(row => other[row])];
        if (usualOthers.Length == 0)
        {
            return sure;
        }

        (double usual, double deviation) = Spread(usualOthers);
        var (among, beyond) = (new Dictionary<int, double>(), new Dictionary<int, double>());
        foreach (int row in rows)
        {
            if (other[row] < usual + (Outlying * deviation) || own[row] > usual + (Foreign * deviation))
            {
                continue;
            }

            sure[row] = other[row] >= Once(among, otherClass[row], AmongMembers) && other[row] >= Once(beyond, classOfRow[row], BeyondNeighbours);
        }

        return sure;

        double AmongMembers(int c) => Right(c, own) is { Length: >= FewestMembers } members ? Quantile(members, Among) : double.PositiveInfinity;

        // Where two identities resemble each other, the right labels of one lie near the other.
        double BeyondNeighbours(int c)
        {
            (double alike, double apart) = Right(c, other) is { Length: > 0 } neighbours ? Spread(neighbours) : (usual, deviation);
            return alike + (Outlying * apart);
        }

        float[] Right(int c, float[] values) => [.. groups[c].ToArray().Where(right).Select(row => values[row])];
    }

    /// <summary>Median, and the deviation from it, by its own median, of a normal distribution.</summary>
    private static (double Median, double Deviation) Spread(float[] values)
    {
        double median = Quantile(values, 0.5);
        return (median, Consistent * Quantile(Array.ConvertAll(values, value => (float)Math.Abs(value - median)), 0.5));
    }

    private static double Once(Dictionary<int, double> known, int c, Func<int, double> compute) =>
        known.TryGetValue(c, out double bar) ? bar : known[c] = compute(c);

    private static double Quantile(float[] values, double share)
    {
        float[] sorted = [.. values];
        Array.Sort(sorted);
        return sorted[(int)(share * (sorted.Length - 1))];
    }
}
