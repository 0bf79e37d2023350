using Cleaner.Manifests.Arrays;
using Cleaner.Purge.Scoring;

namespace Cleaner.Purge.Suggestions;

/// <summary>A label under which several groups of samples stand that each look like one person.</summary>
/// <param name="Class">The label's class.</param>
/// <param name="Groups">The main group (nearest to the class's centroid) first, then the others, largest first.</param>
public sealed record GroupedLabel(int Class, IReadOnlyList<SampleGroup> Groups);

/// <summary>
/// Labels that hold more than one stable group. A second group is large (<see cref="LeastShare"/> of the label and <see cref="LeastSamples"/>),
/// as tight as identities are, and not another identity of the set: a heap of images of one other identity under a label is noise.
/// </summary>
public sealed class StableGroups
{
    /// <summary>Fewest samples of a group.</summary>
    public const int LeastSamples = 4;

    /// <summary>Smallest share of its label that a group may be.</summary>
    public const double LeastShare = 0.15;

    /// <summary>From this <see cref="Resultant.Similarity"/> to another identity on, a group is taken for that identity.</summary>
    public const float SameIdentity = 0.9f;

    /// <summary>
    /// How many times as widely as the main group another one may scatter (1 − mean cosine over the pairs). Where training has drawn a label's
    /// images together by heart, what it could not draw in is no person of its own.
    /// </summary>
    public const float MostScatter = 4;

    /// <summary>Share of the fitting samples that lie farther from their centroid than a group reaches.</summary>
    private const double FringeShare = 0.1;

    private const int BlockRows = 192;

    private StableGroups(ClassSpread spread, GroupedLabel[] labels) => (Spread, Labels) = (spread, labels);

    /// <summary>How tight the identities are.</summary>
    public ClassSpread Spread { get; }

    /// <summary>The labels with two or more groups, by class.</summary>
    public IReadOnlyList<GroupedLabel> Labels { get; }

    /// <summary>Looks into every label.</summary>
    /// <param name="vectors">[N, D], L2-normalised rows.</param>
    /// <param name="groups">The rows of each class.</param>
    /// <param name="centroids">One a class.</param>
    /// <param name="index">The same centroids.</param>
    /// <param name="other">The nearest other centroid of every sample.</param>
    /// <param name="spread">How tight the identities are.</param>
    internal static StableGroups Find(Vectors vectors, Grouping groups, ClassCentroids centroids, CentroidIndex index, NearestOther other, ClassSpread spread)
    {
        float cut = Reach(centroids.Own, other.Cosine);
        var candidates = new List<SampleGroup>?[groups.Classes];
        Parallel.For(0, groups.Classes, c => candidates[c] = Candidates(vectors, groups[c], centroids[c], cut, spread.Tight));
        Compare(candidates, vectors.Dim, index, spread);
        return new StableGroups(spread, [.. Enumerable.Range(0, groups.Classes).Select(c => Accept(c, candidates[c])).OfType<GroupedLabel>()]);
    }

    /// <summary>Replaces the cosine to the own centroid by that to the nearest of the label's groups, the sample left out, where that is larger.</summary>
    /// <param name="vectors">[N, D], L2-normalised rows.</param>
    /// <param name="groups">The rows of each class.</param>
    /// <param name="own">[N].</param>
    public void Adopt(Vectors vectors, Grouping groups, float[] own)
    {
        var row = new float[vectors.Dim];
        foreach (GroupedLabel label in Labels)
        {
            var groupOf = label.Groups.SelectMany(group => group.Rows.Select(i => (i, group))).ToDictionary();
            foreach (int i in groups[label.Class])
            {
                vectors.CopyRow(i, row);
                foreach (SampleGroup group in label.Groups)
                {
                    bool member = groupOf.TryGetValue(i, out SampleGroup? its) && its == group;
                    own[i] = Math.Max(own[i], member ? group.LeaveOneOut(row) : VectorMath.Dot(row, group.Mean));
                }
            }
        }
    }

