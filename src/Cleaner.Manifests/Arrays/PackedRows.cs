using System.Runtime.InteropServices;

namespace Cleaner.Manifests.Arrays;

/// <summary>
/// A matrix kept in the order in which the product's kernel reads it, for many products with the same right side: what
/// <see cref="MatrixProduct"/> packs anew at each call is packed once. Safe from several threads after <see cref="Set"/>.
/// </summary>
public sealed unsafe class PackedRows : IDisposable
{
    /// <summary>Products begin at a multiple of this many rows.</summary>
    public const int PanelRows = 16;

    private const int StripRows = 6;
    private const int Depth = 256;
    private const int BlockRows = 192;      // a block of A (192 KB) stays in the second-level cache

    private readonly float* _data;

    /// <summary>A matrix of zeros.</summary>
    /// <param name="rows">Its rows, filled up to a multiple of <see cref="PanelRows"/>.</param>
    /// <param name="dim">Length of a row.</param>
    public PackedRows(int rows, int dim)
    {
        Rows = (rows + PanelRows - 1) / PanelRows * PanelRows;
        Dim = dim;
        _data = (float*)NativeMemory.AlignedAlloc((nuint)Rows * (nuint)dim * sizeof(float), 64);
        NativeMemory.Clear(_data, (nuint)Rows * (nuint)dim * sizeof(float));
    }

    ~PackedRows() => NativeMemory.AlignedFree(_data);

    /// <summary>Number of rows, a multiple of <see cref="PanelRows"/>.</summary>
    public int Rows { get; }

    /// <summary>Length of a row.</summary>
    public int Dim { get; }

    /// <summary>Writes one row.</summary>
    public void Set(int row, ReadOnlySpan<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, Dim);
        float* to = Panel(row) + (row % PanelRows);
        for (int k = 0; k < values.Length; k++)
        {
            to[(long)k * PanelRows] = values[k];
        }
    }

    /// <summary>Computes C[i, j] = Σₖ A[chosen[i], k]·B[first + j, k] on the calling thread.</summary>
    /// <param name="a">[n, <see cref="Dim"/>], row-major.</param>
    /// <param name="chosen">Rows of A to take.</param>
    /// <param name="first">First row of this matrix, a multiple of <see cref="PanelRows"/>.</param>
    /// <param name="count">Rows of this matrix, a multiple of <see cref="PanelRows"/>.</param>
    /// <param name="c">[chosen.Length, count], row-major; every element is overwritten.</param>
    public void Multiply(ReadOnlySpan<float> a, ReadOnlySpan<int> chosen, int first, int count, Span<float> c)
    {
        if (first % PanelRows != 0 || count % PanelRows != 0 || first < 0 || first + count > Rows || c.Length < (long)chosen.Length * count)
        {
            throw new ArgumentException($"rows {first}…{first + count} of {Rows} do not fit, or the result does not");
        }

        float* block = (float*)NativeMemory.AlignedAlloc((nuint)(BlockRows * Depth * sizeof(float)), 64);
        float* edge = stackalloc float[StripRows * PanelRows];
        fixed (float* pa = a, pc = c)
        {
            for (int i = 0; i < chosen.Length; i += BlockRows)
            {
                ReadOnlySpan<int> rows = chosen.Slice(i, Math.Min(BlockRows, chosen.Length - i));
                for (int k = 0; k < Dim; k += Depth)
                {
                    int depth = Math.Min(Depth, Dim - k);
                    Interleave(pa, rows, k, depth, block);
                    MultiplyBlock(block, rows.Length, first, count, k, depth, pc + ((long)i * count), edge);
                }
            }
        }

        NativeMemory.AlignedFree(block);
        GC.KeepAlive(this);
    }

    /// <summary>Frees the matrix; no product may be under way.</summary>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_data);
        GC.SuppressFinalize(this);
    }

    private float* Panel(int row) => _data + ((long)(row / PanelRows) * PanelRows * Dim);

    /// <summary>Six rows at a time, so that one step of k lies together; missing rows of the last strip are zero.</summary>
    private void Interleave(float* a, ReadOnlySpan<int> rows, int k, int depth, float* block)
    {
        for (int i = 0; i < rows.Length; i += StripRows)
        {
            for (int r = 0; r < StripRows; r++)
            {
                float* to = block + ((long)i * depth) + r;
                if (i + r >= rows.Length)
                {
                    for (int d = 0; d < depth; d++)
                    {
                        to[d * StripRows] = 0;
                    }

                    continue;
                }

                float* from = a + ((long)rows[i + r] * Dim) + k;
                for (int d = 0; d < depth; d++)
                {
                    to[d * StripRows] = from[d];
                }
            }
        }
    }

    private void MultiplyBlock(float* block, int height, int first, int count, int k, int depth, float* c, float* edge)
    {
        for (int j = 0; j < count; j += PanelRows)
        {
            float* panel = Panel(first + j) + ((long)k * PanelRows);
            for (int i = 0; i < height; i += StripRows)
            {
                float* strip = block + ((long)i * depth);
                float* target = c + ((long)i * count) + j;
                if (height - i >= StripRows)
                {
                    MatrixKernel.Multiply6x16(strip, panel, depth, target, count, add: k > 0);
                    continue;
                }

                MatrixKernel.Multiply6x16(strip, panel, depth, edge, PanelRows, add: false);
                for (int cell = 0; cell < (height - i) * PanelRows; cell++)
                {
                    float* to = target + ((long)(cell / PanelRows) * count) + (cell % PanelRows);
                    *to = k > 0 ? *to + edge[cell] : edge[cell];
                }
            }
        }
    }
}
