namespace Cleaner.Purge.Tests.Support;

/// <summary>Synthetic identities: random directions with samples around them, some labelled wrongly.</summary>
internal sealed class Clusters
{
    public required float[] Embeddings { get; init; }

    public required int[] Labels { get; init; }

    public required bool[] IsNoise { get; init; }

    public required int Dim { get; init; }

    public Evidence Evidence(long firstId = 1) => new(
        [.. Enumerable.Range(0, Labels.Length).Select(i => firstId + i)], Labels, Some.Identities(Labels.Max() + 1), Vectors.From(Embeddings, Dim));

    /// <param name="seed">Of everything random.</param>
    /// <param name="classes">Identities.</param>
    /// <param name="perClass">Samples of each.</param>
    /// <param name="closed">Share of samples that show another identity of the set.</param>
    /// <param name="open">Share of samples that show a stranger.</param>
    /// <param name="spread">Length of the random part beside the identity's direction of length 1.</param>
    /// <param name="dim">Dimensions.</param>
    public static Clusters Make(int seed, int classes, int perClass, double closed = 0, double open = 0, double spread = 0.7, int dim = 32)
    {
        var random = new Random(seed);
        float[][] directions = [.. Enumerable.Range(0, classes).Select(_ => Direction(random, dim))];
        int n = classes * perClass;
        var result = new Clusters { Embeddings = new float[n * dim], Labels = new int[n], IsNoise = new bool[n], Dim = dim };
        for (int i = 0; i < n; i++)
        {
            int label = i / perClass;
            double dice = random.NextDouble();
            float[] shown = dice < closed ? directions[(label + 1 + random.Next(classes - 1)) % classes]
                : dice < closed + open ? Direction(random, dim)
                : directions[label];
            float[] jitter = Direction(random, dim);
            Span<float> row = result.Embeddings.AsSpan(i * dim, dim);
            for (int d = 0; d < dim; d++)
            {
                row[d] = shown[d] + (float)(spread * jitter[d]);
            }

            VectorMath.Normalize(row);
            result.Labels[i] = label;
            result.IsNoise[i] = dice < closed + open;
        }

        return result;
    }

    private static float[] Direction(Random random, int dim)
    {
        var direction = new float[dim];
        for (int d = 0; d < dim; d++)
        {
            direction[d] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        VectorMath.Normalize(direction);
        return direction;
    }
}
