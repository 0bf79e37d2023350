namespace Cleaner.Purge.Scoring;

/// <summary>
/// Identities of a few images: a wrong one among them makes the right ones look wrong too, since they are compared with it. Of two images that
/// do not agree, one may well be right. So what was found wrong is no longer compared with, and all are judged once more.
/// </summary>
internal static class SmallIdentities
{
    /// <summary>In an identity of more images a robust centroid is not led astray by what is wrong.</summary>
    public const int MostImages = 8;

    /// <summary>
    /// Whether the rank of a row's label tells anything. A network that learns from one to four images of an identity hardly knows it, and right
    /// labels rank there as random ones do: where most identities are such, only the largest count, those that hold half of the samples.
    /// </summary>
    /// <param name="groups">The rows of each class.</param>
    /// <param name="classOfRow">Class of each row.</param>
    /// <param name="company">Which rows have any others to be compared with.</param>
    public static Func<int, bool> Ranked(Grouping groups, int[] classOfRow, Company company)
    {
        if (ModelQuality.ShareWithEnough(groups) >= ModelQuality.LeastWithEnough)
        {
            return company.Has;
        }

        int[] sizes = [.. Enumerable.Range(0, groups.Rows).Where(company.Has).Select(row => groups.Size(classOfRow[row])).Order()];
        int least = sizes.Length == 0 ? 0 : sizes[sizes.Length / 2];
        return row => company.Has(row) && groups.Size(classOfRow[row]) >= least;
    }

    /// <summary>
    /// Which rows are still compared with: of a small identity those that are more likely right than wrong, or, where there are none, the one that
    /// is the least likely wrong. Null where that is all of them.
    /// </summary>
    /// <param name="groups">The rows of each class.</param>
    /// <param name="score">[N], higher: more likely wrong.</param>
    /// <param name="isWrong">Whether a row is more likely wrong than right.</param>
    public static bool[]? Trusted(Grouping groups, float[] score, Func<int, bool> isWrong)
    {
        var trusted = new bool[groups.Rows];
        Array.Fill(trusted, true);
        foreach (int c in Enumerable.Range(0, groups.Classes).Where(c => groups.Size(c) <= MostImages))
        {
            int[] wrong = Array.FindAll(groups[c].ToArray(), row => isWrong(row));
            foreach (int row in wrong)
            {
                trusted[row] = false;
            }

            if (wrong.Length > 0 && wrong.Length == groups.Size(c))
            {
                trusted[wrong.MinBy(row => score[row])] = true;
            }
        }

        return trusted.Contains(false) ? trusted : null;
    }
}
