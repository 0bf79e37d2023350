using Cleaner.Manifests.Arrays;

namespace Cleaner.Purge.Scoring;

/// <summary>
/// The centroids of all classes, packed for the matrix product. Where comparing every vector with every centroid is affordable, that is
/// what happens; beyond <see cref="ExactProducts"/> the centroids lie in groups around √C directions (an inverted file, as in Jégou et al.,
/// "Searching in one billion vectors", 2011) and a vector is compared with the groups nearest to it. What is much nearer than chance is found all the same; among
/// centroids that are all far away, the one found may be a little farther than the farthest of them.
/// </summary>
internal sealed class CentroidIndex : IDisposable
{
    /// <summary>Up to this many multiplications everything is compared with everything (about 30 s on 2 cores).</summary>
    public const double ExactProducts = 2.5e12;

    /// <summary>Share of the groups that a vector is compared with beyond that.</summary>
    public const double ProbedShare = 0.1;

    private const int MinProbes = 16, TileClasses = 1024, Iterations = 6, TrainingRowsPerGroup = 48;

    private readonly PackedRows _rows;
    private readonly Group[] _groups;
    private readonly PackedRows? _directions;
    private readonly int _probes;

    private CentroidIndex(ClassCentroids centroids, List<int>[] groups, PackedRows? directions)
    {
        _groups = new Group[groups.Length];
        _directions = directions;
        _probes = directions is null ? groups.Length : Math.Min(groups.Length, Math.Max(MinProbes, (int)(ProbedShare * groups.Length)));
        _rows = new PackedRows(groups.Sum(group => Padded(group.Count)), centroids.Dim);
        int next = 0;
        for (int g = 0; g < groups.Length; g++)
        {
            _groups[g] = new Group(next, Padded(groups[g].Count), [.. groups[g]]);
            for (int i = 0; i < groups[g].Count; i++)
            {
                _rows.Set(next + i, centroids[groups[g][i]]);
            }

            next += _groups[g].Padded;
        }
    }

    /// <summary>Receives the cosines of the chosen vectors of a block to the classes of a tile: [chosen, stride] row-major.</summary>
    public delegate void Visitor(ReadOnlySpan<int> chosen, ReadOnlySpan<int> classes, ReadOnlySpan<float> cosine, int stride);

    /// <summary>Whether every vector is compared with every centroid.</summary>
    public bool IsExact => _directions is null;

    /// <summary>Packs the centroids of the classes that have one.</summary>
    /// <param name="centroids">One a class.</param>
    /// <param name="queries">Number of vectors that will be compared, N.</param>
    /// <param name="exactProducts">Up to how many multiplications all are compared.</param>
    public static CentroidIndex Build(ClassCentroids centroids, long queries, double exactProducts = ExactProducts)
    {
        int[] fitted = [.. Enumerable.Range(0, centroids.IsFitted.Length).Where(c => centroids.IsFitted[c])];
        if ((double)queries * fitted.Length * centroids.Dim <= exactProducts || fitted.Length < 2 * TileClasses)
        {
            return new CentroidIndex(centroids, [.. fitted.Chunk(TileClasses).Select(chunk => chunk.ToList())], null);
        }

        var directions = new GroupDirections(centroids, fitted, (int)Math.Sqrt(fitted.Length));
        return new CentroidIndex(centroids, directions.Fit(TrainingRowsPerGroup, Iterations), directions.Packed());
    }

    /// <summary>Buffers for <see cref="Scan"/>, one a thread.</summary>
    public Buffers NewBuffers(int blockRows) => new(
        new float[blockRows * Math.Max(_groups.Length == 0 ? 0 : _groups.Max(group => group.Padded), _directions?.Rows ?? 0)],
        new bool[_directions is null ? 0 : blockRows * _groups.Length],
        new int[blockRows]);

    /// <summary>Compares a block of vectors with the centroids.</summary>
    /// <param name="block">[count, D], L2-normalised rows.</param>
    /// <param name="count">Number of vectors.</param>
    /// <param name="buffers">Of this thread.</param>
    /// <param name="visit">Called for each tile, with the vectors that are compared with it.</param>
    public void Scan(ReadOnlySpan<float> block, int count, Buffers buffers, Visitor visit)
    {
        if (_directions is not null)
        {
            ChooseProbes(block, count, buffers);
        }

        for (int g = 0; g < _groups.Length; g++)
        {
            Group group = _groups[g];
            int chosen = 0;
            for (int i = 0; i < count; i++)
            {
                if (_directions is null || buffers.Probed[(i * _groups.Length) + g])
                {
                    buffers.Chosen[chosen++] = i;
                }
            }

            if (chosen > 0 && group.Classes.Length > 0)
            {
                ReadOnlySpan<int> rows = buffers.Chosen.AsSpan(0, chosen);
                _rows.Multiply(block, rows, group.First, group.Padded, buffers.Cosine);
                visit(rows, group.Classes, buffers.Cosine, group.Padded);
            }
        }
    }

    public void Dispose()
    {
        _rows.Dispose();
        _directions?.Dispose();
    }

    private void ChooseProbes(ReadOnlySpan<float> block, int count, Buffers buffers)
    {
        for (int i = 0; i < count; i++)
        {
            buffers.Chosen[i] = i;
        }

        int stride = _directions!.Rows;
        _directions.Multiply(block, buffers.Chosen.AsSpan(0, count), 0, stride, buffers.Cosine);
        var sorted = new float[_groups.Length];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> cosine = buffers.Cosine.AsSpan(i * stride, _groups.Length);
            cosine.CopyTo(sorted);
            Array.Sort(sorted);
            float bar = sorted[^_probes];
            for (int g = 0; g < _groups.Length; g++)
            {
                buffers.Probed[(i * _groups.Length) + g] = cosine[g] >= bar;
            }
        }
    }

    private static int Padded(int rows) => (rows + PackedRows.PanelRows - 1) / PackedRows.PanelRows * PackedRows.PanelRows;

    /// <summary>What one thread needs.</summary>
    internal sealed record Buffers(float[] Cosine, bool[] Probed, int[] Chosen);

    private readonly record struct Group(int First, int Padded, int[] Classes);
}
