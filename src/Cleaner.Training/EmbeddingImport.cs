using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Training.Data;

namespace Cleaner.Training;

/// <summary>
/// Takes embeddings that another program computed (ONNX Runtime, PyTorch, any network) into a folder as <see cref="Embedder"/> writes it, so
/// that <c>purge</c> can judge by them.
/// </summary>
public static class EmbeddingImport
{
    /// <summary>Writes <c>ids.npy</c>, <c>labels.npy</c>, <c>embeddings.npy</c> and <c>config.json</c> for the kept samples of a revision.</summary>
    /// <param name="manifest">The images.</param>
    /// <param name="revision">Which revision; null is the newest.</param>
    /// <param name="arrayFile">.npy, [rows, length], float16, float32 or float64.</param>
    /// <param name="pathsFile">
    /// A text file, one line a row: the path of its image, whole or from the root of its source. Null: row i belongs to sample i + 1, and there
    /// are as many rows as samples.
    /// </param>
    /// <param name="outFolder">Where the arrays go; made when missing.</param>
    /// <returns>What was written; kept samples without a row are listed as unreadable.</returns>
    /// <exception cref="CleanerException">A file is missing, damaged or does not fit the manifest; the message says what to do.</exception>
    public static EmbedResult Import(Manifest manifest, long? revision, string arrayFile, string? pathsFile, string outFolder)
    {
        using var rows = FloatRows.Open(arrayFile);
        var set = TrainingSet.Load(manifest, revision);
        var rowOf = pathsFile is null ? BySampleId(manifest, rows, arrayFile) : ByPath(manifest, rows, arrayFile, pathsFile);
        var kept = Enumerable.Range(0, set.Count).Where(i => rowOf(set.SampleIds[i]) is not null).ToArray();
        var missing = Missing(manifest, set.SampleIds.Except(kept.Select(i => set.SampleIds[i])));
        if (missing.Count == set.Count)
        {
            throw new CleanerException(
                $"{pathsFile}: names none of the {set.Count} images (the manifest's first is {missing[0].Where}); write one path a line, whole or from the root of the source, in the order of the array's rows");
        }

        var folder = new RunFolder(outFolder);
        Directory.CreateDirectory(outFolder);
        using (var writer = new NpyWriter<float>(folder.Embeddings, kept.Length, rows.Columns))
        {
            var row = new float[rows.Columns];
            foreach (var i in kept)
            {
                rows.CopyRow(rowOf(set.SampleIds[i])!.Value, row);
                writer.Append(row);
            }
            writer.Commit();
        }
        long[] ids = [.. kept.Select(i => set.SampleIds[i])], labels = [.. kept.Select(i => set.IdentityIds[i])];
        Npy.Write<long>(folder.Ids, ids);
        Npy.Write<long>(folder.Labels, labels);
        new RunConfig
        {
            Command = "embed",
            Backbone = "imported",
            EmbeddingDim = rows.Columns,
            Rest = new() { ["imported_from"] = System.Text.Json.JsonSerializer.SerializeToElement(Path.GetFullPath(arrayFile)) },
        }.Of(manifest, revision ?? manifest.Head).Write(folder.Config);
        return new EmbedResult(ids.Length, labels.Distinct().Count(), missing);
    }

    private static List<UnreadableSample> Missing(Manifest manifest, IEnumerable<long> samples)
    {
        using var reader = new SampleReader(manifest);
        return [.. samples.Select(id => new UnreadableSample(id, reader.Describe(manifest.Find(id)!), "no row in the array"))];
    }

    private static Func<long, long?> BySampleId(Manifest manifest, FloatRows rows, string arrayFile) => rows.Rows == manifest.SampleCount
        ? id => id - 1
        : throw new CleanerException($"{arrayFile}: has {rows.Rows} rows, the manifest {manifest.SampleCount} samples; say with --paths which image each row is of");

    private static Func<long, long?> ByPath(Manifest manifest, FloatRows rows, string arrayFile, string pathsFile)
    {
        if (!File.Exists(pathsFile))
            throw new CleanerException($"{pathsFile}: there is no such file");
        var rowOfPath = new Dictionary<string, long>(StringComparer.Ordinal);
        long row = 0;
        foreach (var line in File.ReadLines(pathsFile))
        {
            if (!rowOfPath.TryAdd(Uniform(line), row++))
                throw new CleanerException($"{pathsFile}: line {row} names {line} a second time; one line a row");
        }
        if (row != rows.Rows)
            throw new CleanerException($"{pathsFile}: has {row} lines, {arrayFile} has {rows.Rows} rows; write one path a line, in the order of the rows");

        using var reader = new SampleReader(manifest);
        var found = new Dictionary<long, long>();
        foreach (var sample in manifest.Samples().Select(view => view.Sample).Where(sample => sample.Container == Container.File))
        {
            if (rowOfPath.TryGetValue(Uniform(reader.PathOf(sample)), out var whole) || rowOfPath.TryGetValue(sample.Locator, out whole))
                found[sample.Id] = whole;
        }
        return id => found.TryGetValue(id, out var known) ? known : null;
    }

    /// <summary>Whole paths without . and .., and slashes as the manifest has them.</summary>
    private static string Uniform(string path) => (Path.IsPathRooted(path) ? Path.GetFullPath(path) : path).Replace('\\', '/');
}
