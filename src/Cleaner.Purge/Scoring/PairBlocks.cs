using System.Buffers;
using Cleaner.Manifests.Arrays;

namespace Cleaner.Purge.Scoring;

/// <summary>Compares every row with every row, a tile at a time, on all cores: memory is that of a few tiles, time grows with N².</summary>
internal static class PairBlocks
{
    private const int BlockRows = 192, TileRows = 1024;

    /// <summary>Receives the cosines of some rows to some others: [rows, columns] row-major, the first row and column being those named.</summary>
    public delegate void Visitor(int firstRow, int rows, int firstColumn, int columns, ReadOnlySpan<float> cosine);

    /// <summary>Visits all tiles; the tiles of one row are visited in order and by one thread.</summary>
    public static void ForEach(Vectors vectors, Visitor visit)
    {
        int n = vectors.Rows, dim = vectors.Dim;
        Parallel.For(0, (n + BlockRows - 1) / BlockRows, block =>
        {
            float[] rows = ArrayPool<float>.Shared.Rent(BlockRows * dim), columns = ArrayPool<float>.Shared.Rent(TileRows * dim), cosine = ArrayPool<float>.Shared.Rent(BlockRows * TileRows);
            int first = block * BlockRows, count = Math.Min(BlockRows, n - first);
            vectors.CopyRows(first, count, rows);
            for (int start = 0; start < n; start += TileRows)
            {
                int width = Math.Min(TileRows, n - start);
                vectors.CopyRows(start, width, columns);
                MatrixProduct.Multiply(rows, count, columns, width, dim, cosine);
                visit(first, count, start, width, cosine.AsSpan(0, count * width));
            }

            ArrayPool<float>.Shared.Return(rows);
            ArrayPool<float>.Shared.Return(columns);
            ArrayPool<float>.Shared.Return(cosine);
        });
    }
}
