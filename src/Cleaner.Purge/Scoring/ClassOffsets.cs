namespace Cleaner.Purge.Scoring;

/// <summary>
/// How much harder than usual an identity is as a whole. What a label is put on most holds its right samples, whatever the noise: where even
/// the best of them score far above those of other identities, the identity resembles another one (a shirt and a coat), and its score says
/// nothing of single labels. What goes beyond the usual spread of identities is taken off; within it, nothing is.
/// </summary>
public static class ClassOffsets
{
    /// <summary>Deviations of right labels within which identities differ by themselves.</summary>
    public const float Usual = 2.25f;

    /// <summary>An identity is placed by the score below which this share of its samples lies: right ones, where at least twice as many are right.</summary>
    public const double Best = 0.15;

    private const int FewestImages = 4;

    /// <summary>What to take off the scores of each class.</summary>
    /// <param name="scores">[N], in deviations of right labels; higher: more likely wrong.</param>
    /// <param name="groups">The samples of each class.</param>
    /// <returns>[C]; 0 for most.</returns>
    public static float[] Find(ReadOnlySpan<float> scores, Grouping groups)
    {
        var offsets = new float[groups.Classes];
        var places = new List<(float Place, int Class)>();
        for (int c = 0; c < groups.Classes; c++)
        {
            if (groups.Size(c) >= FewestImages)
            {
                places.Add((PlaceOf(groups.Pick(scores, c)), c));
            }
        }

        float usual = Median(places, groups);
        foreach (var (place, c) in places)
        {
            float off = place - usual;
            offsets[c] = MathF.Sign(off) * Math.Max(0, Math.Abs(off) - Usual);
        }

        return offsets;
    }

    private static float PlaceOf(float[] sorted)
    {
        Array.Sort(sorted);
        double at = Best * (sorted.Length - 1);
        int below = (int)at;
        return sorted[below] + ((float)(at - below) * (sorted[below + 1] - sorted[below]));
    }

    // Every class weighs as much as it has samples.
    private static float Median(List<(float Place, int Class)> places, Grouping groups)
    {
        places.Sort();
        long half = places.Sum(place => (long)groups.Size(place.Class)) / 2, held = 0;
        foreach (var (place, c) in places)
        {
            held += groups.Size(c);
            if (held >= half)
            {
                return place;
            }
        }

        return 0;
    }
}
