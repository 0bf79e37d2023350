namespace Cleaner.Purge.Tests.Support;

/// <summary>The same numbers by the plainest loops.</summary>
internal static class Naive
{
    public static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return sum;
    }

    public static float[] Row(float[] matrix, int dim, int i) => matrix[(i * dim)..((i + 1) * dim)];

    public static float[] MeanDirection(IEnumerable<float[]> rows)
    {
        float[][] all = [.. rows];
        var mean = new double[all[0].Length];
        foreach (float[] row in all)
        {
            for (int d = 0; d < mean.Length; d++)
            {
                mean[d] += row[d];
            }
        }

        double norm = Math.Sqrt(mean.Sum(v => v * v));
        return [.. mean.Select(v => (float)(v / norm))];
    }

    public static double MeanOfTop(IEnumerable<double> values, int count)
    {
        double[] top = [.. values.OrderDescending().Take(count)];
        return top.Length == 0 ? 0 : top.Average();
    }

    public static double F1(bool[] truth, bool[] drop)
    {
        double hits = truth.Zip(drop).Count(pair => pair.First && pair.Second);
        return 2 * hits / (truth.Count(t => t) + drop.Count(d => d));
    }
}