    private static float Reach(float[] own, float[] other)
    {
        float[] fitting = [.. own.Where((cosine, i) => cosine > other[i]).Order()];
        return fitting.Length == 0 ? 1 : fitting[(int)(FringeShare * fitting.Length)];
    }

    /// <summary>The tight groups of a label, the main one first; null where there are not two.</summary>
    private static List<SampleGroup>? Candidates(Vectors vectors, ReadOnlySpan<int> members, ReadOnlySpan<float> centroid, float cut, float tight)
    {
        int[] rows = DenseGroups.Thin(members.ToArray());
        int fewest = Math.Max(LeastSamples, (int)Math.Ceiling(LeastShare * rows.Length));
        if (rows.Length < 2 * fewest)
        {
            return null;
        }

        var x = new float[rows.Length * vectors.Dim];
        vectors.CopyRows(rows, x);
        var found = DenseGroups.Find(x, vectors.Dim, cut, fewest);
        if (found.Count < 2)
        {
            return null;
        }

        SampleGroup[] groups = [.. found.Select(group => new SampleGroup(vectors, Array.ConvertAll(group.Members, i => rows[i])))];
        SampleGroup main = groups[0];
        foreach (SampleGroup group in groups)
        {
            main = VectorMath.Dot(group.Mean, centroid) > VectorMath.Dot(main.Mean, centroid) ? group : main;
        }

        float least = 1 - (MostScatter * (1 - main.Within));
        List<SampleGroup> tightOnes = [main, .. groups.Where(group => group != main && group.Within >= least && group.Core(vectors).Within >= tight)];
        if (tightOnes.Count < 2)
        {
            return null;
        }

        var similarity = new float[rows.Length * rows.Length];
        MatrixProduct.Multiply(x, rows.Length, x, rows.Length, vectors.Dim, similarity);
        foreach (SampleGroup group in tightOnes.Skip(1))
        {
            group.BridgeToMain = Bridge.Strength(similarity, rows.Length, Places(main, rows), Places(group, rows));
        }

        return tightOnes;
    }

    private static int[] Places(SampleGroup group, int[] rows) => Array.ConvertAll(group.Rows, row => Array.BinarySearch(rows, row));

    /// <summary>Compares the groups beside the main ones with the centroids of all other classes.</summary>
    private static void Compare(List<SampleGroup>?[] candidates, int dim, CentroidIndex index, ClassSpread spread)
    {
        (int Class, SampleGroup Group)[] all = [.. candidates.SelectMany((groups, c) => groups is null ? [] : groups.Skip(1).Select(group => (c, group)))];
        Parallel.ForEach(all.Chunk(BlockRows), chunk =>
        {
            var block = new float[chunk.Length * dim];
            for (int i = 0; i < chunk.Length; i++)
            {
                chunk[i].Group.Mean.CopyTo(block.AsSpan(i * dim));
            }

            index.Scan(block, chunk.Length, index.NewBuffers(chunk.Length), (chosen, classes, cosine, stride) =>
            {
                for (int i = 0; i < chosen.Length; i++)
                {
                    var (own, group) = chunk[chosen[i]];
                    for (int j = 0; j < classes.Length; j++)
                    {
                        float similarity = Resultant.Similarity(cosine[(i * stride) + j], group.Correction, spread.Correction[classes[j]]);
                        if (classes[j] != own && similarity > group.OtherSimilarity)
                        {
                            (group.OtherSimilarity, group.OtherClass) = (similarity, classes[j]);
                        }
                    }
                }
            });
        });
    }

    private static GroupedLabel? Accept(int c, List<SampleGroup>? groups)
    {
        List<SampleGroup>? own = groups is null ? null : [groups[0], .. groups.Skip(1).Where(group => group.OtherSimilarity < SameIdentity)];
        return own is { Count: > 1 } ? new GroupedLabel(c, own) : null;
    }
}
