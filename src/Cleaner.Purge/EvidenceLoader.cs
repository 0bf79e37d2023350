using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;

namespace Cleaner.Purge;

/// <summary>Opens a run folder's arrays, and refuses what cannot be scored, naming the file or the sample.</summary>
internal static class EvidenceLoader
{
    public static Evidence Load(IReadOnlyList<RunFolder> runs)
    {
        var parts = new List<Evidence>();
        try
        {
            foreach (RunFolder run in runs)
            {
                parts.Add(Load(run));
            }

            return EvidenceJoin.Of(parts, runs);
        }
        catch
        {
            parts.ForEach(part => part.Dispose());
            throw;
        }
    }

    public static Evidence Load(RunFolder run)
    {
        if (!Directory.Exists(run.Path))
        {
            throw new CleanerException($"{run.Path}: no such run folder; name one made by 'cleaner subcenter-train', 'cleaner train' or 'cleaner embed'");
        }

        var opened = new List<IDisposable>();
        try
        {
            return Open(run, opened);
        }
        catch
        {
            opened.ForEach(array => array.Dispose());
            throw;
        }
    }

    private static Evidence Open(RunFolder run, List<IDisposable> opened)
    {
        long[] ids = ReadAll(run.Ids);
        long[] labels = ReadAll(run.Labels);
        int rows = ids.Length;
        if (labels.Length != rows)
        {
            throw Mismatch(run.Labels, labels.Length, rows);
        }

        if (rows == 0)
        {
            throw new CleanerException($"{run.Path}: the run has no samples; train on a manifest with kept samples");
        }

        long[] identities = File.Exists(run.Classes) ? ReadAll(run.Classes) : [.. labels.Distinct().Order()];
        var embeddings = Map(run.Embeddings, rows, opened);
        var snapshots = SnapshotFiles(run).Select(path => Map(path, rows, opened)).ToList();
        foreach (Vectors vectors in snapshots.Prepend(embeddings))
        {
            FiniteCheck.Require(vectors, ids, "embedding", run.Path);
        }

        Vectors? cosines = MapOrNot(run.OwnCosines);
        if (cosines is not null)
        {
            FiniteCheck.Require(cosines, ids, "cosine to a center", run.Path);
        }

        return new Evidence(
            ids, ClassesOf(labels, identities, run), identities, embeddings, snapshots, cosines,
            MapOrNot(run.Dynamics), MapOrNot(run.DynamicsFirst), MapOrNot(run.DynamicsSecond), opened)
        {
            OtherCosine = MapOrNot(run.OtherCosine),
            HeldOutFirst = MapOrNot(run.HeldOutFirst),
            HeldOutSecond = MapOrNot(run.HeldOutSecond),
            HeldOutRanks = MapOrNot(run.HeldOutRanks),
        };

        Vectors? MapOrNot(string path) => File.Exists(path) ? Map(path, rows, opened) : null;
    }

    /// <summary>Snapshot arrays by epoch; the folder holds one sub-folder an epoch.</summary>
    private static IEnumerable<string> SnapshotFiles(RunFolder run) => Directory.Exists(run.Snapshots)
        ? Directory.GetDirectories(run.Snapshots).Order(StringComparer.Ordinal)
            .Select(folder => Path.Combine(folder, Path.GetFileName(run.Embeddings))).Where(File.Exists)
        : [];

    private static int[] ClassesOf(long[] labels, long[] identities, RunFolder run)
    {
        var index = new Dictionary<long, int>(identities.Length);
        for (int c = 0; c < identities.Length; c++)
        {
            index[identities[c]] = c;
        }

        return Array.ConvertAll(labels, label => index.TryGetValue(label, out int c)
            ? c
            : throw new CleanerException($"{run.Labels}: identity {label} is not in {run.Classes}; the run folder is damaged, train again"));
    }

    private static Vectors Map(string path, int rows, List<IDisposable> opened)
    {
        var array = NpyArray<float>.Open(path);
        opened.Add(array);
        if (array.Rows != rows)
        {
            throw Mismatch(path, array.Rows, rows);
        }

        return Vectors.From(array);
    }

    private static long[] ReadAll(string path)
    {
        using var array = NpyArray<long>.Open(path);
        return array.ToArray();
    }

    private static CleanerException Mismatch(string path, long found, int rows) =>
        new($"{path}: has {found} rows, ids.npy has {rows}; the run folder is damaged, train or embed again");
}
