using System.Diagnostics;
using System.Globalization;
using Cleaner.Manifests.Arrays;
using Cleaner.Purge;
using Cleaner.Purge.Rules;
using Cleaner.Purge.Scoring;

namespace Cleaner.Bench.Purge;

/// <summary>The rules that peers have too, beside the peers' own programs (peers.py), on the same arrays: time, and whether they drop the same.</summary>
internal static class Peers
{
    private const int Centers = 3;
    private const double Angle = 75;

    /// <summary>Measures ours, runs theirs, and prints both.</summary>
    public static void Compare(RunFolder run, string python)
    {
        string folder = Directory.CreateTempSubdirectory("cleaner-bench-").FullName;
        try
        {
            using var evidence = Evidence.Load(run);
            float[] centers = Write(evidence, folder);
            var theirs = Run(python, folder);
            Report("pytorch-metric-learning", theirs, "metric_learning", folder, () => Outliers(evidence, centers));
            Report("cleanlab", theirs, "cleanlab", folder, () => Issues(evidence, Path.Combine(folder, "probabilities.npy")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Report(string peer, Dictionary<string, (string Version, double Seconds)> theirs, string name, string folder, Func<bool[]> ours)
    {
        ours(); // compiles it
        var clock = Stopwatch.StartNew();
        bool[] dropped = ours();
        double seconds = clock.Elapsed.TotalSeconds;
        string line = string.Create(CultureInfo.InvariantCulture, $"{dropped.Length:N0} samples, as {peer} does it: {seconds:F3} s, {dropped.Count(d => d):N0} dropped");
        if (!theirs.TryGetValue(name, out var their))
        {
            Console.WriteLine($"{line}; {peer} is not installed");
            return;
        }

        using var answer = NpyArray<byte>.Open(Path.Combine(folder, name + ".npy"));
        int differ = 0, count = 0;
        for (int i = 0; i < dropped.Length; i++)
        {
            count += answer.Span[i];
            differ += dropped[i] == (answer.Span[i] != 0) ? 0 : 1;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line}; {peer} {their.Version}: {their.Seconds:F3} s ({their.Seconds / seconds:F1} times), {count:N0} dropped, {differ} samples judged otherwise"));
    }

    /// <summary>The arrays that peers.py reads.</summary>
    /// <returns>[C, K, D]: the mean of each identity, and random directions beside it.</returns>
    private static float[] Write(Evidence evidence, string folder)
    {
        int dim = evidence.Embeddings.Dim;
        var centers = new float[evidence.Classes * Centers * dim];
        var random = new Random(1);
        var row = new float[dim];
        for (int c = 0; c < evidence.Classes; c++)
        {
            Span<float> own = centers.AsSpan(c * Centers * dim, Centers * dim);
            for (int d = dim; d < own.Length; d++)
                own[d] = random.NextSingle() - 0.5f;
            foreach (int i in evidence.Groups[c])
            {
                evidence.Embeddings.CopyRow(i, row);
                VectorMath.Add(own[..dim], row);
            }
            for (int k = 0; k < Centers; k++)
                VectorMath.Normalize(own.Slice(k * dim, dim));
        }
        Npy.Write<float>(Path.Combine(folder, "centers.npy"), centers, evidence.Classes, Centers, dim);

        using (var embeddings = new NpyWriter<float>(Path.Combine(folder, "embeddings.npy"), evidence.Count, dim))
        using (var probabilities = new NpyWriter<float>(Path.Combine(folder, "probabilities.npy"), evidence.Count, evidence.Classes))
        {
            var neighbours = Neighbours.Find(evidence.Embeddings, KnnVoteRule.Voters);
            var dense = new float[evidence.Classes];
            for (int i = 0; i < evidence.Count; i++)
            {
                evidence.Embeddings.CopyRow(i, row);
                embeddings.Append(row);
                Array.Clear(dense);
                foreach (var (c, share) in neighbours.Votes(i, evidence.ClassOfRow))
                    dense[c] = (float)share;
                probabilities.Append(dense);
            }
            embeddings.Commit();
            probabilities.Commit();
        }
        Npy.Write<long>(Path.Combine(folder, "labels.npy"), Array.ConvertAll(evidence.ClassOfRow, c => (long)c));
        return centers;
    }

    /// <summary>insightface's rule from embeddings and centers; training leaves the cosines, purge begins there.</summary>
    private static bool[] Outliers(Evidence evidence, float[] centers)
    {
        int dim = evidence.Embeddings.Dim;
        var cosines = new float[evidence.Count * Centers];
        Parallel.For(0, evidence.Classes, () => new float[dim], (c, _, row) =>
        {
            foreach (int i in evidence.Groups[c])
            {
                evidence.Embeddings.CopyRow(i, row);
                for (int k = 0; k < Centers; k++)
                    cosines[(i * Centers) + k] = VectorMath.Dot(row, centers.AsSpan(((c * Centers) + k) * dim, dim));
            }
            return row;
        }, _ => { });
        var own = new Evidence(evidence.SampleIds, evidence.ClassOfRow, evidence.IdentityIds, evidence.Embeddings, ownCosines: Vectors.From(cosines, Centers));
        return new AngleRule().Evaluate(own, new PurgeOptions { Threshold = Angle }).Drop;
    }

    /// <summary>Confident learning from dense probabilities.</summary>
    private static bool[] Issues(Evidence evidence, string probabilities)
    {
        using var dense = NpyArray<float>.Open(probabilities);
        var sparse = new (int Class, double Share)[evidence.Count][];
        Parallel.For(0, sparse.Length, i =>
        {
            var shown = new List<(int Class, double Share)>();
            ReadOnlySpan<float> row = dense.Row(i);
            for (int c = row.IndexOfAnyExcept(0f); c >= 0;)
            {
                shown.Add((c, row[c]));
                int next = row[(c + 1)..].IndexOfAnyExcept(0f);
                c = next < 0 ? -1 : c + 1 + next;
            }
            sparse[i] = [.. shown];
        });
        return ConfidentJoint.FindIssues(evidence.ClassOfRow, evidence.Classes, sparse);
    }

    private static Dictionary<string, (string Version, double Seconds)> Run(string python, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "peers.py"), folder]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))
            .ToDictionary(parts => parts[0], parts => (parts[1], double.Parse(parts[2], CultureInfo.InvariantCulture)));
    }
}
