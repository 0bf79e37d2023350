using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;

namespace Cleaner.Reports.Gathering;

/// <summary>
/// The angle of each sample of a run to its identity's dominant center (the one that most of its samples are nearest to; Deng et al.,
/// "Sub-center ArcFace", 2020). Rows are looked up by rising sample id, so that a stream of samples is joined without a table.
/// </summary>
internal sealed class AngleEvidence : IDisposable
{
    private readonly NpyArray<long> _ids;
    private readonly NpyArray<long> _labels;
    private readonly NpyArray<float> _cosines;
    private readonly Dictionary<long, int> _dominant;
    private long _next;

    private AngleEvidence(NpyArray<long> ids, NpyArray<long> labels, NpyArray<float> cosines)
    {
        (_ids, _labels, _cosines) = (ids, labels, cosines);
        _dominant = Dominant(labels, cosines);
    }

    /// <summary>Number of rows.</summary>
    public long Rows => _ids.Rows;

    /// <summary>Opens a run; null when it has no centers.</summary>
    /// <exception cref="CleanerException">The arrays do not belong together.</exception>
    public static AngleEvidence? Open(RunFolder run)
    {
        if (!File.Exists(run.OwnCosines))
        {
            return null;
        }

        var ids = NpyArray<long>.Open(run.Ids);
        var labels = NpyArray<long>.Open(run.Labels);
        var cosines = NpyArray<float>.Open(run.OwnCosines);
        if (ids.Rows != labels.Rows || ids.Rows != cosines.Rows)
        {
            throw new CleanerException($"{run.Path}: ids, labels and own_cosines have {ids.Rows}, {labels.Rows} and {cosines.Rows} rows; score the run again");
        }

        return new AngleEvidence(ids, labels, cosines);
    }

    /// <summary>Starts over from the lowest id.</summary>
    public void Rewind() => _next = 0;

    /// <summary>The row of a sample, or −1. Ids must be asked for in rising order.</summary>
    public long RowOf(long sampleId)
    {
        while (_next < _ids.Rows && _ids[_next] < sampleId)
        {
            _next++;
        }

        return _next < _ids.Rows && _ids[_next] == sampleId ? _next : -1;
    }

    /// <summary>Degrees, 0…180.</summary>
    public double Angle(long row) => Math.Acos(Math.Clamp(_cosines.Row(row)[_dominant[_labels[row]]], -1f, 1f)) * (180 / Math.PI);

    public void Dispose()
    {
        _ids.Dispose();
        _labels.Dispose();
        _cosines.Dispose();
    }

    /// <summary>The dominant center of each identity.</summary>
    internal static Dictionary<long, int> Dominant(NpyArray<long> labels, NpyArray<float> cosines)
    {
        var counts = new Dictionary<long, int[]>();
        for (long row = 0; row < labels.Rows; row++)
        {
            if (!counts.TryGetValue(labels[row], out int[]? count))
            {
                counts[labels[row]] = count = new int[cosines.Columns];
            }

            count[IndexOfMax(cosines.Row(row))]++;
        }

        return counts.ToDictionary(c => c.Key, c => Array.IndexOf(c.Value, c.Value.Max()));
    }

    private static int IndexOfMax(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
