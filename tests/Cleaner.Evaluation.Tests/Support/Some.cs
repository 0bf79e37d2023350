namespace Cleaner.Evaluation.Tests.Support;

/// <summary>Small, seeded test data.</summary>
internal static class Some
{
    /// <summary>Embeddings in clusters: a center per identity plus noise.</summary>
    public static (float[] Embeddings, long[] Labels) Clusters(int identities, int each, int dim, double noise, int seed)
    {
        var random = new Random(seed);
        var embeddings = new float[identities * each * dim];
        var labels = new long[identities * each];
        for (int c = 0; c < identities; c++)
        {
            double[] center = [.. Enumerable.Range(0, dim).Select(_ => Gaussian(random))];
            for (int i = 0; i < each; i++)
            {
                // Identities interleave, as they do in a manifest that was shuffled.
                int row = (i * identities) + c;
                labels[row] = 100 - c;
                for (int k = 0; k < dim; k++)
                {
                    embeddings[(row * dim) + k] = (float)(center[k] + (noise * Gaussian(random)));
                }
            }
        }

        return (embeddings, labels);
    }

    public static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Cosine by a plain loop in double precision.</summary>
    public static double Cosine(float[] embeddings, int dim, int a, int b)
    {
        double ab = 0, aa = 0, bb = 0;
        for (int k = 0; k < dim; k++)
        {
            double x = embeddings[(a * dim) + k], y = embeddings[(b * dim) + k];
            (ab, aa, bb) = (ab + (x * y), aa + (x * x), bb + (y * y));
        }

        return ab / Math.Sqrt(aa * bb);
    }
}
