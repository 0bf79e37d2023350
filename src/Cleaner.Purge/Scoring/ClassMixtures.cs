namespace Cleaner.Purge.Scoring;

/// <summary>
/// How many labels are wrong, counted in every large identity by a mixture of its own. Where people took some identities for each other,
/// half of one label can be wrong and nothing of another, and neither right nor wrong labels look alike in both: one mixture for all takes
/// the wrong ones of the first for hard images.
/// </summary>
internal static class ClassMixtures
{
    /// <summary>With more large identities than this, so many are drawn: each takes a second.</summary>
    public const int MostFitted = 64;

    /// <summary>The share of the samples of large identities that is called wrong.</summary>
    /// <param name="scores">[N], higher: more likely wrong.</param>
    /// <param name="groups">The samples of each identity; those with fewer than <see cref="SecondHeaps.LeastImages"/> are left out.</param>
    /// <param name="nulls">What random labels of each identity would score.</param>
    /// <param name="skew">What is expected of right labels.</param>
    /// <param name="seed">Of the identities that are drawn.</param>
    public static double Called(ReadOnlySpan<float> scores, Grouping groups, ClassNulls nulls, Skew skew, int seed)
    {
        int[] large = [.. Enumerable.Range(0, groups.Classes).Where(c => groups.Size(c) >= SecondHeaps.LeastImages)];
        if (large.Length > MostFitted)
        {
            new Random(seed).Shuffle(large);
            Array.Resize(ref large, MostFitted);
        }

        double called = 0;
        int seen = 0;
        foreach (int c in large)
        {
            float[] own = groups.Pick(scores, c);
            called += own.Length * NoiseMixture.FitHeld(own, nulls[c], skew).Called(own);
            seen += own.Length;
        }

        return seen == 0 ? 0 : called / seen;
    }
}
