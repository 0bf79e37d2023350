namespace Cleaner.Imaging;

/// <summary>
/// For each output position, which inputs count and how much: a kernel centred on the position, stretched by the reduction so that every
/// input takes part ("antialiased"), cut at the borders and normalised. The same construction as PIL's resize.
/// </summary>
internal sealed class FilterWeights
{
    private FilterWeights(int outputs, int taps)
    {
        Starts = new int[outputs];
        Counts = new int[outputs];
        Taps = taps;
        Weights = new float[outputs * taps];
    }

    /// <summary>First input of each output.</summary>
    public int[] Starts { get; }

    /// <summary>Number of inputs of each output.</summary>
    public int[] Counts { get; }

    /// <summary>Room for each output in <see cref="Weights"/>.</summary>
    public int Taps { get; }

    /// <summary>Weight t of output i is at i·<see cref="Taps"/> + t; they sum to 1 for each output.</summary>
    public float[] Weights { get; }

    /// <summary>The triangle: PIL's BILINEAR.</summary>
    public static FilterWeights Triangle(int inputs, int outputs) =>
        Build(inputs, outputs, 1.0, static x => Math.Max(0, 1 - Math.Abs(x)));

    /// <summary>Windowed sinc with three lobes: PIL's LANCZOS.</summary>
    public static FilterWeights Lanczos3(int inputs, int outputs) =>
        Build(inputs, outputs, 3.0, static x => Math.Abs(x) < 3 ? Sinc(x) * Sinc(x / 3) : 0);

    private static FilterWeights Build(int inputs, int outputs, double radius, Func<double, double> kernel)
    {
        double scale = (double)inputs / outputs;
        double stretch = Math.Max(scale, 1);
        double support = radius * stretch;
        var result = new FilterWeights(outputs, (int)Math.Ceiling(support) * 2 + 1);
        var raw = new double[result.Taps];
        for (int i = 0; i < outputs; i++)
        {
            double center = (i + 0.5) * scale;
            int start = Math.Max(0, (int)(center - support + 0.5));
            int count = Math.Min(inputs, (int)(center + support + 0.5)) - start;
            double sum = 0;
            for (int t = 0; t < count; t++)
            {
                raw[t] = kernel((start + t - center + 0.5) / stretch);
                sum += raw[t];
            }

            for (int t = 0; t < count; t++)
            {
                result.Weights[i * result.Taps + t] = (float)(raw[t] / sum);
            }

            result.Starts[i] = start;
            result.Counts[i] = count;
        }

        return result;
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
