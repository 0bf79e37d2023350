using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>MXNet RecordIO (<c>train.rec</c>): insightface's layout and that of im2rec. The index is not needed: the records are scanned.</summary>
internal sealed class RecordIoFormat : ISourceFormat
{
    public string Name => "recordio";

    public string Description => "MXNet RecordIO of insightface or im2rec: train.rec, or a folder of .rec files";

    public bool Detect(string path) => Files(path).Count > 0;

    public IDatasetSource Open(string path, IngestOptions options)
    {
        var files = Files(path);
        if (files.Count == 0)
            throw new CleanerException(File.Exists(path) || Directory.Exists(path) ? $"{path}: holds no .rec file" : $"{path}: no such file or folder");
        return new RecordIoSource(Path.GetDirectoryName(files[0])!, files);
    }

    private static List<string> Files(string path)
    {
        if (File.Exists(path))
            return path.EndsWith(".rec", StringComparison.OrdinalIgnoreCase) ? [Path.GetFullPath(path)] : [];
        return Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(Path.GetFullPath(path), "*.rec").Order(StringComparer.Ordinal)]
            : [];
    }
}
