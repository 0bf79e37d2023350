using System.Text.Json;

namespace Cleaner.Ingest.Export.Formats;

/// <summary>
/// Hugging Face imagefolder: a folder a split with the images and a metadata.jsonl whose file_name is relative to it. JSON lines
/// instead of CSV, where an identity called "007" would be read as a number.
/// </summary>
internal sealed class HfImageFolderFormat : IExportFormat
{
    public string Name => "hf-imagefolder";

    public string Description => "images with metadata.jsonl, as Hugging Face datasets reads them";

    public bool KeepsFiles => true;

    public void Write(ExportRun run)
    {
        var names = new SafeNames(nestedIdentities: false);
        using var metadata = new SplitFiles<JsonLinesFile>(split => new JsonLinesFile(run.File($"{SafeNames.Segment(split)}/metadata.jsonl")));
        foreach ((ExportItem item, string path) in run.Place(item => names.PathOf(item, withSplit: true)))
        {
            metadata.Of(item.Split).Write(json =>
            {
                json.WriteString("file_name", path[(path.IndexOf('/') + 1)..]);
                json.WriteNumber("label", item.Label);
                json.WriteString("identity", item.Identity);
                WriteFloats(json, "landmarks", item.Sample.Landmarks);
                WriteFloats(json, "box", item.Sample.Box);
            });
        }
    }

    private static void WriteFloats(Utf8JsonWriter json, string name, float[]? values)
    {
        if (values is not null)
        {
            JsonLinesFile.WriteArray(json, name, values);
        }
    }
}
