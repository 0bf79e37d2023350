using System.Globalization;
using Cleaner.Manifests;
using Cleaner.Purge.Scoring;

namespace Cleaner.Purge.Suggestions;

/// <summary>Pairs of labels that seem to be one person. Nothing is merged; the images of both stay.</summary>
public static class MergeSuggestions
{
    /// <summary>The kind of the findings.</summary>
    public const string Kind = "merge";

    /// <summary>Least <see cref="Resultant.Similarity"/> of the majorities of the two labels.</summary>
    public const float LeastSimilarity = 0.96f;

    /// <summary>Most by which the similarity may exceed the cosine of the two centroids: beyond it the labels are too small or too mixed to say.</summary>
    public const float MostCorrection = 1.25f;

    /// <summary>Least share of the majorities' samples that is nearer to the other label than to the own one, itself left out (half is chance).</summary>
    public const double LeastOverlap = 0.2;

    /// <summary>Most labels that one label may be paired with: one that looks like many others is one that the model cannot tell apart.</summary>
    public const int MostPartners = 2;

    /// <summary>One finding a pair; score = the similarity.</summary>
    /// <param name="evidence">For ids, names and rows.</param>
    /// <param name="vectors">[N, D], L2-normalised rows that the margins were made from.</param>
    /// <param name="margins">Centroids, near classes and spread.</param>
    public static IEnumerable<Finding> Of(Evidence evidence, Vectors vectors, MarginScores margins)
    {
        List<Finding> found = [.. Enumerable.Range(0, evidence.Classes)
            .AsParallel().AsOrdered()
            .SelectMany(c => margins.Near[c].ToArray().Where(d => d > c && IsCandidate(margins, c, d)).Select(d => Compare(evidence, vectors, margins, c, d)))
            .OfType<Finding>()];
        Dictionary<long, int> partners = found.SelectMany(finding => new[] { finding.IdentityA, finding.IdentityB }).CountBy(id => id).ToDictionary();
        return found.Where(finding => partners[finding.IdentityA] <= MostPartners && partners[finding.IdentityB] <= MostPartners);
    }

    private static bool IsCandidate(MarginScores margins, int c, int d)
    {
        float[] correction = margins.Groups.Spread.Correction;
        return correction[c] * correction[d] <= MostCorrection && Similarity(margins, c, d) >= LeastSimilarity;
    }

    private static float Similarity(MarginScores margins, int c, int d) => Resultant.Similarity(
        VectorMath.Dot(margins.Centroids[c], margins.Centroids[d]), margins.Groups.Spread.Correction[c], margins.Groups.Spread.Correction[d]);

    private static Finding? Compare(Evidence evidence, Vectors vectors, MarginScores margins, int c, int d)
    {
        var a = new SampleGroup(vectors, ClassSpread.CoreOf(vectors, evidence.Groups[c], margins.Centroids[c], evidence.Kept));
        var b = new SampleGroup(vectors, ClassSpread.CoreOf(vectors, evidence.Groups[d], margins.Centroids[d], evidence.Kept));
        double overlap = (double)(Crossing(vectors, a, b) + Crossing(vectors, b, a)) / (a.Rows.Length + b.Rows.Length);
        return overlap < LeastOverlap ? null : new Finding(
            Kind,
            evidence.IdentityIds[c],
            evidence.IdentityIds[d],
            0,
            0,
            Similarity(margins, c, d),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{evidence.NameOf(c)} and {evidence.NameOf(d)} look like one person: similar by {Similarity(margins, c, d):0.00} (one person: 1), {overlap:P0} of their typical images are nearer to the other name"),
            "{}");
    }

    /// <summary>Members of a group that are nearer to the mean of another one than to that of their own, themselves left out.</summary>
    private static int Crossing(Vectors vectors, SampleGroup own, SampleGroup other)
    {
        var row = new float[vectors.Dim];
        return own.Rows.Count(i =>
        {
            vectors.CopyRow(i, row);
            return VectorMath.Dot(row, other.Mean) > own.LeaveOneOut(row);
        });
    }
}
