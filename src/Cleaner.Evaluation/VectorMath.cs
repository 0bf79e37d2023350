namespace Cleaner.Evaluation;

/// <summary>The few operations on single vectors; whole matrices go through MatrixProduct.</summary>
internal static class VectorMath
{
    /// <summary>Σ aₖ·bₖ, summed in double precision.</summary>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int k = 0; k < a.Length; k++)
        {
            sum += (double)a[k] * b[k];
        }

        return (float)sum;
    }

    /// <summary>Divides a vector by its length; a zero vector stays zero.</summary>
    public static void Normalise(Span<float> vector)
    {
        double squares = Math.Max(0, Dot(vector, vector));
        float scale = squares > 0 ? (float)(1 / Math.Sqrt(squares)) : 0;
        foreach (ref float value in vector)
        {
            value *= scale;
        }
    }
}
