using Cleaner.Manifests;

namespace Cleaner.Ingest.Export;

/// <summary>A sample to export.</summary>
/// <param name="Sample">Its facts.</param>
/// <param name="Label">Its label in the export.</param>
/// <param name="Identity">The name of its identity.</param>
internal readonly record struct ExportItem(Sample Sample, int Label, string Identity)
{
    /// <summary>The split that its files are named after; "train" where the source named none.</summary>
    public string Split => string.IsNullOrEmpty(Sample.Split) ? "train" : Sample.Split;

    /// <summary>The usual file name extension of its bytes, without the dot.</summary>
    public string Extension => Sample.Format switch
    {
        "jpeg" => "jpg",
        "tiff" => "tif",
        "" => "bin",
        _ => Sample.Format,
    };
}
