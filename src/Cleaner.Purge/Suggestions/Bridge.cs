namespace Cleaner.Purge.Suggestions;

/// <summary>
/// Whether two groups of a label are joined by images in between, as where one person was taken in two lights, or parted by a gap, as two
/// people are: single-linkage distances, here as similarities.
/// </summary>
public static class Bridge
{
    /// <summary>
    /// The weakest link on the best way from one group to the other over any of the vectors, divided by the weakest link that holds either
    /// group together. Towards 1 and beyond it: joined.
    /// </summary>
    /// <param name="similarity">[n, n] cosines of a label's samples.</param>
    /// <param name="n">Number of samples.</param>
    /// <param name="a">Members of one group; 0 ≤ i &lt; n.</param>
    /// <param name="b">Members of the other.</param>
    public static float Strength(ReadOnlySpan<float> similarity, int n, int[] a, int[] b)
    {
        float between = Widest(similarity, n, [.. Enumerable.Range(0, n)], a, b);
        float within = Math.Min(WeakestLink(similarity, n, a), WeakestLink(similarity, n, b));
        return within > 0 ? between / within : float.PositiveInfinity;
    }

    /// <summary>The smallest similarity in the maximum spanning tree of the members: below it they fall apart; 1 for one member.</summary>
    public static float WeakestLink(ReadOnlySpan<float> similarity, int n, int[] members) => Widest(similarity, n, members, [members[0]], []);

    /// <summary>
    /// Grows from the first set to the most similar vector outside, one at a time (Prim, 1957), until the second set is met or all are in:
    /// the smallest similarity that was stepped over.
    /// </summary>
    private static float Widest(ReadOnlySpan<float> similarity, int n, int[] all, int[] from, int[] to)
    {
        var reach = new Dictionary<int, float>(all.Length);
        foreach (int i in all)
        {
            reach[i] = float.NegativeInfinity;
        }

        float weakest = 1;
        var next = new Queue<int>(from);
        HashSet<int> target = [.. to];
        while (reach.Count > 0)
        {
            int at;
            if (next.Count > 0)
            {
                at = next.Dequeue();
            }
            else
            {
                (at, float link) = reach.MaxBy(pair => pair.Value);
                weakest = Math.Min(weakest, link);
            }

            if (target.Contains(at))
            {
                break;
            }

            reach.Remove(at);
            foreach (int i in reach.Keys)
            {
                reach[i] = Math.Max(reach[i], similarity[(at * n) + i]);
            }
        }

        return weakest;
    }
}
