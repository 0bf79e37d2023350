using System.Text.Json;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>Lists the files that the metadata names, in its order.</summary>
/// <param name="root">The folder, absolute.</param>
/// <param name="metadata">The metadata files.</param>
/// <param name="columns">Which column holds the "file" and the "label", where not the usual ones.</param>
internal sealed class HuggingFaceFolderSource(string root, IReadOnlyList<string> metadata, IReadOnlyDictionary<string, string> columns) : IDatasetSource
{
    private static readonly string[] LabelNames = ["label", "identity", "identity_id", "person", "person_id", "subject", "name", "class", "pid"];
    private static readonly string[] FileNames = ["file_name", "file_names", "image", "path"];

    public string Kind => "hf-imagefolder";

    public string Root => root;

    public IEnumerable<SourceItem> Items(SourceNotes notes, CancellationToken stop)
    {
        var layout = FolderLayout.Find(root, identityDepth: null);
        foreach (var file in metadata)
        {
            var folder = Path.GetRelativePath(root, Path.GetDirectoryName(file)!).Replace('\\', '/');
            var prefix = folder == "." ? "" : folder + "/";
            foreach (var row in Rows(file, notes))
            {
                stop.ThrowIfCancellationRequested();
                var name = Value(row, "file", FileNames);
                if (name is null)
                {
                    notes.Ignore("metadata row without file_name");
                    continue;
                }
                // Without a label column the folder is the label, as Hugging Face itself does it.
                var label = Value(row, "label", LabelNames) ?? layout.Read(prefix + name)?.Label;
                var item = ListedFiles.Item(root, prefix + name, label ?? "");
                yield return (label is null
                    ? item with { Status = SampleStatus.Skipped, Reason = "its metadata has no label column and its path no identity folder; name the column with --columns label=NAME" }
                    : item) with
                { Split = layout.FirstIsSplit && prefix.Length > 0 ? prefix[..prefix.IndexOf('/')] : null };
            }
        }
    }

    private string? Value(IReadOnlyDictionary<string, string> row, string role, string[] usual)
    {
        if (columns.TryGetValue(role, out var named))
            return row.GetValueOrDefault(named);
        var column = usual.FirstOrDefault(row.ContainsKey);
        return column is null || row[column].Length == 0 ? null : row[column];
    }

    private static IEnumerable<IReadOnlyDictionary<string, string>> Rows(string file, SourceNotes notes)
    {
        foreach (var row in file.EndsWith(".csv", StringComparison.Ordinal) ? CsvRows(file) : JsonRows(file, notes))
            yield return row;
    }

    private static IEnumerable<IReadOnlyDictionary<string, string>> CsvRows(string file)
    {
        using var reader = new StreamReader(file);
        string[]? heading = null;
        foreach (var fields in Delimited.Comma(reader, file))
        {
            if (heading is null)
            {
                heading = fields;
                if (heading.Distinct().Count() != heading.Length)
                    throw new CleanerException($"{file}: two columns have the same name");
                continue;
            }
            yield return Enumerable.Range(0, Math.Min(heading.Length, fields.Length)).ToDictionary(i => heading[i], i => fields[i]);
        }
    }

    private static IEnumerable<IReadOnlyDictionary<string, string>> JsonRows(string file, SourceNotes notes)
    {
        foreach (var row in JsonLines.Read(file, Texts))
        {
            if (row is null)
                notes.Ignore("metadata line that is no JSON object");
            else
                yield return row;
        }
    }

    private static Dictionary<string, string> Texts(JsonElement json)
    {
        var row = new Dictionary<string, string>();
        foreach (var property in json.EnumerateObject())
        {
            if (property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                row[property.Name] = property.Value.ToString();
        }
        return row;
    }
}
