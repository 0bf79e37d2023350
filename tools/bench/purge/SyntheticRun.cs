using Cleaner.Manifests.Arrays;

namespace Cleaner.Bench.Purge;

/// <summary>Run folders of any size: random identities, samples around them, every fifth one a stranger or of another identity.</summary>
internal static class SyntheticRun
{
    private const int NoiseEvery = 5, BlockRows = 8192;
    private const float Spread = 0.9f;

    /// <summary>Writes the arrays that purge reads; what is noise depends on the row alone.</summary>
    public static void Write(RunFolder run, int rows, int classes, int dim)
    {
        Directory.CreateDirectory(run.Scores);
        float[] directions = new float[(long)classes * dim];
        Parallel.For(0, classes, c => Direction(new Random(c), directions.AsSpan(c * dim, dim)));
        using (var embeddings = new NpyWriter<float>(run.Embeddings, rows, dim))
        {
            var block = new float[BlockRows * dim];
            for (int first = 0; first < rows; first += BlockRows)
            {
                int count = Math.Min(BlockRows, rows - first), start = first;
                Parallel.For(0, count, i => Sample(start + i, classes, directions, block.AsSpan(i * dim, dim)));
                for (int i = 0; i < count; i++)
                    embeddings.Append(block.AsSpan(i * dim, dim));
            }
            embeddings.Commit();
        }
        long[] labels = [.. Enumerable.Range(0, rows).Select(i => 1L + (i % classes))];
        Npy.Write<long>(run.Ids, [.. Enumerable.Range(1, rows).Select(i => (long)i)]);
        Npy.Write<long>(run.Labels, labels);
        Npy.Write<long>(run.Classes, [.. labels.Distinct().Order()]);
        new RunConfig { ManifestUid = Guid.Empty.ToString(), ManifestPath = "synthetic", ManifestRevision = 1, EmbeddingDim = dim }.Write(run.Config);
    }

    /// <summary>Precision and recall of a verdict against what was planted.</summary>
    public static (double Precision, double Recall) Score(bool[] drop)
    {
        double hits = drop.Where((dropped, row) => dropped && IsNoise(row)).Count();
        return (hits / drop.Count(dropped => dropped), hits / Enumerable.Range(0, drop.Length).Count(IsNoise));
    }

    /// <summary>The class that a row shows; of strangers, half of the noise, beyond the last one.</summary>
    public static int Shown(int row, int classes) => Shown(new Random(row), row, classes);

    private static int Shown(Random random, int row, int classes) => random.Next(NoiseEvery) == 0 ? random.Next(2 * classes) : row % classes;

    private static bool IsNoise(int row) => new Random(row).Next(NoiseEvery) == 0;

    private static void Sample(int row, int classes, float[] directions, Span<float> into)
    {
        var random = new Random(row);
        int shown = Shown(random, row, classes);
        Direction(random, into);
        if (shown >= classes)
            return; // a stranger
        for (int d = 0; d < into.Length; d++)
            into[d] = directions[((long)shown * into.Length) + d] + (Spread * into[d]);
        Normalize(into);
    }

    /// <summary>Sums of uniform numbers are near enough to normal ones for a random direction.</summary>
    private static void Direction(Random random, Span<float> into)
    {
        for (int d = 0; d < into.Length; d++)
            into[d] = random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f;
        Normalize(into);
    }

    private static void Normalize(Span<float> vector)
    {
        float square = 0;
        foreach (float v in vector)
            square += v * v;
        float factor = 1 / MathF.Sqrt(square);
        for (int d = 0; d < vector.Length; d++)
            vector[d] *= factor;
    }
}
