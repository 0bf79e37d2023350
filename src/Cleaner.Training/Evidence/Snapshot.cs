using Cleaner.Manifests.Arrays;

namespace Cleaner.Training.Evidence;

/// <summary>Embeddings of the training set in the middle of a training: <c>snapshots/epoch-NNNN/embeddings.npy</c> and <c>ids.npy</c>.</summary>
internal static class Snapshot
{
    private const string IdsName = "ids.npy";

    /// <summary>The epochs after which one is taken, for shares of the training such as 0.5, 0.7, 1; each at least 1.</summary>
    public static IReadOnlySet<int> Epochs(IReadOnlyList<double> shares, int epochs) =>
        shares.Select(share => Math.Clamp((int)Math.Round(share * epochs), 1, epochs)).ToHashSet();

    /// <summary>Writes the ids of a snapshot's rows beside its embeddings.</summary>
    public static void WriteIds(RunFolder folder, int epoch, long[] ids) =>
        Npy.Write<long>(IdsPath(folder, epoch), ids, ids.Length);

    /// <summary>Drops the rows of samples that could not be read later on, so that all arrays of the run have the same rows.</summary>
    public static void Align(RunFolder folder, int epoch, long[] finalIds)
    {
        var path = folder.SnapshotEmbeddings(epoch);
        if (!File.Exists(path))
            return;
        long[] ids;
        using (var stored = NpyArray<long>.Open(IdsPath(folder, epoch)))
            ids = stored.ToArray();
        if (ids.AsSpan().SequenceEqual(finalIds))
            return;
        var wanted = finalIds.ToHashSet();
        using (var all = NpyArray<float>.Open(path))
        using (var writer = new NpyWriter<float>(path, finalIds.Length, all.Columns))
        {
            for (var row = 0; row < ids.Length; row++)
                if (wanted.Contains(ids[row]))
                    writer.Append(all.Row(row));
            writer.Commit();
        }
        WriteIds(folder, epoch, finalIds);
    }

    private static string IdsPath(RunFolder folder, int epoch) => Path.Combine(Path.GetDirectoryName(folder.SnapshotEmbeddings(epoch))!, IdsName);
}
