using Cleaner.Ingest.Export.Formats;

namespace Cleaner.Ingest.Export;

/// <summary>A format that data sets are written in.</summary>
internal interface IExportFormat
{
    /// <summary>What <c>--format</c> takes.</summary>
    string Name { get; }

    /// <summary>One phrase for the help.</summary>
    string Description { get; }

    /// <summary>One file an image stays one file an image, so that it may be a link.</summary>
    bool KeepsFiles => false;

    /// <summary>The order of the samples is free.</summary>
    bool CanShuffle => false;

    /// <summary>Writes everything into <see cref="ExportRun.Folder"/>.</summary>
    void Write(ExportRun run);
}

/// <summary>Every format that can be written.</summary>
public static class ExportFormats
{
    internal static IReadOnlyList<IExportFormat> All { get; } =
    [
        new FolderFormat(),
        new HfImageFolderFormat(),
        new WebDatasetFormat(),
        new InsightfaceFormat(),
        new RecordIOFormat(),
        new CsvFormat(),
        new JsonLinesFormat(),
        new AlignedFormat(),
    ];

    /// <summary>Names with one phrase each, for the help.</summary>
    public static IReadOnlyList<(string Name, string Description)> Descriptions { get; } = [.. All.Select(format => (format.Name, format.Description))];
}
