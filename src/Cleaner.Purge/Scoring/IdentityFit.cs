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
        var fit = new float[rows.Length];
        Array.Fill(fit, float.NegativeInfinity);
        var byClass = new Grouping(classes, _kept.Classes);
        Parallel.For(0, _kept.Classes, c =>
        {
            if (byClass.Size(c) > 0)
            {
                int[] members = Thinned.Evenly(_kept[c].ToArray(), MaxMembers), alike = Thinned.Evenly(_dropped[c].ToArray(), MaxMembers);
                float[] x = Copy(members), y = Copy(alike);
                var vector = new float[_vectors.Dim];
                foreach (int i in byClass[c])
                {
                    int self = Array.BinarySearch(members, rows[i]), among = Array.BinarySearch(alike, rows[i]);
                    _vectors.CopyRow(rows[i], vector);
                    float nearest = LocalSimilarity.Mean(vector, x, self);
                    float company = alike.Length > (among < 0 ? 0 : 1) ? LocalSimilarity.Mean(vector, y, among) : nearest;
                    if (members.Length > (self < 0 ? 0 : 1))
                    {
                        fit[i] = cosine[i] + nearest - (CompanyWeight * Math.Max(0, company - nearest));
                    }
                }
            }
        });
        return fit;
    }

    private float[] Copy(int[] rows)
    {
        var copy = new float[rows.Length * _vectors.Dim];
        _vectors.CopyRows(rows, copy);
        return copy;
    }
}
