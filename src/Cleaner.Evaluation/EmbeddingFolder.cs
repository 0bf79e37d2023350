using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;

namespace Cleaner.Evaluation;

/// <summary>Opens the embeddings of a run folder or of a folder that <c>cleaner embed</c> wrote.</summary>
public static class EmbeddingFolder
{
    /// <summary>Opens <c>ids.npy</c>, <c>labels.npy</c> and <c>embeddings.npy</c>; the embeddings stay on disk.</summary>
    /// <exception cref="CleanerException">A file is missing, damaged or does not fit the others.</exception>
    public static EmbeddingSet Open(string folder)
    {
        var run = new RunFolder(folder);
        foreach (string file in new[] { run.Ids, run.Labels, run.Embeddings })
        {
            if (!File.Exists(file))
            {
                throw new CleanerException($"{folder} holds no {Path.GetFileName(file)}: give the folder of a training run or of `cleaner embed`");
            }
        }

        long[] ids = ReadAll(run.Ids), labels = ReadAll(run.Labels);
        var embeddings = NpyArray<float>.Open(run.Embeddings);
        if (ids.Length != labels.Length || ids.Length != embeddings.Rows)
        {
            embeddings.Dispose();
            throw new CleanerException($"{folder}: {ids.Length} ids, {labels.Length} labels and {embeddings.Rows} embeddings do not belong together; write them again with `cleaner embed`");
        }

        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return new EmbeddingSet(name, embeddings.Columns, ids, labels, row => embeddings.Row(row), embeddings);
    }

    /// <summary>
    /// Opens two or more folders whose identities are known by name (<c>identities.txt</c>, as <c>cleaner embed --folder</c> writes), so
    /// that equal names have equal labels; folders without names are taken to share their labels already.
    /// </summary>
    /// <exception cref="CleanerException">Some have names and others not.</exception>
    public static IReadOnlyList<EmbeddingSet> OpenTogether(IReadOnlyList<string> folders)
    {
        string[] named = [.. folders.Where(f => Names(f) is not null)];
        if (named.Length == 0)
        {
            return [.. folders.Select(Open)];
        }

        if (named.Length < folders.Count)
        {
            throw new CleanerException($"{named[0]} was embedded from a folder and {folders.Except(named).First()} from a manifest: their identities cannot be matched; embed both the same way");
        }

        var labels = new Dictionary<string, long>(StringComparer.Ordinal);
        return [.. folders.Select(folder =>
        {
            string[] names = Names(folder)!;
            var set = Open(folder);
            return set.Relabelled([.. set.Labels.ToArray().Select(l => LabelOf(labels, names[l]))]);
        })];
    }

    /// <summary>Names of the identities by label, where a folder tree was embedded; null where it was a manifest, which knows them.</summary>
    public static string[]? Names(string folder)
    {
        string path = Path.Combine(folder, "identities.txt");
        return File.Exists(path) ? File.ReadAllLines(path) : null;
    }

    private static long LabelOf(Dictionary<string, long> labels, string name)
    {
        if (!labels.TryGetValue(name, out long label))
        {
            labels[name] = label = labels.Count;
        }

        return label;
    }

    private static long[] ReadAll(string path)
    {
        using var array = NpyArray<long>.Open(path);
        return array.ToArray();
    }
}
