using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>Every format that can be read. The first that recognises a path gets it, so the most specific come first.</summary>
public static class SourceCatalog
{
    private static readonly FileListFormat FileLists = new();

    /// <summary>All formats, the most specific first.</summary>
    public static IReadOnlyList<ISourceFormat> Formats { get; } =
    [
        new RecordIoFormat(),
        new WebDatasetFormat(),
        new MsCelebFormat(),
        .. UrlListFormat.All,
        FileLists,
        new VggFace2Format(),
        new CelebAFormat(),
        new Market1501Format(),
        new HuggingFaceFolderFormat(),
        new CasiaWebFaceFormat(),
        new LfwFormat(),
        new ImageFolderFormat(),
    ];

    /// <summary>What to do with a folder of images that are not in a folder for each identity.</summary>
    internal static string OtherWay(string folder) => FileLists.In(folder) is { } list
        ? $"{Path.GetFileName(list)} in it names files and labels: give {list} instead of the folder"
        : "put the images of each identity into a folder of its own, or say where the name stands in their paths (--identity-pattern '(?<identity>.+)_\\d+' for ann_01.jpg; see also --identity-depth, --format)";

    /// <summary>Opens a data set in the format that was asked for, or in the first that recognises it.</summary>
    /// <exception cref="CleanerException">No such path, an unknown format, or nothing recognises it.</exception>
    public static IDatasetSource Open(IngestOptions options)
    {
        options.Validate();
        if (options.Format != "auto")
        {
            var forced = Formats.FirstOrDefault(f => f.Name.Equals(options.Format, StringComparison.OrdinalIgnoreCase))
                ?? throw new UsageException($"--format {options.Format}: not a format; give one of auto, {string.Join(", ", Formats.Select(f => f.Name))}");
            return ExportedLabels.Over(forced.Open(options.Path, options), options.Path);
        }
        var format = options.IdentityPattern is not null
            ? Formats.FirstOrDefault(f => f is ImageFolderFormat && f.Detect(options.Path))
            // Named columns make any CSV or TSV a list: of URLs, also one without a heading, or of files.
            : options.Columns.ContainsKey("url") && File.Exists(options.Path)
                ? UrlListFormat.All[^1]
                : options.Columns.Count > 0 && File.Exists(options.Path) ? FileLists
                : Formats.FirstOrDefault(f => f.Detect(options.Path));
        return format is null
            ? throw new CleanerException($"{options.Path}: {WhyUnknown(options.Path)}")
            : ExportedLabels.Over(format.Open(options.Path, options), options.Path);
    }

    private static string WhyUnknown(string path)
    {
        if (!File.Exists(path))
            return "no such folder or file";
        return PackedFiles.NameOf(path) is { } packed
            ? $"is a {packed} archive; unpack it, and give the folder"
            : $"not a data set that is known; name its format with --format ({string.Join(", ", Formats.Select(f => f.Name))})";
    }
}
