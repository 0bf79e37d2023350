using System.Diagnostics;
using System.Runtime.InteropServices;
using Cleaner.Manifests.Arrays;

namespace Cleaner.Bench.Purge;

/// <summary>Speed of the product behind the search for the nearest other identity, beside sgemm of the machine's BLAS.</summary>
internal static unsafe class ProductSpeed
{
    private const int RowMajor = 101, NoTranspose = 111, Transpose = 112;
    private const int Block = 1536, Tile = 1024, Repeats = 24;

    /// <summary>GFLOP/s of the two on all cores; 0 for a BLAS that is not there.</summary>
    public static (double Blas, double Ours) Measure(int dim)
    {
        float[] a = [.. Enumerable.Range(0, Block * dim).Select(i => (i % 13) - 6f)], b = [.. Enumerable.Range(0, Tile * dim).Select(i => (i % 7) - 3f)];
        using var packed = new PackedRows(Tile, dim);
        for (int j = 0; j < Tile; j++)
            packed.Set(j, b.AsSpan(j * dim, dim));
        int[] all = [.. Enumerable.Range(0, Block)];
        double ours = Best(dim, () => Parallel.For(0, Repeats, () => new float[Block * Tile], (_, _, c) =>
        {
            packed.Multiply(a, all, 0, Tile, c);
            return c;
        }, _ => { }));
        nint sgemm = Sgemm();
        return (sgemm == 0 ? 0 : Best(dim, () => Repeat(sgemm, a, b, dim)), ours);
    }

    private static nint Sgemm()
    {
        foreach (string name in new[] { "libblas.so.3", "libopenblas.so.0" })
        {
            if (NativeLibrary.TryLoad(name, out nint library) && NativeLibrary.TryGetExport(library, "cblas_sgemm", out nint sgemm))
                return sgemm;
        }
        return 0;
    }

    private static void Repeat(nint address, float[] a, float[] b, int dim)
    {
        var sgemm = (delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)address;
        var c = new float[Block * Tile];
        fixed (float* pa = a, pb = b, pc = c)
        {
            for (int i = 0; i < Repeats; i++)
                sgemm(RowMajor, NoTranspose, Transpose, Block, Tile, dim, 1, pa, dim, pb, dim, 0, pc, Tile);
        }
    }

    private static double Best(int dim, Action work)
    {
        double best = 0;
        for (int attempt = 0; attempt < 4; attempt++)
        {
            var clock = Stopwatch.StartNew();
            work();
            best = Math.Max(best, 2.0 * Block * Tile * dim * Repeats / clock.Elapsed.TotalSeconds / 1e9);
        }
        return best;
    }
}
