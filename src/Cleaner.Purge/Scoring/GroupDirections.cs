using Cleaner.Manifests.Arrays;

namespace Cleaner.Purge.Scoring;

/// <summary>Spherical k-means over centroids: groups of classes that lie in the same direction.</summary>
internal sealed class GroupDirections
{
    private readonly ClassCentroids _centroids;
    private readonly int[] _classes;
    private readonly float[][] _directions;

    /// <param name="centroids">One a class.</param>
    /// <param name="classes">The classes to group.</param>
    /// <param name="groups">Number of groups; begun at evenly spaced classes.</param>
    public GroupDirections(ClassCentroids centroids, int[] classes, int groups)
    {
        _centroids = centroids;
        _classes = classes;
        _directions = [.. Enumerable.Range(0, groups).Select(g => centroids[classes[(long)g * classes.Length / groups]].ToArray())];
    }

    /// <summary>Fits the directions to an even sample of the classes, and assigns every class to its nearest.</summary>
    public List<int>[] Fit(int trainingRowsPerGroup, int iterations)
    {
        int step = Math.Max(1, _classes.Length / (trainingRowsPerGroup * _directions.Length));
        int[] sample = [.. _classes.Where((_, i) => i % step == 0)];
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            Recentre(Assign(sample));
        }

        return Assign(_classes);
    }

    /// <summary>The directions, packed for products.</summary>
    public PackedRows Packed()
    {
        var packed = new PackedRows(_directions.Length, _centroids.Dim);
        for (int g = 0; g < _directions.Length; g++)
        {
            packed.Set(g, _directions[g]);
        }

        return packed;
    }

    private List<int>[] Assign(int[] classes)
    {
        using PackedRows packed = Packed();
        var nearest = new int[classes.Length];
        Parallel.ForEach(Enumerable.Range(0, classes.Length).Chunk(PackedRows.PanelRows * 12), chunk =>
        {
            var block = new float[chunk.Length * _centroids.Dim];
            var cosine = new float[chunk.Length * packed.Rows];
            for (int i = 0; i < chunk.Length; i++)
            {
                _centroids[classes[chunk[i]]].CopyTo(block.AsSpan(i * _centroids.Dim));
            }

            packed.Multiply(block, [.. Enumerable.Range(0, chunk.Length)], 0, packed.Rows, cosine);
            for (int i = 0; i < chunk.Length; i++)
            {
                nearest[chunk[i]] = DominantCenters.ArgMax(cosine.AsSpan(i * packed.Rows, _directions.Length));
            }
        });

        List<int>[] groups = [.. _directions.Select(_ => new List<int>())];
        for (int i = 0; i < classes.Length; i++)
        {
            groups[nearest[i]].Add(classes[i]);
        }

        return groups;
    }

    /// <summary>A direction that no class is nearest to stays where it is.</summary>
    private void Recentre(List<int>[] groups) => Parallel.For(0, groups.Length, g =>
    {
        if (groups[g].Count == 0)
        {
            return;
        }

        float[] sum = new float[_centroids.Dim];
        foreach (int c in groups[g])
        {
            VectorMath.Add(sum, _centroids[c]);
        }

        VectorMath.Normalize(sum);
        _directions[g] = sum;
    });
}
