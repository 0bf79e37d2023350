using System.Numerics;
using System.Runtime.InteropServices;
using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Reports.Gathering;

namespace Cleaner.Reports.Review;

/// <summary>
/// What a run's embeddings say about samples: which images are typical of an identity (nearest to the centroid of those it keeps), and
/// which other identities an image is nearest to. Arrays stay memory mapped. Thread safe.
/// </summary>
internal sealed class FaceNeighbours : IDisposable
{
    /// <summary>Images that a centroid is taken of; more change it little.</summary>
    private const int CentroidSamples = 2000;

    private readonly NpyArray<long> _ids;
    private readonly NpyArray<float> _embeddings;
    private readonly AngleEvidence? _angles;
    private readonly Anchors _anchors;

    private FaceNeighbours(RunFolder run, NpyArray<long> ids, NpyArray<float> embeddings, IdentityIndex index)
    {
        (_ids, _embeddings, _angles) = (ids, embeddings, AngleEvidence.Open(run));
        _anchors = Anchors.Of(run, embeddings, index, Centroid);
    }

    /// <summary>Opens a run, with the identities as they stand; null when it holds no embeddings.</summary>
    /// <exception cref="CleanerException">The arrays do not belong together.</exception>
    public static FaceNeighbours? Open(RunFolder run, IdentityIndex index)
    {
        if (!File.Exists(run.Embeddings) || !File.Exists(run.Ids))
        {
            return null;
        }

        var ids = NpyArray<long>.Open(run.Ids);
        var embeddings = NpyArray<float>.Open(run.Embeddings);
        if (ids.Rows != embeddings.Rows)
        {
            throw new CleanerException($"{run.Path}: ids and embeddings have {ids.Rows} and {embeddings.Rows} rows; embed again");
        }

        return new FaceNeighbours(run, ids, embeddings, index);
    }

    /// <summary>Degrees between a sample and its identity's dominant center, or null.</summary>
    public double? Angle(long sampleId) => _angles is not null && Row(sampleId) is >= 0 and var row ? _angles.Angle(row) : null;

    /// <summary>Samples in the order of their cosine to a centroid, nearest first; those without an embedding come last.</summary>
    /// <param name="samples">The samples to order.</param>
    /// <param name="of">Samples whose mean is the centroid.</param>
    public IReadOnlyList<(long Sample, double Cosine)> ByCentroid(IReadOnlyList<long> samples, IReadOnlyList<long> of) => ByCosine(samples, Centroid(of));

    /// <summary>Samples in the order of their cosine to one sample, nearest first.</summary>
    public IReadOnlyList<(long Sample, double Cosine)> BySample(IReadOnlyList<long> samples, long like) =>
        ByCosine(samples, Row(like) is >= 0 and var row ? _embeddings.Row(row).ToArray() : null);

    /// <summary>The identities whose anchor a sample is nearest to, nearest first.</summary>
    /// <param name="sampleId">The sample.</param>
    /// <param name="wanted">Identities that may be named.</param>
    /// <param name="count">How many.</param>
    public IReadOnlyList<(long Identity, double Cosine)> Nearest(long sampleId, Func<long, bool> wanted, int count) =>
        Row(sampleId) is >= 0 and var row ? _anchors.Nearest(_embeddings.Row(row).ToArray(), wanted, count) : [];

    /// <summary>The identities whose anchor the centroid of some samples is nearest to.</summary>
    public IReadOnlyList<(long Identity, double Cosine)> Nearest(IReadOnlyList<long> samples, Func<long, bool> wanted, int count) =>
        Centroid(samples) is { } centroid ? _anchors.Nearest(centroid, wanted, count) : [];

    public void Dispose()
    {
        _ids.Dispose();
        _embeddings.Dispose();
        _angles?.Dispose();
    }

    /// <summary>Cosine of two vectors of one length.</summary>
    public static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (ab, aa, bb) = (Dot(a, b), Dot(a, a), Dot(b, b));
        return aa > 0 && bb > 0 ? ab / Math.Sqrt(aa * bb) : 0;
    }

    internal static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var va = MemoryMarshal.Cast<float, Vector<float>>(a);
        var vb = MemoryMarshal.Cast<float, Vector<float>>(b);
        var sum = Vector<float>.Zero;
        for (int i = 0; i < va.Length; i++)
        {
            sum += va[i] * vb[i];
        }

        double total = Vector.Sum(sum);
        for (int i = va.Length * Vector<float>.Count; i < a.Length; i++)
        {
            total += a[i] * b[i];
        }

        return total;
    }

    private IReadOnlyList<(long Sample, double Cosine)> ByCosine(IReadOnlyList<long> samples, float[]? target) =>
    [
        .. samples.Select(id => (Sample: id, Row: Row(id)))
            .Select(s => (s.Sample, Cosine: target is null || s.Row < 0 ? double.NaN : Cosine(_embeddings.Row(s.Row), target)))
            .OrderByDescending(s => double.IsNaN(s.Cosine) ? double.NegativeInfinity : s.Cosine).ThenBy(s => s.Sample),
    ];

    private float[]? Centroid(IReadOnlyList<long> samples)
    {
        var sum = new float[_embeddings.Columns];
        int found = 0;
        foreach (long row in samples.Take(CentroidSamples).Select(Row).Where(row => row >= 0))
        {
            Anchors.AddNormalised(sum, _embeddings.Row(row));
            found++;
        }

        return found == 0 ? null : sum;
    }

    /// <summary>Rows lie in the order of their ids.</summary>
    private long Row(long sampleId)
    {
        long low = 0, high = _ids.Rows - 1;
        while (low <= high)
        {
            long middle = (low + high) / 2;
            if (_ids[middle] == sampleId)
            {
                return middle;
            }

            (low, high) = _ids[middle] < sampleId ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }
}
