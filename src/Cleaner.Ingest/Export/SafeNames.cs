using System.Globalization;
using System.Text;
using Cleaner.Ingest.Sources;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Export;

/// <summary>Names of exported files and folders: those of the source where they can stand, unique within a folder on any file system.</summary>
/// <param name="nestedIdentities">'/' in identity names stands for folder levels.</param>
/// <param name="extension">The extension that every file gets, without the dot; null: its own.</param>
internal sealed class SafeNames(bool nestedIdentities, string? extension = null)
{
    private readonly HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
    private string folder = "";

    /// <summary>Whether '/' in identity names can stand for folder levels: all have as many.</summary>
    public static bool CanNest(IEnumerable<string> identities) => identities.Select(name => name.AsSpan().Count('/')).Distinct().Count() == 1;

    /// <summary>The folder of an identity, '/' separated.</summary>
    public static string FolderOf(string identity, bool nested) => nested ? string.Join('/', identity.Split('/').Select(Segment)) : Segment(identity);

    /// <summary>The path of a sample below the export's folder, '/' separated. To be called in order of the folders.</summary>
    /// <param name="item">The sample.</param>
    /// <param name="withSplit">The first level is the split.</param>
    public string PathOf(ExportItem item, bool withSplit)
    {
        string identity = FolderOf(item.Identity, nestedIdentities);
        if (identity != folder)
        {
            folder = identity;
            taken.Clear();
        }

        string parent = withSplit ? $"{Segment(item.Split)}/{identity}" : identity;
        string name = FileName(item);
        while (!taken.Add($"{parent}/{name}"))
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(name)}-{item.Sample.Id}{Path.GetExtension(name)}");
        }

        return $"{parent}/{name}";
    }

    /// <summary>A name as one level of a path: what a file system may refuse or read otherwise is written as %XX.</summary>
    public static string Segment(string name)
    {
        if (name.Length == 0)
        {
            return "%00";
        }

        if (name is "." or ".." or Exporter.LabelsFile or OutputFolder.RecordName or OutputFolder.StagingName or OutputFolder.MarkerName)
        {
            return name.Replace(".", "%2E", StringComparison.Ordinal);
        }

        if (!name.Any(IsUnsafe))
        {
            return name;
        }

        var safe = new StringBuilder();
        foreach (char c in name)
        {
            safe = IsUnsafe(c) ? safe.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}") : safe.Append(c);
        }

        return safe.ToString();
    }

    private static bool IsUnsafe(char c) => char.IsControl(c) || c is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' or '%';

    private string FileName(ExportItem item) => extension is null ? OwnName(item) : Path.ChangeExtension(OwnName(item), extension);

    private static string OwnName(ExportItem item)
    {
        Sample sample = item.Sample;
        if (sample.Container != Container.File)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{sample.Id:D9}.{item.Extension}");
        }

        string name = Segment(sample.Locator[(sample.Locator.LastIndexOf('/') + 1)..]);
        return ImageNames.HasImageExtension(name) ? name : $"{name}.{item.Extension}";
    }
}
