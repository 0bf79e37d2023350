using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;

namespace Cleaner.Reports.Gathering;

/// <summary>One dot of the map.</summary>
internal readonly record struct MapPoint(double X, double Y, long Identity, bool Goes);

/// <summary>Embeddings of a few identities in the plane.</summary>
/// <param name="Identities">The identities, in the order of their colours.</param>
/// <param name="Points">One dot an image.</param>
/// <param name="Explained">Share of the variance that the plane shows.</param>
internal sealed record EmbeddingMap(IReadOnlyList<long> Identities, IReadOnlyList<MapPoint> Points, double Explained)
{
    private const int FewestImages = 3;

    /// <summary>Draws the identities that lost most, and as many others, from the embeddings of a run; null when the run has none.</summary>
    public static EmbeddingMap? Build(Manifest manifest, long revision, RunFolder run, ReportFacts facts, ReportOptions options)
    {
        if (!File.Exists(run.Embeddings))
        {
            return null;
        }

        long[] identities = options.MapNames.Count > 0 ? Named(manifest, options) : Choose(facts, options.MapIdentities);
        var rows = new Dictionary<long, Reservoir<long>>(identities.Select(id => KeyValuePair.Create(id, new Reservoir<long>(options.MapSamples))));
        using var ids = NpyArray<long>.Open(run.Ids);
        using var labels = NpyArray<long>.Open(run.Labels);
        for (long row = 0; row < labels.Rows; row++)
        {
            if (rows.TryGetValue(labels[row], out var chosen))
            {
                chosen.Offer(Reservoir<long>.Mixed(ids[row]), row);
            }
        }

        var picked = rows.SelectMany(r => r.Value.Items().Select(row => (Identity: r.Key, Row: row))).ToList();
        var gone = GoneAmong(manifest, revision, picked.ToDictionary(p => ids[p.Row], p => p.Identity));
        using var embeddings = NpyArray<float>.Open(run.Embeddings);
        var (x, y, explained) = Pca.Project([.. picked.Select(p => embeddings.Row(p.Row).ToArray())]);
        return new EmbeddingMap(
            identities,
            [.. picked.Select((p, i) => new MapPoint(x[i], y[i], p.Identity, gone.Contains(ids[p.Row])))],
            explained.Sum());
    }

    private static long[] Named(Manifest manifest, ReportOptions options)
    {
        if (options.MapNames.Count > options.MapIdentities)
        {
            throw new UsageException($"--map: at most {options.MapIdentities} identities can be told apart on the map");
        }

        var ids = manifest.Identities().ToDictionary(i => i.Name, i => i.Id, StringComparer.Ordinal);
        return [.. options.MapNames.Distinct().Select(name => ids.TryGetValue(name, out long id) ? id : throw new CleanerException($"--map {name}: {manifest.Path} has no such identity; see `cleaner stats`"))];
    }

    private static long[] Choose(ReportFacts facts, int count)
    {
        var candidates = facts.Identities.Where(i => i.Value.Before >= FewestImages).ToList();
        var worst = candidates.Where(i => i.Value.Dropped > 0).OrderByDescending(i => i.Value.Dropped).ThenBy(i => i.Key).Take(count / 2).Select(i => i.Key).ToList();
        var others = candidates.Select(i => i.Key).Except(worst).OrderBy(Reservoir<long>.Mixed).Take(count - worst.Count);
        return [.. worst, .. others];
    }

    /// <summary>Samples that are dropped, or believed to show another identity than the one that they were judged by.</summary>
    private static HashSet<long> GoneAmong(Manifest manifest, long revision, Dictionary<long, long> identities) =>
        [.. manifest.Beliefs(revision).Where(b => identities.TryGetValue(b.SampleId, out long judged) && (b.State == SampleState.Dropped || b.IdentityId != judged)).Select(b => b.SampleId)];
}
