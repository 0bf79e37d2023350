namespace Cleaner.Purge.Scoring;

/// <summary>
/// How well samples fit an identity that they may belong to: cosine to the centroid of what was kept of it, plus the mean cosine to the nearest
/// of its kept samples, less twice what dropped samples that would get the same name are nearer than those: the pictures of a stranger
/// resemble each other more than the identity that they resemble most.
/// </summary>
internal sealed class IdentityFit
{
    /// <summary>What company among the dropped counts against a sample.</summary>
    public const float CompanyWeight = 2;

    /// <summary>Of more kept or dropped samples of an identity an even choice is compared with.</summary>
    private const int MaxMembers = 2048;

    private readonly Vectors _vectors;
    private readonly Grouping _kept, _dropped;

    /// <param name="vectors">[N, D], L2-normalised rows.</param>
    /// <param name="kept">The kept rows of each class.</param>
    /// <param name="dropped">The dropped rows, by the class that they would get.</param>
    public IdentityFit(Vectors vectors, Grouping kept, Grouping dropped) => (_vectors, _kept, _dropped) = (vectors, kept, dropped);

    /// <summary>The fit of rows to classes.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="classes">For each the class; −1 none.</param>
    /// <param name="cosine">For each the cosine to the centroid of that class, the row itself left out.</param>
    /// <returns>For each the fit; −∞ where there is no class, or nothing kept of it but the row itself.</returns>
    public float[] Of(int[] rows, int[] classes, float[] cosine)
    {
        float[] nearest = LocalSimilarity.ToClasses(_vectors, _kept, rows, classes, MaxMembers);
        float[] company = LocalSimilarity.ToClasses(_vectors, _dropped, rows, classes, MaxMembers);
        return [.. rows.Select((_, i) => float.IsNaN(nearest[i]) ? float.NegativeInfinity : cosine[i] + nearest[i] - (CompanyWeight * Excess(i)))];

        // 0 without company: NaN is larger than nothing.
        float Excess(int i) => company[i] > nearest[i] ? company[i] - nearest[i] : 0;
    }
}
