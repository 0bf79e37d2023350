using Cleaner.Manifests.Arrays;

namespace Cleaner.Reports.Review;

/// <summary>
/// One direction an identity: the mean of the images that it keeps. Where that would mean reading many gigabytes, the dominant centers of
/// the run stand in (its noisy sub-centers would attract other people's wrong labels).
/// </summary>
internal sealed class Anchors
{
    /// <summary>Elements of an embedding array beyond which it is not read as a whole: 4 GB.</summary>
    private const long MostElements = 1_000_000_000;

    private readonly long[] _identities;
    private readonly float[][] _directions;

    private Anchors(long[] identities, float[][] directions) => (_identities, _directions) = (identities, directions);

    /// <summary>Anchors of the identities that have kept images.</summary>
    /// <param name="run">The run.</param>
    /// <param name="embeddings">Its embeddings.</param>
    /// <param name="index">Who stands where.</param>
    /// <param name="centroid">Sum of the unit embeddings of some samples, or null where none has one.</param>
    public static Anchors Of(RunFolder run, NpyArray<float> embeddings, IdentityIndex index, Func<IReadOnlyList<long>, float[]?> centroid)
    {
        if (embeddings.Length > MostElements && FromCenters(run, embeddings.Columns) is { } centers)
        {
            return centers;
        }

        var means = index.Identities.Select(id => (Id: id, Mean: centroid(index.Of(id).Kept))).Where(m => m.Mean is not null).ToList();
        return new Anchors([.. means.Select(m => m.Id)], [.. means.Select(m => m.Mean!)]);
    }

    /// <summary>The nearest identities by cosine.</summary>
    public IReadOnlyList<(long Identity, double Cosine)> Nearest(float[] direction, Func<long, bool> wanted, int count)
    {
        var best = new PriorityQueue<(long, double), double>();
        for (int i = 0; i < _identities.Length; i++)
        {
            double cosine = FaceNeighbours.Cosine(direction, _directions[i]);
            if ((best.Count < count || best.TryPeek(out _, out double worst) && cosine > worst) && wanted(_identities[i]))
            {
                best.Enqueue((_identities[i], cosine), cosine);
                if (best.Count > count)
                {
                    best.Dequeue();
                }
            }
        }

        return [.. best.UnorderedItems.Select(i => i.Element).OrderByDescending(e => e.Item2)];
    }

    /// <summary>Adds a vector of length 1 in the direction of another.</summary>
    public static void AddNormalised(float[] sum, ReadOnlySpan<float> vector)
    {
        double length = Math.Sqrt(FaceNeighbours.Dot(vector, vector));
        for (int k = 0; length > 0 && k < sum.Length; k++)
        {
            sum[k] += (float)(vector[k] / length);
        }
    }

    private static Anchors? FromCenters(RunFolder run, int dim)
    {
        if (!File.Exists(run.Centers) || !File.Exists(run.Classes) || !File.Exists(run.OwnCosines))
        {
            return null;
        }

        using var classes = NpyArray<long>.Open(run.Classes);
        using var centers = NpyArray<float>.Open(run.Centers);
        using var labels = NpyArray<long>.Open(run.Labels);
        using var cosines = NpyArray<float>.Open(run.OwnCosines);
        if (centers.Columns != dim || classes.Rows == 0 || centers.Rows % classes.Rows != 0)
        {
            return null;
        }

        var dominant = Gathering.AngleEvidence.Dominant(labels, cosines);
        long each = centers.Rows / classes.Rows;
        long[] identities = classes.ToArray();
        return new Anchors(identities, [.. identities.Select((id, c) => centers.Row((c * each) + dominant.GetValueOrDefault(id)).ToArray())]);
    }
}
