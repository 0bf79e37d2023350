using System.Numerics;
using Cleaner.Manifests;

namespace Cleaner.Evaluation;

/// <summary>Gives the numbers of one row as they are stored.</summary>
internal delegate ReadOnlySpan<float> RowReader(int row);

/// <summary>Labelled embeddings, in memory or mapped from the files of a folder; rows are handed out L2-normalised.</summary>
public sealed class EmbeddingSet : IDisposable
{
    private readonly RowReader _row;
    private readonly IDisposable? _file;
    private readonly ReadOnlyMemory<long> _ids;
    private readonly ReadOnlyMemory<long> _labels;

    internal EmbeddingSet(string name, int dim, ReadOnlyMemory<long> ids, ReadOnlyMemory<long> labels, RowReader row, IDisposable? file)
    {
        (Name, Dim, _ids, _labels, _row, _file) = (name, dim, ids, labels, row, file);
    }

    /// <summary>What to call the set in tables and errors.</summary>
    public string Name { get; }

    /// <summary>Width of one embedding.</summary>
    public int Dim { get; }

    /// <summary>Number of embeddings.</summary>
    public int Count => _labels.Length;

    /// <summary>Sample id of each row.</summary>
    public ReadOnlySpan<long> Ids => _ids.Span;

    /// <summary>Identity of each row.</summary>
    public ReadOnlySpan<long> Labels => _labels.Span;

    /// <summary>Wraps arrays; the sample ids are the row numbers.</summary>
    public static EmbeddingSet FromMemory(string name, ReadOnlyMemory<float> embeddings, int dim, ReadOnlyMemory<long> labels)
    {
        if (dim < 1 || embeddings.Length != (long)labels.Length * dim)
        {
            throw new ArgumentException($"{labels.Length} labels and width {dim} do not fit {embeddings.Length} numbers", nameof(embeddings));
        }

        var ids = new long[labels.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = i;
        }

        return new EmbeddingSet(name, dim, ids, labels, row => embeddings.Span.Slice(row * dim, dim), null);
    }

    /// <summary>Copies one embedding, divided by its length; a zero vector stays zero.</summary>
    /// <exception cref="CleanerException">The embedding holds a NaN or an infinity.</exception>
    public void CopyNormalised(int row, Span<float> to)
    {
        var from = _row(row);
        float squares = SumOfSquares(from);
        if (!float.IsFinite(squares))
        {
            throw new CleanerException($"{Name}: the embedding of sample {Ids[row]} (row {row}) is not finite; embed the images again");
        }

        float scale = squares > 0 ? 1 / MathF.Sqrt(squares) : 0;
        int i = 0;
        for (; i <= from.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(from[i..]) * scale).CopyTo(to[i..]);
        }

        for (; i < from.Length; i++)
        {
            to[i] = from[i] * scale;
        }
    }

    /// <summary>Some rows of this set, which must outlive it.</summary>
    public EmbeddingSet Select(IReadOnlyList<int> rows) => new(
        Name, Dim, rows.Select(r => _ids.Span[r]).ToArray(), rows.Select(r => _labels.Span[r]).ToArray(), row => _row(rows[row]), null);

    /// <summary>The same embeddings under other labels.</summary>
    public EmbeddingSet Relabelled(long[] labels) => labels.Length == Count
        ? new EmbeddingSet(Name, Dim, _ids, labels, _row, _file)
        : throw new ArgumentException($"{labels.Length} labels for {Count} embeddings", nameof(labels));

    public void Dispose() => _file?.Dispose();

    private static float SumOfSquares(ReadOnlySpan<float> values)
    {
        var sums = Vector<float>.Zero;
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var part = new Vector<float>(values[i..]);
            sums += part * part;
        }

        float sum = Vector.Sum(sums);
        for (; i < values.Length; i++)
        {
            sum += values[i] * values[i];
        }

        return sum;
    }
}
