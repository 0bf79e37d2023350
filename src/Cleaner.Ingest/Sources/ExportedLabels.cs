using System.Globalization;
using Cleaner.Ingest.Export;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>
/// A source that 'cleaner export' wrote: its labels are numbers or escaped folder names, and a file beside it says which identities
/// they are. With it, an exported set comes back with the names it had.
/// </summary>
internal sealed class ExportedLabels(IDatasetSource inner, IReadOnlyDictionary<string, string> names) : IDatasetSource
{
    public string Kind => inner.Kind;

    public string Root => inner.Root;

    public long ExpectedCount => inner.ExpectedCount;

    /// <summary>The source itself, or, where it is an export, the source with the names of the identities.</summary>
    /// <param name="source">The source.</param>
    /// <param name="path">What was named on the command line: lists lie in the export, the images that they name do not.</param>
    public static IDatasetSource Over(IDatasetSource source, string path)
    {
        string root = File.Exists(path) ? Path.GetDirectoryName(Path.GetFullPath(path))! : source.Root;
        string labels = Path.Combine(root, Exporter.LabelsFile);
        if (!File.Exists(labels) || !File.Exists(Path.Combine(root, OutputFolder.RecordName)))
        {
            return source;
        }

        Dictionary<string, string> names = Read(labels);
        return new ExportedLabels(source, source.Kind == "imagefolder" ? ByFolder(names.Values) : names);
    }

    public IEnumerable<SourceItem> Items(SourceNotes notes, CancellationToken stop) =>
        inner.Items(notes, stop).Select(item => names.TryGetValue(item.Label, out string? name) ? item with { Label = name } : item);

    private static Dictionary<string, string> ByFolder(IReadOnlyCollection<string> names)
    {
        bool nested = SafeNames.CanNest(names);
        return names.ToDictionary(name => SafeNames.FolderOf(name, nested), StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Read(string path)
    {
        using var reader = new StreamReader(path);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string[] row in Delimited.Comma(reader, path).Skip(1))
        {
            if (row.Length < 2 || !int.TryParse(row[0], NumberStyles.None, CultureInfo.InvariantCulture, out _) || !names.TryAdd(row[0], row[1]))
            {
                throw new CleanerException($"{path}: not the labels of an export (label,identity,samples); restore it or move it away");
            }
        }

        return names;
    }
}
