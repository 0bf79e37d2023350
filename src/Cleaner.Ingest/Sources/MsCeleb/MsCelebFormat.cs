using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>MS-Celeb-1M's TSV files: aligned/cropped, full images, development set and low-shot sets. Images are read in place.</summary>
internal sealed class MsCelebFormat : ISourceFormat
{
    private const int ProbeLine = 64 << 20;

    public string Name => "msceleb-tsv";

    public string Description => "MS-Celeb-1M TSV with base64 images (aligned, full, DevSet, low-shot)";

    public bool Detect(string path) => Files(path) is { Count: > 0 } files && LayoutOf(files[0]) is not null;

    public IDatasetSource Open(string path, IngestOptions options)
    {
        var files = Files(path);
        if (files.Count == 0)
            throw new CleanerException(File.Exists(path) || Directory.Exists(path) ? $"{path}: holds no .tsv file" : $"{path}: no such file or folder");
        return new MsCelebSource(Path.GetDirectoryName(files[0])!, files);
    }

    /// <summary>The layout of a file by its first line; null where it is none of the four.</summary>
    internal static MsCelebLayout? LayoutOf(string path)
    {
        using var lines = new ByteLines(File.OpenRead(path), ProbeLine);
        return lines.Next() && !lines.IsTooLong ? MsCelebLayout.Recognise(lines.Line) : null;
    }

    private static List<string> Files(string path)
    {
        if (File.Exists(path))
            return path.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) ? [Path.GetFullPath(path)] : [];
        return Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(Path.GetFullPath(path), "*.tsv").Order(StringComparer.Ordinal)]
            : [];
    }
}
