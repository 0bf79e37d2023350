namespace Cleaner.Training.Data;

/// <summary>Parts of a set for cross-validation.</summary>
public static class Folds
{
    /// <summary>The fold of each row, [N], 0 to <paramref name="folds"/> − 1: every identity's images are dealt out evenly, in random order.</summary>
    /// <param name="labels">Class of each row, [N].</param>
    /// <param name="classes">Their number.</param>
    /// <param name="folds">At least 2.</param>
    /// <param name="seed">Of the order.</param>
    public static int[] Deal(ReadOnlySpan<int> labels, int classes, int folds, long seed)
    {
        // Identities begin where the one before ended, so that folds are of one size also where each has few images.
        var counts = new int[classes];
        foreach (var label in labels)
            counts[label]++;
        var next = new int[classes];
        for (var c = 1; c < classes; c++)
            next[c] = (next[c - 1] + counts[c - 1]) % folds;
        var fold = new int[labels.Length];
        foreach (var row in Permutation.Shuffled(labels.Length, seed, 0))
            fold[row] = next[labels[row]]++ % folds;
        return fold;
    }
}
