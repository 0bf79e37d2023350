using Cleaner.Manifests;

namespace Cleaner.Training.Data;

/// <summary>
/// The rows of a training: the kept samples of a revision in ascending sample id, each with its identity. Holds ids alone (16 bytes a
/// row), so that memory stays small for any number of images.
/// </summary>
public sealed class TrainingSet
{
    private TrainingSet(long[] sampleIds, long[] identityIds, ImageSizes sizes, bool aligned)
    {
        SampleIds = sampleIds;
        IdentityIds = identityIds;
        Sizes = sizes;
        Aligned = aligned;
        Classes = [.. identityIds.Distinct().Order()];
        Labels = new int[identityIds.Length];
        for (var row = 0; row < Labels.Length; row++)
            Labels[row] = Array.BinarySearch(Classes, identityIds[row]);
        var counts = new int[Classes.Length];
        foreach (var label in Labels)
            counts[label]++;
        SingleImageIdentities = counts.Count(c => c == 1);
    }

    /// <summary>Sample ids in the manifest, [N], ascending.</summary>
    public long[] SampleIds { get; }

    /// <summary>Identity ids in the manifest, [N].</summary>
    public long[] IdentityIds { get; }

    /// <summary>The identities that take part, [C], ascending: class c of the head is identity <c>Classes[c]</c>, whatever gaps the ids have.</summary>
    public long[] Classes { get; }

    /// <summary>Class of each row, [N], 0 to C − 1.</summary>
    public int[] Labels { get; }

    /// <summary>Rows.</summary>
    public int Count => SampleIds.Length;

    /// <summary>How large the images are, also those of identities that take no part.</summary>
    public ImageSizes Sizes { get; }

    /// <summary>True when most samples carry a transform onto a face template.</summary>
    public bool Aligned { get; }

    /// <summary>Identities with one image only.</summary>
    public int SingleImageIdentities { get; }

    /// <summary>Reads the kept samples of a revision; throws <see cref="CleanerException"/> when there is nothing to train on.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="revision">Null is the newest.</param>
    /// <param name="minImages">Identities with fewer kept images take no part.</param>
    /// <param name="maxIdentities">Only so many identities, those with the most kept images, take part; 0 takes all.</param>
    public static TrainingSet Load(Manifest manifest, long? revision, int minImages = 1, int maxIdentities = 0)
    {
        var (samples, identities) = (new List<long>(), new List<long>());
        var sizes = new ImageSizes();
        var aligned = 0;
        foreach (var view in manifest.Samples(revision))
        {
            if (view.Belief.State != SampleState.Kept)
                continue;
            samples.Add(view.Sample.Id);
            identities.Add(view.Belief.IdentityId);
            sizes.Add(view.Sample.Width, view.Sample.Height);
            aligned += view.Sample.Align is null ? 0 : 1;
        }
        if (samples.Count == 0)
            throw new CleanerException($"'{manifest.Path}' holds no kept sample at {Named(manifest, revision)}: ingest images first, or name an earlier revision (cleaner log)");
        var set = new TrainingSet([.. samples], [.. identities], sizes, aligned * 2 > samples.Count);
        if (minImages > 1)
            set = set.WithoutSmallIdentities(minImages);
        if (maxIdentities > 0)
            set = set.LargestIdentities(maxIdentities);
        if (set.Classes.Length < 2)
            throw new CleanerException($"'{manifest.Path}' has fewer than 2 identities to tell apart at {Named(manifest, revision)}"
                + (minImages > 1 ? $" with at least {minImages} images" : "") + ": a training needs 2 or more");
        return set;
    }

    /// <summary>The set without some rows; identities whose rows are all gone leave with them.</summary>
    public TrainingSet Without(IReadOnlySet<int> rows)
    {
        if (rows.Count == 0)
            return this;
        var kept = Enumerable.Range(0, Count).Where(row => !rows.Contains(row)).ToArray();
        return new TrainingSet([.. kept.Select(r => SampleIds[r])], [.. kept.Select(r => IdentityIds[r])], Sizes, Aligned);
    }

    private TrainingSet LargestIdentities(int count)
    {
        var counts = Counts();
        var largest = Enumerable.Range(0, Classes.Length).OrderByDescending(c => counts[c]).ThenBy(c => c).Take(count).ToHashSet();
        return Without(Enumerable.Range(0, Count).Where(row => !largest.Contains(Labels[row])).ToHashSet());
    }

    private TrainingSet WithoutSmallIdentities(int minImages)
    {
        var counts = Counts();
        return Without(Enumerable.Range(0, Count).Where(row => counts[Labels[row]] < minImages).ToHashSet());
    }

    private int[] Counts()
    {
        var counts = new int[Classes.Length];
        foreach (var label in Labels)
            counts[label]++;
        return counts;
    }

    private static string Named(Manifest manifest, long? revision) => $"revision {revision ?? manifest.Head}";
}
