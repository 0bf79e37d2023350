namespace Cleaner.Purge.Scoring;

/// <summary>A sample under a label put on at random.</summary>
/// <param name="Row">The sample.</param>
/// <param name="Label">The class of that label.</param>
/// <param name="Stranger">Whether its true identity is taken out of the others.</param>
/// <param name="Margin">In the unit of <see cref="MarginScores.Combine"/>.</param>
public readonly record struct NullDraw(int Row, int Label, bool Stranger, float Margin);

/// <summary>
/// What wrong labels would score: samples that fit their label get another one at random and are scored under it, once with their true
/// identity among the others (closed-set noise), once without it (a stranger, open-set noise).
/// </summary>
public static class PermutationNull
{
    /// <summary>Most labels put on at random.</summary>
    public const int MaxDraws = 4096;

    private const int MaxReferenceRows = 512;

    /// <summary>Draws the scores.</summary>
    /// <param name="vectors">[N, D], L2-normalised rows.</param>
    /// <param name="classOfRow">Class of each row.</param>
    /// <param name="groups">The rows of each class.</param>
    /// <param name="margins">How the samples stand under their own labels.</param>
    /// <param name="near">Classes that a random label is not taken from: they may be the same person.</param>
    /// <param name="seed">Of the draws.</param>
    /// <returns>Empty where there are no two classes to tell apart.</returns>
    public static NullDraw[] Draw(Vectors vectors, int[] classOfRow, Grouping groups, MarginScores margins, NearClasses near, int seed)
    {
        int[] fitting = [.. Enumerable.Range(0, classOfRow.Length).Where(i => margins.Other[i] < margins.Own[i])];
        var random = new Random(seed);
        var scores = new List<NullDraw>(2 * MaxDraws);
        var row = new float[vectors.Dim];
        int draws = fitting.Length == 0 ? 0 : MaxDraws;
        for (int draw = 0; draw < draws; draw++)
        {
            int i = fitting[random.Next(fitting.Length)];
            int wrong = random.Next(groups.Classes);
            if (!margins.Centroids.IsFitted[wrong] || near.Contains(classOfRow[i], wrong))
            {
                continue;
            }

            vectors.CopyRow(i, row);
            float own = VectorMath.Dot(row, margins.Centroids[wrong]);
            float ownNearest = LocalSimilarity.Mean(row, Reference(vectors, groups[wrong], margins.Company.Reference));
            scores.Add(new NullDraw(i, wrong, Stranger: false, MarginScores.Combine(own, margins.Own[i], ownNearest, Math.Max(margins.OwnNearest[i], margins.OtherNearest[i]))));
            if (margins.OtherClass[i] >= 0 && !near.Contains(wrong, margins.OtherClass[i]))
            {
                scores.Add(new NullDraw(i, wrong, Stranger: true, MarginScores.Combine(own, margins.Other[i], ownNearest, margins.OtherNearest[i])));
            }
        }

        return [.. scores];
    }

    private static float[] Reference(Vectors vectors, ReadOnlySpan<int> members, bool[]? kept)
    {
        ReadOnlySpan<int> references = kept is null ? members : Array.FindAll(members.ToArray(), row => kept[row]);
        ReadOnlySpan<int> rows = references[..Math.Min(references.Length, MaxReferenceRows)];
        var x = new float[rows.Length * vectors.Dim];
        vectors.CopyRows(rows, x);
        return x;
    }
}
