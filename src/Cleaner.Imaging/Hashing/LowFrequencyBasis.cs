namespace Cleaner.Imaging;

/// <summary>
/// Reduction to 32 samples and the eight lowest frequencies of the DCT-II, merged into one 8 x N matrix: both are linear, so the whole
/// transform of a picture G is A(height)·G·A(width)ᵀ, at eight multiplications a pixel whatever filter does the reduction.
/// </summary>
internal static class LowFrequencyBasis
{
    /// <summary>Frequencies kept.</summary>
    public const int Frequencies = 8;

    private const int Reduced = 32;
    private static readonly PerSize<float[]> Cache = new(Build);

    /// <summary>The matrix for N inputs, row-major; cached.</summary>
    public static float[] For(int inputs) => Cache.For(inputs);

    private static float[] Build(int inputs)
    {
        var filter = FilterWeights.Lanczos3(inputs, Reduced);
        var basis = new double[Frequencies * inputs];
        for (int k = 0; k < Frequencies; k++)
        {
            for (int n = 0; n < Reduced; n++)
            {
                double cosine = Math.Cos(Math.PI * k * (2 * n + 1) / (2 * Reduced));
                for (int t = 0; t < filter.Counts[n]; t++)
                {
                    basis[k * inputs + filter.Starts[n] + t] += cosine * filter.Weights[n * filter.Taps + t];
                }
            }
        }

        return Array.ConvertAll(basis, static v => (float)v);
    }
}
