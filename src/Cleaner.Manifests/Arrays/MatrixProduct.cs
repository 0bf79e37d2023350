using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cleaner.Manifests.Arrays;

/// <summary>
/// C = A·Bᵀ for row-major float32 matrices: the all-against-all dot products of two sets of embeddings.
/// One call runs on the calling thread; callers split their rows into tiles and run the tiles in parallel.
/// Blocked as in Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008).
/// </summary>
public static unsafe class MatrixProduct
{
    private const int StripRows = 6;        // 6 × 16 results fill 12 of the 16 vector registers
    private const int PanelColumns = 16;
    private const int Depth = 256;          // one packed panel (16 KB) stays in the first-level cache
    private const int BlockRows = 192;      // one packed block of A (192 KB) stays in the second-level cache

    /// <summary>Computes C[i, j] = Σₖ A[i, k]·B[j, k].</summary>
    /// <param name="a">[rowsA, dim], row-major.</param>
    /// <param name="b">[rowsB, dim], row-major.</param>
    /// <param name="c">[rowsA, rowsB], row-major; every element is overwritten.</param>
    /// <exception cref="ArgumentException">A span is shorter than its shape says.</exception>
    public static void Multiply(ReadOnlySpan<float> a, int rowsA, ReadOnlySpan<float> b, int rowsB, int dim, Span<float> c)
    {
        if (a.Length < (long)rowsA * dim || b.Length < (long)rowsB * dim || c.Length < (long)rowsA * rowsB)
        {
            throw new ArgumentException($"a matrix is shorter than {rowsA}×{dim} · {dim}×{rowsB} needs");
        }

        if (rowsA == 0 || rowsB == 0)
        {
            return;
        }

        if (dim == 0)
        {
            c[..(rowsA * rowsB)].Clear();
            return;
        }

        int panels = (rowsB + PanelColumns - 1) / PanelColumns;
        int depth = Math.Min(Depth, dim);
        float* packedB = Allocate((nuint)panels * PanelColumns * (nuint)depth);
        float* packedA = Allocate((nuint)(BlockRows + StripRows) * (nuint)depth);
        try
        {
            fixed (float* pa = a, pb = b, pc = c)
            {
                for (int k = 0; k < dim; k += Depth)
                {
                    int kc = Math.Min(Depth, dim - k);
                    Pack(pb + k, rowsB, dim, kc, PanelColumns, packedB);
                    for (int i = 0; i < rowsA; i += BlockRows)
                    {
                        int mc = Math.Min(BlockRows, rowsA - i);
                        Pack(pa + ((long)i * dim) + k, mc, dim, kc, StripRows, packedA);
                        MultiplyBlock(packedA, mc, packedB, rowsB, kc, pc + ((long)i * rowsB), add: k > 0);
                    }
                }
            }
        }
        finally
        {
            NativeMemory.AlignedFree(packedA);
            NativeMemory.AlignedFree(packedB);
        }
    }

    private static float* Allocate(nuint floats) => (float*)NativeMemory.AlignedAlloc(floats * sizeof(float), 64);

    /// <summary>Interleaves <paramref name="width"/> rows at a time, so that one step of k lies together; missing rows are zero.</summary>
    private static void Pack(float* source, int rows, int stride, int kc, int width, float* packed)
    {
        for (int r = 0; r < rows; r += width)
        {
            int present = Math.Min(width, rows - r);
            for (int i = 0; i < width; i++)
            {
                float* to = packed + i;
                if (i >= present)
                {
                    for (int k = 0; k < kc; k++)
                    {
                        to[k * width] = 0;
                    }

                    continue;
                }

                float* from = source + ((long)(r + i) * stride);
                for (int k = 0; k < kc; k++)
                {
                    to[k * width] = from[k];
                }
            }

            packed += (long)width * kc;
        }
    }

    private static void MultiplyBlock(float* packedA, int mc, float* packedB, int columns, int kc, float* c, bool add)
    {
        float* edge = stackalloc float[StripRows * PanelColumns];
        for (int j = 0; j < columns; j += PanelColumns)
        {
            float* panel = packedB + ((long)j * kc);
            int width = Math.Min(PanelColumns, columns - j);
            for (int i = 0; i < mc; i += StripRows)
            {
                float* strip = packedA + ((long)i * kc);
                int height = Math.Min(StripRows, mc - i);
                float* target = c + ((long)i * columns) + j;
                if (height == StripRows && width == PanelColumns)
                {
                    MatrixKernel.Multiply6x16(strip, panel, kc, target, columns, add);
                }
                else
                {
                    MatrixKernel.Multiply6x16(strip, panel, kc, edge, PanelColumns, add: false);
                    CopyEdge(edge, height, width, target, columns, add);
                }
            }
        }
    }

    private static void CopyEdge(float* edge, int height, int width, float* target, int stride, bool add)
    {
        for (int i = 0; i < height; i++)
        {
            for (int j = 0; j < width; j++)
            {
                float value = edge[(i * PanelColumns) + j];
                float* cell = target + ((long)i * stride) + j;
                *cell = add ? *cell + value : value;
            }
        }
    }
}

/// <summary>The innermost product: six packed rows against sixteen packed columns, all results in registers.</summary>
internal static unsafe class MatrixKernel
{
    internal static void Multiply6x16(float* a, float* b, int kc, float* c, long stride, bool add)
    {
        Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector256<float> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        for (int k = 0; k < kc; k++)
        {
            Vector256<float> b0 = Vector256.Load(b), b1 = Vector256.Load(b + 8);
            Vector256<float> x = Vector256.Create(a[0]);
            c00 = Vector256.FusedMultiplyAdd(x, b0, c00);
            c01 = Vector256.FusedMultiplyAdd(x, b1, c01);
            x = Vector256.Create(a[1]);
            c10 = Vector256.FusedMultiplyAdd(x, b0, c10);
            c11 = Vector256.FusedMultiplyAdd(x, b1, c11);
            x = Vector256.Create(a[2]);
            c20 = Vector256.FusedMultiplyAdd(x, b0, c20);
            c21 = Vector256.FusedMultiplyAdd(x, b1, c21);
            x = Vector256.Create(a[3]);
            c30 = Vector256.FusedMultiplyAdd(x, b0, c30);
            c31 = Vector256.FusedMultiplyAdd(x, b1, c31);
            x = Vector256.Create(a[4]);
            c40 = Vector256.FusedMultiplyAdd(x, b0, c40);
            c41 = Vector256.FusedMultiplyAdd(x, b1, c41);
            x = Vector256.Create(a[5]);
            c50 = Vector256.FusedMultiplyAdd(x, b0, c50);
            c51 = Vector256.FusedMultiplyAdd(x, b1, c51);
            a += 6;
            b += 16;
        }

        Store(c, c00, c01, add);
        Store(c + stride, c10, c11, add);
        Store(c + (2 * stride), c20, c21, add);
        Store(c + (3 * stride), c30, c31, add);
        Store(c + (4 * stride), c40, c41, add);
        Store(c + (5 * stride), c50, c51, add);
    }

    private static void Store(float* c, Vector256<float> left, Vector256<float> right, bool add)
    {
        if (add)
        {
            left += Vector256.Load(c);
            right += Vector256.Load(c + 8);
        }

        left.Store(c);
        right.Store(c + 8);
    }
}
