namespace Cleaner.Evaluation.Comparison;

/// <summary>A figure of a model, and by how much it differs from the first model's.</summary>
/// <param name="Name">The figure.</param>
/// <param name="Value">With its interval.</param>
/// <param name="Change">Against the first model, on the same replicates; null for the first model itself.</param>
public sealed record ComparedFigure(string Name, Interval Value, Interval? Change);

/// <summary>
/// Paired bootstrap: in every replicate all models are judged on the same re-drawn units, so that the interval of a difference is free of
/// what makes the set itself hard or easy. Units are what was drawn independently: identities, not pairs that share images.
/// </summary>
public static class PairedBootstrap
{
    /// <summary>Replicates that are drawn unless said otherwise.</summary>
    public const int DefaultReplicates = 400;

    /// <summary>Draws the replicates.</summary>
    /// <param name="units">Number of units.</param>
    /// <param name="names">Names of the figures.</param>
    /// <param name="models">For each model its figures, in the order of the names, when unit u counts weights[u] times.</param>
    /// <param name="replicates">How often to draw.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <returns>The figures of each model.</returns>
    public static ComparedFigure[][] Run(int units, string[] names, IReadOnlyList<Func<int[], double[]>> models, int replicates, int seed)
    {
        int[] once = new int[units];
        Array.Fill(once, 1);
        double[][] values = [.. models.Select(model => model(once))];
        var drawn = new double[replicates][][];
        int[][] weights = Draw(units, replicates, seed);
        Parallel.For(0, replicates, r => drawn[r] = [.. models.Select(model => model(weights[r]))]);
        return [.. models.Select((_, m) => names.Select((name, s) => new ComparedFigure(
            name,
            Interval.Of(values[m][s], [.. drawn.Select(d => d[m][s])]),
            m == 0 ? null : Interval.Of(values[m][s] - values[0][s], [.. drawn.Select(d => d[m][s] - d[0][s])]))).ToArray())];
    }

    /// <summary>How often each unit is drawn, by replicate; drawn in order, so that the seed alone decides.</summary>
    private static int[][] Draw(int units, int replicates, int seed)
    {
        var random = new Random(seed);
        var weights = new int[replicates][];
        for (int r = 0; r < replicates; r++)
        {
            weights[r] = new int[units];
            for (int i = 0; i < units; i++)
            {
                weights[r][random.Next(units)]++;
            }
        }

        return weights;
    }
}
