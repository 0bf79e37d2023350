using Cleaner.Manifests;

namespace Cleaner.Purge;

/// <summary>Refuses arrays with NaN or infinity: comparisons with them would keep or drop samples at random.</summary>
internal static class FiniteCheck
{
    private const int BlockRows = 1024;

    /// <exception cref="CleanerException">A row holds a value that is not finite; names the first such sample.</exception>
    public static void Require(Vectors vectors, long[] sampleIds, string what, string where)
    {
        int blocks = (vectors.Rows + BlockRows - 1) / BlockRows;
        int firstBad = int.MaxValue;
        Parallel.For(0, blocks, () => new float[BlockRows * vectors.Dim], (block, loop, buffer) =>
        {
            int start = block * BlockRows;
            int count = Math.Min(BlockRows, vectors.Rows - start);
            Span<float> values = buffer.AsSpan(0, count * vectors.Dim);
            vectors.CopyRows(start, count, values);
            if (!AllFinite(values))
            {
                int row = start + (IndexOfBad(values) / vectors.Dim);
                InterlockedMin(ref firstBad, row);
                loop.Break();
            }

            return buffer;
        }, _ => { });

        if (firstBad != int.MaxValue)
        {
            throw new CleanerException(
                $"{where}: the {what} of sample {sampleIds[firstBad]} (row {firstBad}) is not a number; the training diverged or the file is damaged, train again (a lower learning rate helps)");
        }
    }

    /// <summary>x − x is zero for every finite x and NaN otherwise, and NaN survives a sum.</summary>
    internal static bool AllFinite(ReadOnlySpan<float> values)
    {
        float sum = 0;
        foreach (float value in values)
        {
            sum += value - value;
        }

        return sum == 0;
    }

    private static int IndexOfBad(ReadOnlySpan<float> values)
    {
        int i = 0;
        while (float.IsFinite(values[i]))
        {
            i++;
        }

        return i;
    }

    private static void InterlockedMin(ref int target, int value)
    {
        int seen = Volatile.Read(ref target);
        while (value < seen)
        {
            int before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
