using Cleaner.Manifests.Arrays;

namespace Cleaner.Purge;

/// <summary>Rows of float32 vectors, read in blocks, so that scoring a memory-mapped file needs memory for one block only.</summary>
public abstract class Vectors
{
    private const int MeanRows = 16_384;

    /// <summary>Number of rows.</summary>
    public abstract int Rows { get; }

    /// <summary>Length of a row.</summary>
    public abstract int Dim { get; }

    /// <summary>Copies one row.</summary>
    /// <param name="row">0 ≤ row &lt; <see cref="Rows"/>.</param>
    /// <param name="into">At least <see cref="Dim"/> long.</param>
    public abstract void CopyRow(int row, Span<float> into);

    /// <summary>Copies consecutive rows, row-major.</summary>
    public void CopyRows(int first, int count, Span<float> into)
    {
        for (int i = 0; i < count; i++)
        {
            CopyRow(first + i, into.Slice(i * Dim, Dim));
        }
    }

    /// <summary>Copies the rows named, row-major.</summary>
    public void CopyRows(ReadOnlySpan<int> rows, Span<float> into)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            CopyRow(rows[i], into.Slice(i * Dim, Dim));
        }
    }

    /// <summary>Rows of an array in memory, row-major.</summary>
    public static Vectors From(ReadOnlyMemory<float> data, int dim) => new MemoryVectors(data, dim);

    /// <summary>Rows of a memory-mapped array; the caller keeps it open.</summary>
    public static Vectors From(NpyArray<float> array) => new MappedVectors(array);

    /// <summary>
    /// The L2-normalised concatenation of the L2-normalised rows of several arrays of equal length: the mean of their
    /// cosines is the cosine of the concatenation. One array is only normalised.
    /// </summary>
    public static Vectors Concatenate(IReadOnlyList<Vectors> parts) => new ConcatenatedVectors(parts);

    /// <summary>The mean of the rows of several arrays of equal shape; for short rows.</summary>
    public static Vectors Mean(IReadOnlyList<Vectors> parts) => parts.Count == 1 ? parts[0] : new MeanVectors(parts);

    /// <summary>
    /// The L2-normalised rows less their common mean, to which every class contributes the same. A mean that all embeddings share (trained
    /// networks have one where identities are few or hard) makes all cosines large and hides what tells identities apart.
    /// </summary>
    /// <param name="groups">The rows of each class.</param>
    /// <param name="classOfRow">Class of each row.</param>
    public Vectors Centred(Grouping groups, int[] classOfRow) => groups.Classes < 2 ? this : new CentredVectors(this, MeanOf(groups, classOfRow));

    /// <summary>Of evenly spaced rows where there are many.</summary>
    private float[] MeanOf(Grouping groups, int[] classOfRow)
    {
        var mean = new float[Dim];
        var vector = new float[Dim];
        int step = (Rows + MeanRows - 1) / MeanRows;
        double total = 0;
        for (int row = 0; row < Rows; row += step)
        {
            CopyRow(row, vector);
            VectorMath.Normalize(vector);
            float weight = 1f / groups.Size(classOfRow[row]);
            VectorMath.Add(mean, vector, weight);
            total += weight;
        }

        return total == 0 ? mean : Array.ConvertAll(mean, v => (float)(v / total));
    }

    /// <summary>Some of the rows, in the order named; the others are never read.</summary>
    public Vectors Select(int[] rows) => new SelectedVectors(this, rows);

    private sealed class CentredVectors(Vectors all, float[] mean) : Vectors
    {
        public override int Rows => all.Rows;

        public override int Dim => all.Dim;

        public override void CopyRow(int row, Span<float> into)
        {
            all.CopyRow(row, into);
            VectorMath.Normalize(into[..Dim]);
            VectorMath.Add(into[..Dim], mean, -1);
        }
    }

    private sealed class SelectedVectors(Vectors all, int[] rows) : Vectors
    {
        public override int Rows => rows.Length;

        public override int Dim => all.Dim;

        public override void CopyRow(int row, Span<float> into) => all.CopyRow(rows[row], into);
    }

    private sealed class MemoryVectors(ReadOnlyMemory<float> data, int dim) : Vectors
    {
        public override int Rows { get; } = data.Length / dim;

        public override int Dim => dim;

        public override void CopyRow(int row, Span<float> into) => data.Span.Slice(row * dim, dim).CopyTo(into);
    }

    private sealed class MappedVectors(NpyArray<float> array) : Vectors
    {
        public override int Rows { get; } = checked((int)array.Rows);

        public override int Dim => array.Columns;

        public override void CopyRow(int row, Span<float> into) => array.Row(row).CopyTo(into);
    }

    private sealed class ConcatenatedVectors : Vectors
    {
        private readonly IReadOnlyList<Vectors> _parts;
        private readonly float _scale;

        public ConcatenatedVectors(IReadOnlyList<Vectors> parts)
        {
            if (parts.Count == 0 || parts.Any(part => part.Rows != parts[0].Rows))
            {
                throw new ArgumentException("the arrays must have the same number of rows, and there must be one at least");
            }

            _parts = parts;
            _scale = 1 / MathF.Sqrt(parts.Count);
            Dim = parts.Sum(part => part.Dim);
        }

        public override int Rows => _parts[0].Rows;

        public override int Dim { get; }

        public override void CopyRow(int row, Span<float> into)
        {
            foreach (Vectors part in _parts)
            {
                Span<float> piece = into[..part.Dim];
                part.CopyRow(row, piece);
                VectorMath.Normalize(piece, _scale);
                into = into[part.Dim..];
            }
        }
    }

    private sealed class MeanVectors : Vectors
    {
        private readonly IReadOnlyList<Vectors> _parts;

        public MeanVectors(IReadOnlyList<Vectors> parts)
        {
            if (parts.Any(part => part.Rows != parts[0].Rows || part.Dim != parts[0].Dim))
            {
                throw new ArgumentException("the arrays must have the same shape");
            }

            _parts = parts;
        }

        public override int Rows => _parts[0].Rows;

        public override int Dim => _parts[0].Dim;

        public override void CopyRow(int row, Span<float> into)
        {
            Span<float> part = stackalloc float[Dim];
            into[..Dim].Clear();
            foreach (Vectors vectors in _parts)
            {
                vectors.CopyRow(row, part);
                VectorMath.Add(into[..Dim], part, 1f / _parts.Count);
            }
        }
    }
}
