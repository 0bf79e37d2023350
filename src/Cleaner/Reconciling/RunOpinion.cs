using Cleaner.Ingest.Identities;
using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Purge;
using Cleaner.Purge.Scoring;
using Cleaner.Purge.Suggestions;

namespace Cleaner.Reconciling;

/// <summary>What the embeddings of a run say about identities, by the measures of purge's suggestions.</summary>
internal sealed class RunOpinion : IEmbeddingOpinion
{
    private readonly MarginScores margins;
    private readonly Dictionary<long, int> classes;

    private RunOpinion(Evidence evidence, MarginScores margins)
    {
        this.margins = margins;
        classes = evidence.IdentityIds.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        Alike = [.. margins.Pairs.Select(pair => (evidence.IdentityIds[pair.A], evidence.IdentityIds[pair.B]))];
        Splits = [.. SplitSuggestions.Of(evidence, margins.Groups)];
    }

    public double AgreeFrom => LabelPairs.LeastSimilarity;

    public double DisagreeBelow => SplitSuggestions.OnePerson;

    public IReadOnlyList<(long A, long B)> Alike { get; }

    public IReadOnlyList<Finding> Splits { get; }

    /// <summary>Reads a run of this manifest; the labels may have changed since.</summary>
    /// <exception cref="CleanerException">It belongs to another manifest, or is damaged.</exception>
    public static RunOpinion Load(Manifest manifest, string path)
    {
        var run = new RunFolder(path);
        var options = new PurgeOptions { Force = true }.Validated();
        using Evidence evidence = Evidence.Load(run);
        RunMatch.Check(manifest, evidence, [run], options);
        evidence.SetNames(manifest.Identities());
        return new RunOpinion(evidence, evidence.Margins(options.Seed));
    }

    public double? Similarity(long a, long b)
    {
        if (!classes.TryGetValue(a, out int c) || !classes.TryGetValue(b, out int d) || !margins.Centroids.IsFitted[c] || !margins.Centroids.IsFitted[d])
        {
            return null;
        }

        ClassSpread spread = margins.Groups.Spread;
        float similarity = spread.Similarity(margins.Centroids, c, d);
        // Too few or too mixed images to be sure of: they may tell two identities apart, but never make them one.
        return spread.Excess(c, d) <= LabelPairs.MostCorrection ? similarity : Math.Min(similarity, DisagreeBelow);
    }
}
