using System.Globalization;
using Cleaner.Evaluation.Identification;
using Cleaner.Manifests;

namespace Cleaner.Evaluation.Comparison;

/// <summary>Several models on the same images, with paired intervals over identities.</summary>
public static class ModelComparison
{
    /// <summary>Images that are compared at most; larger sets are thinned by whole identities.</summary>
    public const int MostImages = 2000;

    /// <summary>Compares verification on all pairs.</summary>
    /// <param name="sets">Embeddings of the same images by each model, with the same ids and labels.</param>
    /// <param name="fars">False accept rates.</param>
    /// <param name="replicates">Bootstrap replicates.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <returns>Figures by model, and the number of identities they rest on.</returns>
    /// <exception cref="CleanerException">The sets are not of the same images.</exception>
    public static (ComparedFigure[][] Figures, int Identities) Verification(IReadOnlyList<EmbeddingSet> sets, double[] fars, int replicates, int seed)
    {
        CheckSameImages(sets);
        int[] rows = Thin(sets[0].Labels);
        double[] ascending = [.. fars.Order()];
        var pairs = sets.Select(set => WeightedPairs.Of(TemplateSet.Singles(set.Select(rows)))).ToList();
        return (PairedBootstrap.Run(pairs[0].Units, Names(ascending), [.. pairs.Select(p => (Func<int[], double[]>)(weights => p.Measure(weights, ascending)))], replicates, seed), pairs[0].Units);
    }

    /// <summary>Compares verification on a list of pairs.</summary>
    /// <param name="scores">For each model the cosine of each pair.</param>
    /// <param name="pairs">The units of each pair: itself, or the two subjects it shows.</param>
    /// <param name="units">Number of units.</param>
    /// <param name="fars">False accept rates.</param>
    /// <param name="replicates">Bootstrap replicates.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static ComparedFigure[][] Pairs(IReadOnlyList<float[]> scores, IReadOnlyList<UnitPair> pairs, int units, double[] fars, int replicates, int seed)
    {
        double[] ascending = [.. fars.Order()];
        return PairedBootstrap.Run(units, Names(ascending), [.. scores.Select(s => WeightedPairs.Of(s, pairs, units)).Select(p => (Func<int[], double[]>)(weights => p.Measure(weights, ascending)))], replicates, seed);
    }

    /// <summary>Compares the accuracy of the fold protocol; the pairs are the units, each model keeps the thresholds it chose.</summary>
    /// <param name="right">For each model, whether each pair was judged rightly.</param>
    /// <param name="replicates">Bootstrap replicates.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static ComparedFigure[][] Accuracy(IReadOnlyList<bool[]> right, int replicates, int seed)
    {
        if (right.Any(r => r.Length != right[0].Length))
        {
            throw new CleanerException("the models were judged on different pairs and cannot be compared");
        }

        return PairedBootstrap.Run(right[0].Length, ["accuracy"], [.. right.Select(r => (Func<int[], double[]>)(weights => [Share(r, weights)]))], replicates, seed);
    }

    private static string[] Names(double[] fars) => [.. fars.Select(f => string.Create(CultureInfo.InvariantCulture, $"TAR@{f:0.#e-0}")), "AUC"];

    private static double Share(bool[] right, int[] weights)
    {
        long hits = 0;
        for (int i = 0; i < right.Length; i++)
        {
            hits += right[i] ? weights[i] : 0;
        }

        return (double)hits / right.Length;
    }

    private static void CheckSameImages(IReadOnlyList<EmbeddingSet> sets)
    {
        foreach (var set in sets.Skip(1))
        {
            if (!set.Ids.SequenceEqual(sets[0].Ids) || !set.Labels.SequenceEqual(sets[0].Labels))
            {
                throw new CleanerException($"{set.Name} and {sets[0].Name} are not embeddings of the same images, so they cannot be compared pair by pair; embed the same folder with both models");
            }
        }
    }

    /// <summary>Rows of as many whole identities as fit, spread evenly over all of them.</summary>
    private static int[] Thin(ReadOnlySpan<long> labels)
    {
        var groups = labels.ToArray().Select((label, row) => (label, row)).GroupBy(p => p.label, p => p.row).OrderBy(g => g.Key).Select(g => g.ToArray()).ToList();
        int every = Math.Max(1, (labels.Length + MostImages - 1) / MostImages);
        return [.. groups.Where((_, i) => i % every == 0).SelectMany(g => g).Order()];
    }
}
